import type { Program } from '../program.ts'
import { minuteMs } from './decision.ts'
import type { BookedCall, CaseState } from './state.ts'

/** The zone of a site's office, in which its reviewers are on duty. [BK1] */
export const siteZone = (program: Program, site: string): string =>
  program.call?.booking.siteZones[site] ?? program.zone

/**
 * When a call of this case may begin at the earliest; null when calls are not held in that language. Whoever was let down
 * by us waits for nothing but a free time. [BK3] [BK4]
 */
export const earliestStartMs = (program: Program, state: CaseState, atMs: number, language: string): number | null => {
  if (program.call === null) return null
  const { languages, onRequest, leadMinutes } = program.call.booking
  if (languages.includes(language))
    return state.missedCalls.at(-1)?.side === 'us' ? atMs : atMs + leadMinutes * minuteMs
  const asked = onRequest.find((one) => one.language === language)
  return asked ? atMs + asked.leadMinutes * minuteMs : null
}

/**
 * [AT6] A call that begins within the deadline keeps it, and what it would take away, from biting until the call has been held or
 * missed: were it us who missed it, the time to be given back would come too late. Null when nothing is kept.
 */
export const keepsDeadlineUntilMs = ({ call, deadlineAtMs, deadlineMissedAtMs }: CaseState): number | null =>
  call !== null && deadlineMissedAtMs === null && call.startMs < deadlineAtMs ? call.endMs : null

/** [BK4] What is left of moving an appointment; `untilMs` no longer belongs to it. Null where the program sets no limit. */
export const movesLeft = (
  { call: rules }: Program,
  { startMs, moves }: Pick<BookedCall, 'startMs' | 'moves'>,
): { left: number; untilMs: number } | null => {
  const limit = rules?.booking.moves ?? null
  if (limit === null) return null
  return { left: Math.max(limit.most - moves, 0), untilMs: startMs - limit.untilMinutesBefore * minuteMs }
}

/**
 * [NO2] Minutes before the call of the reminder that comes next; null when none does. Those that were due when the call was
 * booked are told by the booking itself. Of several that are due `atMs`, the last.
 */
export const nextReminder = (program: Program, call: BookedCall, atMs = Number.NEGATIVE_INFINITY): number | null => {
  const coming = (program.call?.booking.remindMinutesBefore ?? []).filter(
    (minutes) =>
      call.startMs - minutes * minuteMs > call.bookedAtMs &&
      (call.remindedMinutesBefore === null || minutes < call.remindedMinutesBefore),
  )
  if (atMs === Number.NEGATIVE_INFINITY) return coming[0] ?? null
  return coming.findLast((minutes) => call.startMs - minutes * minuteMs <= atMs) ?? null
}
