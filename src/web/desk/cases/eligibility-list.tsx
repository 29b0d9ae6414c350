import { useTranslation } from 'react-i18next'
import { Status } from '../../kit/status.tsx'
import type { Verification } from '../calls/desk-queries.ts'

const meaning = { ok: 'good', failed: 'blocked', 'not-checked': 'neutral' } as const

/** [EL7] What was looked up before the run; without a source it was not checked, and says so. */
export const EligibilityList = ({ eligibility }: { eligibility: Verification['eligibility'] }) => {
  const { t } = useTranslation('desk')
  if (eligibility.length === 0) return <p className="text-ink-soft">{t('eligibility.none')}</p>
  return (
    <ul className="grid gap-1.5">
      {eligibility.map(({ check, answer }) => (
        <li key={check} className="flex flex-wrap justify-between gap-x-3">
          <span>{t(`eligibility.check.${check}`, { defaultValue: check })}</span>
          <Status meaning={meaning[answer]}>{t(`eligibility.answer.${answer}`)}</Status>
        </li>
      ))}
    </ul>
  )
}
