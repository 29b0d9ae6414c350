import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { type Meaning, Status } from '../../kit/status.tsx'
import { instantText } from '../../kit/time-text.ts'
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
              <FunctionLine key={one.id} restriction={one} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}

/** What the marketplace reports to be paused still is never called restored, whatever it has acknowledged. */
const FunctionLine = ({ restriction }: { restriction: Restriction }) => {
  const { t, i18n } = useTranslation(['seller', 'common'])
  const { capability, drift, sentAt } = restriction
  const isLeftBehind = drift?.kind === 'left-behind'
  const state = isLeftBehind ? 'lifting' : restriction.state
  return (
    <li>
      <div className="flex items-center justify-between gap-3">
        <span>{t(`common:capability.${capability}`)}</span>
        <Status
          meaning={restrictionMeaning[state]}
          icon={state === 'applied' ? 'lock' : state === 'lifted' ? 'good' : 'clock'}
        >
          {t(`common:restriction.${state}`)}
        </Status>
      </div>
      {isLeftBehind && (
        <p className="mt-1 text-sm text-ink-soft">
          {t('case.stillPaused', { at: instantText(sentAt, i18n.language) })}
        </p>
      )}
    </li>
  )
}
