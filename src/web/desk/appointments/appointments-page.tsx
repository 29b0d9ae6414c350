import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../kit/empty-state.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { longDayText } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { dayIn, ownZone } from '../../kit/zoned.ts'
import { type Appointment, appointmentsQuery } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMe } from '../frame/use-me.ts'
import { useRowKeys } from '../keys/use-row-keys.ts'
import { useNowEachMinute } from '../queue/use-now.ts'
import { inGroups, nextOwn, shownSpan } from './appointment-order.ts'
import { AppointmentRow } from './appointment-row.tsx'
import { NextCallCard } from './next-call-card.tsx'

/** Today's booked calls and those of the coming days, one's own first. */
export const AppointmentsPage = () => {
  const { t } = useTranslation('desk')
  const zones = useZoneWords()
  const nowMs = useNowEachMinute()
  const zone = ownZone()
  const span = shownSpan(nowMs, zone)
  const { data: appointments, error, refetch } = useQuery(appointmentsQuery(span.from, span.to))
  const isEmpty = appointments?.length === 0
  return (
    <Page
      title={t('appointments.title')}
      lead={t('appointments.lead', { place: zones.placeAndOffset(new Date(serverNowMs()).toISOString(), zone) })}
      actions={
        appointments && !isEmpty ? (
          <p className="hidden items-center gap-2 text-sm text-ink-soft pointer-fine:flex">
            <KeyHint keys="J" /> <KeyHint keys="K" /> {t('queue.keysMove')} <KeyHint keys="Enter" />{' '}
            {t('appointments.keysOpen')}
          </p>
        ) : undefined
      }
    >
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!appointments && !error && <Skeleton lines={6} />}
      {isEmpty && (
        <EmptyState icon="clock" title={t('appointments.empty.title')}>
          {t('appointments.empty.body')}
        </EmptyState>
      )}
      {appointments && !isEmpty && <Groups appointments={appointments} zone={zone} nowMs={nowMs} />}
    </Page>
  )
}

const Groups = ({
  appointments,
  zone,
  nowMs,
}: {
  appointments: readonly Appointment[]
  zone: string
  nowMs: number
}) => {
  const { t, i18n } = useTranslation('desk')
  const me = useMe()
  const list = useRowKeys<HTMLDivElement>()
  const today = dayIn(new Date(nowMs).toISOString(), zone)
  const next = nextOwn(appointments, me.id, nowMs)
  return (
    <div ref={list} className="grid gap-8">
      {next && <NextCallCard appointment={next} nowMs={nowMs} />}
      {inGroups(appointments, me.id, zone).map(({ whose, days }) => (
        <section key={whose} aria-labelledby={`appointments-${whose}`} className="grid gap-4">
          <h2 id={`appointments-${whose}`} className="text-lg font-semibold">
            {t(`appointments.whose.${whose}`)}
          </h2>
          {days.map(({ day, appointments }) => (
            <section key={day} aria-labelledby={`${whose}-${day}`} className="grid gap-2">
              <h3 id={`${whose}-${day}`} className="text-sm font-medium text-ink-soft">
                {day === today && <span className="font-semibold text-ink">{t('appointments.today')} · </span>}
                {longDayText(appointments[0]?.startAt ?? day, i18n.language)}
              </h3>
              <ul className="overflow-hidden rounded-card border border-line bg-surface">
                {appointments.map((appointment) => (
                  <li key={appointment.bookingId} className="border-b border-line last:border-0">
                    <AppointmentRow appointment={appointment} nowMs={nowMs} isOwn={whose === 'own'} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </section>
      ))}
    </div>
  )
}
