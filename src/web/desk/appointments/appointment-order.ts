import { dayIn } from '../../kit/zoned.ts'
import type { Appointment } from '../calls/call-queries.ts'

/** What an appointment is now: a booked one that has begun waits for somebody to say what became of it. */
export type AppointmentState = 'ahead' | 'now' | 'unsettled' | 'held' | 'cancelled' | 'missed'

export const stateOf = ({ state, startAt, endAt }: Appointment, nowMs: number): AppointmentState => {
  if (state !== 'booked') return state
  if (Date.parse(startAt) > nowMs) return 'ahead'
  return Date.parse(endAt) > nowMs ? 'now' : 'unsettled'
}

/** The call that this person holds next, or now; null when none is booked. */
export const nextOwn = (appointments: readonly Appointment[], ownId: string, nowMs: number): Appointment | null =>
  [...appointments]
    .filter(({ state, endAt, reviewer }) => state === 'booked' && reviewer.id === ownId && Date.parse(endAt) > nowMs)
    .sort((one, other) => Date.parse(one.startAt) - Date.parse(other.startAt))[0] ?? null

const dayMs = 24 * 60 * 60_000

/** A call is opened on its day, and until somebody has said what became of it. */
export const mayOpen = ({ state, startAt }: Appointment, nowMs: number): boolean =>
  state === 'booked' && Date.parse(startAt) - nowMs < dayMs

export type AppointmentDay = { day: string; appointments: Appointment[] }
export type AppointmentGroup = { whose: 'own' | 'others'; days: AppointmentDay[] }

/** One's own first, then everybody else's; each by day (in the reader's zone) and time. Groups without any are left out. */
export const inGroups = (appointments: readonly Appointment[], ownId: string, zone: string): AppointmentGroup[] =>
  (['own', 'others'] as const)
    .map((whose) => ({
      whose,
      days: byDay(
        appointments.filter(({ reviewer }) => (reviewer.id === ownId) === (whose === 'own')),
        zone,
      ),
    }))
    .filter(({ days }) => days.length > 0)

const byDay = (appointments: readonly Appointment[], zone: string): AppointmentDay[] => {
  const days: AppointmentDay[] = []
  const ordered = [...appointments].sort(
    (one, other) =>
      Date.parse(one.startAt) - Date.parse(other.startAt) ||
      one.reviewer.name.localeCompare(other.reviewer.name) ||
      one.bookingId.localeCompare(other.bookingId),
  )
  for (const appointment of ordered) {
    const day = dayIn(appointment.startAt, zone)
    const last = days.at(-1)
    if (last?.day === day) last.appointments.push(appointment)
    else days.push({ day, appointments: [appointment] })
  }
  return days
}

/**
 * What the page asks for: from the beginning of today in the reader's zone (calls of this morning are still to be settled)
 * and two weeks ahead. The same all day, so that it is fetched under one name.
 */
export const shownSpan = (nowMs: number, zone: string): { from: string; to: string } => {
  const today = dayIn(new Date(nowMs).toISOString(), zone)
  let fromMs = Math.floor(nowMs / hourQuarterMs) * hourQuarterMs
  while (dayIn(new Date(fromMs - 1).toISOString(), zone) === today) fromMs -= hourQuarterMs
  return { from: new Date(fromMs).toISOString(), to: new Date(fromMs + 15 * dayMs).toISOString() }
}

/** Zones begin their days at whole quarters of an hour. */
const hourQuarterMs = 15 * 60_000
