import { useTranslation } from 'react-i18next'
import type { CallAttendance } from '#contracts/desk-calls.ts'
import { Card } from '../../kit/card.tsx'
import { Status } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'

/** From this number on no-shows are repeated, and stand out. */
const repeatedFrom = 2

/** [BK4] Who was there for the seller's calls, over all their cases. Left out while there was none. */
export const AttendanceCard = ({ attendance }: { attendance: CallAttendance }) => {
  const { t } = useTranslation('desk')
  const { held, missedBySeller, missedByUs, lastMissedBySellerAt } = attendance
  if (held + missedBySeller + missedByUs === 0) return null
  return (
    <Card title={t('attendance.title')}>
      <div className="grid gap-2">
        {missedBySeller >= repeatedFrom && (
          <Status meaning="needs-you">{t('attendance.repeated', { count: missedBySeller })}</Status>
        )}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          <dt className="text-ink-soft">{t('attendance.bySeller')}</dt>
          <dd className="tabular">
            {missedBySeller}
            {lastMissedBySellerAt && (
              <span className="text-ink-soft">
                {' · '}
                {t('attendance.last')} <Instant at={lastMissedBySellerAt} />
              </span>
            )}
          </dd>
          <dt className="text-ink-soft">{t('attendance.byUs')}</dt>
          <dd className="tabular">{missedByUs}</dd>
          <dt className="text-ink-soft">{t('attendance.held')}</dt>
          <dd className="tabular">{held}</dd>
        </dl>
        <p className="text-sm text-ink-soft">{t('attendance.lead')}</p>
      </div>
    </Card>
  )
}
