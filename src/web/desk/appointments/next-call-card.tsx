import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import { Clock } from '../../kit/clock.tsx'
import { languageName } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import type { Appointment } from '../calls/call-queries.ts'
import { callAddress, DeskLink } from '../frame/desk-link.tsx'
import { mayOpen } from './appointment-order.ts'

/** The call that comes next, with how long it is till then and the way into it. */
export const NextCallCard = ({ appointment, nowMs }: { appointment: Appointment; nowMs: number }) => {
  const { t, i18n } = useTranslation('desk')
  const zones = useZoneWords()
  const { startAt, endAt, zone, shopName, site, language } = appointment
  const hasBegun = Date.parse(startAt) <= nowMs
  return (
    <section
      aria-labelledby="next-call"
      className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-card border border-accent bg-accent-wash px-4 py-3"
    >
      <div className="grid min-w-0 flex-1 gap-0.5">
        <h2 id="next-call" className="text-sm font-medium text-ink-soft">
          {t(hasBegun ? 'appointments.callNow' : 'appointments.callNext')}
        </h2>
        <p className="truncate text-lg font-semibold">{shopName}</p>
        <p className="text-sm">
          {zones.both(startAt, zone)} · {site} · {languageName(language, i18n.language)}
        </p>
      </div>
      <Clock dueAt={hasBegun ? endAt : startAt} label={t(hasBegun ? 'callRoom.timeLeft' : 'callRoom.beginsIn')} />
      {mayOpen(appointment, nowMs) && (
        <DeskLink to={callAddress(appointment.bookingId)} className={buttonClass('primary')}>
          {t('callRoom.open')}
        </DeskLink>
      )}
    </section>
  )
}
