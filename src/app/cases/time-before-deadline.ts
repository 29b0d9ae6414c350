import { freeSlots } from '#domain/booking/free-slots.ts'
import { earliestStartMs } from '#domain/case/booked-call.ts'
import { dutiesFor, readBusy } from '../calls/roster.ts'
import type { Tx } from '../ports/database.ts'
import type { LoadedCase } from './loaded-case.ts'

/**
 * [BK5] Whether a time within the deadline was there for this seller, or still is: one that nobody else was given, from when
 * they could first book, or were last let down by us. Whoever let such a time go by has the deadline they had: else looking
 * at the times again and again, always shortly before, would move it for ever.
 */
export const hadTimeBeforeDeadline = async (
  tx: Tx,
  { tenantId, program, state }: LoadedCase,
  language: string,
): Promise<boolean> => {
  const earliestMs = earliestStartMs(program, state, state.openedAtMs, language)
  if (program.call === null || earliestMs === null) return false
  const { slotMinutes } = program.call.booking
  const { deadlineAtMs: toMs, letDownAtMs, lockedUntilMs } = state
  const fromMs = Math.max(earliestMs, letDownAtMs ?? 0, lockedUntilMs ?? 0)
  if (fromMs >= toMs) return false
  const duties = await dutiesFor(tx, tenantId, { site: state.site, language, program: program.name })
  const given = await readBusy(tx, tenantId, { fromMs, toMs }, { butOfCase: state.caseId })
  return duties.some((duty) => {
    const within = { fromMs: Math.max(fromMs, duty.createdAtMs), toMs }
    return within.fromMs < toMs && freeSlots([duty], given, within, slotMinutes).some(({ endMs }) => endMs <= toMs)
  })
}
