import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Status, Tag } from '../../kit/status.tsx'
import { languageName, timeOfDayText } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { isSameClock, ownZone } from '../../kit/zoned.ts'
import type { Appointment } from '../calls/call-queries.ts'
import { callAddress, caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { useMay } from '../frame/use-me.ts'
import { useProgramName } from '../frame/use-program-name.ts'
import { AppointmentActions } from './appointment-actions.tsx'
import { type AppointmentState, mayOpen, stateOf } from './appointment-order.ts'

const stateMeaning = {
  ahead: 'neutral',
  now: 'needs-you',
  unsettled: 'needs-you',
  held: 'good',
  cancelled: 'neutral',
  missed: 'blocked',
} as const satisfies Record<AppointmentState, string>

export type AppointmentRowProps = { appointment: Appointment; nowMs: number; isOwn: boolean }

/** When, by both clocks; with whom; in which language; and how it stands. The row leads to the case. */
export const AppointmentRow = ({ appointment, nowMs, isOwn }: AppointmentRowProps) => {
  const { t, i18n } = useTranslation('desk')
  const programName = useProgramName()
  const zones = useZoneWords()
  const mayLead = useMay('lead')
  const { startAt, endAt, zone, state: stored } = appointment
  const state = stateOf(appointment, nowMs)
  const isOver = stored === 'cancelled' || stored === 'missed'
  return (
    <div className="grid items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_11rem]">
      <DeskLink
        to={caseAddress(appointment.caseId)}
        data-row={appointment.bookingId}
        className={classNames(
          'grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-5 gap-y-1 rounded-control text-ink no-underline hover:bg-sunken focus-visible:bg-accent-wash',
          'lg:grid-cols-[11rem_minmax(0,1.2fr)_minmax(0,1fr)_13rem]',
        )}
      >
        <span className="min-w-0">
          <span className={classNames('tabular block font-semibold', isOver && 'line-through')}>
            {timeOfDayText(startAt, i18n.language)}–{timeOfDayText(endAt, i18n.language)}
          </span>
          {!isSameClock(startAt, zone, ownZone()) && (
            <span className="tabular block text-sm text-ink-soft">{zones.there(startAt, zone)}</span>
          )}
        </span>
        <span className="min-w-0 max-lg:order-last max-lg:col-span-2">
          <span className="block truncate font-medium">{appointment.shopName}</span>
          <span className="block truncate text-sm text-ink-soft">
            {appointment.sellerId} · {programName(appointment.program)} · {appointment.site}
          </span>
        </span>
        <span className="min-w-0 max-lg:order-last max-lg:col-span-2">
          <span className="block">{languageName(appointment.language, i18n.language)}</span>
          {!isOwn && <span className="block truncate text-sm text-ink-soft">{appointment.reviewer.name}</span>}
        </span>
        <span className="grid justify-items-end gap-1 text-right">
          <Tag meaning={stateMeaning[state]}>{t(`appointments.state.${state}`)}</Tag>
          {appointment.missedBy && (
            <span className="text-sm text-ink-soft">{t(`appointments.missedBy.${appointment.missedBy}`)}</span>
          )}
          {stored === 'booked' && !appointment.onDuty && (
            <span className="text-sm">
              <Status meaning="needs-you">{t('appointments.offDuty')}</Status>
            </span>
          )}
        </span>
      </DeskLink>
      {stored === 'booked' && (
        <div className="flex flex-wrap items-center gap-2 sm:justify-end">
          {mayOpen(appointment, nowMs) && (
            <DeskLink
              to={callAddress(appointment.bookingId)}
              aria-label={`${t('callRoom.open')}: ${appointment.shopName}`}
              className={buttonClass(state === 'now' && isOwn ? 'primary' : 'secondary')}
            >
              {t('callRoom.open')}
            </DeskLink>
          )}
          {(isOwn || mayLead) && <AppointmentActions appointment={appointment} state={state} />}
        </div>
      )}
    </div>
  )
}
