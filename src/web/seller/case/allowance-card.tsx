import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Card } from '../../kit/card.tsx'
import { instantText } from '../../kit/time-text.ts'

/** [AT1] [AT3] What is left and what the next failure costs, told before it happens. */
export const AllowanceCard = ({ verification }: { verification: SellerCase }) => {
  const { t } = useTranslation('seller')
  if (!['awaiting-seller', 'in-run'].includes(verification.status)) return null
  // Calls are booked, not counted by the day.
  if (verification.call && verification.allowance.lockedUntil === null) return null
  return (
    <Card title={t('case.allowance')}>
      <AllowanceLines verification={verification} />
    </Card>
  )
}

export const AllowanceLines = ({ verification }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation('seller')
  const { leftToday, failuresUntilLock, lockHours, lockedUntil, nextIsManual } = verification.allowance
  return (
    <div className="grid gap-2">
      {lockedUntil ? (
        <p className="font-medium">{t('result.lockedUntil', { at: instantText(lockedUntil, i18n.language) })}</p>
      ) : (
        <>
          <p className="font-medium">{t('case.leftToday', { count: leftToday })}</p>
          {leftToday > 0 && failuresUntilLock !== null && (
            <p className="text-sm text-ink-soft">
              {t('case.untilLock', { count: failuresUntilLock, hours: lockHours })}
            </p>
          )}
        </>
      )}
      {nextIsManual && <p className="text-sm text-ink-soft">{t('case.manual')}</p>}
    </div>
  )
}
