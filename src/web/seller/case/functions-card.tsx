import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { type Meaning, Status } from '../../kit/status.tsx'
import type { Restriction } from '../api/seller-queries.ts'

export const restrictionMeaning: Record<Restriction['state'], Meaning> = {
  applying: 'needs-you',
  applied: 'blocked',
  lifting: 'needs-you',
  lifted: 'good',
}

/** [RE2] Each function by name, ticked off as the marketplace acknowledges it. */
export const FunctionsCard = ({ restrictions }: { restrictions: readonly Restriction[] }) => {
  const { t } = useTranslation(['seller', 'common'])
  return (
    <Card title={t('case.restrictions')}>
      <div aria-live="polite">
        {restrictions.length === 0 ? (
          <Status meaning="good">{t('home.functionsAll')}</Status>
        ) : (
          <ul className="grid gap-2.5">
            {restrictions.map((one) => (
              <li key={one.id} className="flex items-center justify-between gap-3">
                <span>{t(`common:capability.${one.capability}`)}</span>
                <Status
                  meaning={restrictionMeaning[one.state]}
                  icon={one.state === 'applied' ? 'lock' : one.state === 'lifted' ? 'good' : 'clock'}
                >
                  {t(`common:restriction.${one.state}`)}
                </Status>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}
