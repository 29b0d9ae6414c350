import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { classNames } from '../../kit/class-names.ts'
import { type Meaning, Status } from '../../kit/status.tsx'
import type { Board } from './board-queries.ts'
import { standingMeaning, standings } from './board-words.ts'

const barOf: Record<Meaning, string> = {
  good: 'bg-good',
  'needs-you': 'bg-needs',
  blocked: 'bg-blocked',
  neutral: 'bg-line-strong',
}

/** How many stand how: a table whose last column is the chart, so that nothing is told by its length or colour alone. */
export const CountsChart = ({ counts }: { counts: Board['counts'] }) => {
  const { t } = useTranslation('board')
  const most = Math.max(1, ...standings.map((one) => counts[one]))
  return (
    <Card>
      <table className="w-full border-collapse text-[0.9375rem]">
        <caption className="pb-2 text-left font-semibold">{t('counts.title')}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('counts.standing')}</th>
            <th scope="col">{t('counts.count')}</th>
            <th scope="col">{t('counts.share')}</th>
          </tr>
        </thead>
        <tbody>
          {standings.map((one) => (
            <tr key={one}>
              <th scope="row" className="py-1 pr-4 text-left font-normal whitespace-nowrap max-sm:whitespace-normal">
                <Status meaning={counts[one] > 0 ? standingMeaning[one] : 'neutral'}>{t(`standing.${one}`)}</Status>
              </th>
              <td className="tabular w-12 py-1 pr-4 text-right font-medium">{counts[one]}</td>
              <td className="w-1/3 py-1 sm:w-2/3">
                <span
                  aria-hidden="true"
                  className={classNames('block h-2.5 rounded-full', barOf[standingMeaning[one]])}
                  style={{ width: `${(counts[one] / most) * 100}%` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
