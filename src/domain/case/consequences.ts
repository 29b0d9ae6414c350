import type { ReasonCode } from '../finding.ts'
import { lengthMs, type TimeSpan, uncovered } from '../time-span.ts'
import { allowance, dayIn, failuresInARow, failuresOn, lockAfter } from './attempts.ts'
import { type DecideContext, hourMs, withEvent } from './decision.ts'
import type { CaseEventData, TimeGivenBackReason } from './events.ts'
import { type CaseState, findAttempt } from './state.ts'

/**
 * [AT2] [AT3] [AT5] What one more failure brings with it: the lock when the day's failures reach the program's number, or
 * when each failure locks by itself, and the advice to pause when several came in a row. The deadline gets back the time the case was in our hands [AT6], and
 * the time of the lock, in which nothing can be done, where the program says so.
 */
export const consequencesOfFailure = (
  state: CaseState,
  attemptId: string,
  reasons: ReasonCode[],
  by: 'rule' | 'staff',
  { program, atMs }: DecideContext,
): CaseEventData[] => {
  const failed: CaseEventData = { type: 'attempt-failed', attemptId, reasons, by }
  const after = withEvent(state, failed, atMs)
  const startedAtMs = findAttempt(after, attemptId)?.startedAtMs ?? atMs
  const failuresToday = failuresOn(after, program.zone, dayIn(program.zone, startedAtMs))
  const inARow = failuresInARow(after)
  const events: CaseEventData[] = [failed, ...timeGivenBack(state, attemptId, atMs)]
  const lock = lockAfter(program.attempts, { today: failuresToday, inARow })
  if (lock) {
    const untilMs = atMs + lock.hours * hourMs
    const why = lock.why === 'each-failure' ? { why: lock.why } : {}
    events.push({ type: 'account-locked', untilMs, failuresToday, ...why })
    const given = events.reduce((folded, data) => withEvent(folded, data, atMs), state)
    if (program.attempts.lockPausesDeadline) events.push(...giveBack(given, { fromMs: atMs, toMs: untilMs }, 'locked'))
  }
  // Where every failure locks, the advice comes with the lock; the lock of a day comes in its place.
  if (lock?.why !== 'too-many-today' && inARow >= program.attempts.suggestSupportAfterInARow)
    events.push({ type: 'support-suggested', failuresInARow: inARow })
  return events
}

/** What one more failure would leave the seller with, for whoever is about to decide it. */
export type IfItFails = {
  /** Attempts that may still be started on this day. */
  leftToday: number
  lockedUntilMs: number | null
  supportSuggested: boolean
  /** [AT4] The run after this one would be decided by a person. */
  nextIsManual: boolean
}

export const ifItFails = (
  state: CaseState,
  attemptId: string,
  identityFailuresElsewhere: number,
  context: DecideContext,
): IfItFails => {
  const events = consequencesOfFailure(state, attemptId, [], 'staff', context)
  const after = events.reduce((folded, data) => withEvent(folded, data, context.atMs), state)
  const allowed = allowance(context.program, after, context.atMs, identityFailuresElsewhere)
  return {
    leftToday: allowed.leftToday,
    lockedUntilMs: allowed.lockedUntilMs,
    supportSuggested: after.supportSuggested,
    nextIsManual: allowed.nextIsManual,
  }
}

/** [AT6] Adds time to the deadline that was not the seller's, except what was given back before. */
export const giveBack = (state: CaseState, span: TimeSpan, why: TimeGivenBackReason): CaseEventData[] => {
  const spans = uncovered(span, state.timeGivenBack)
  return spans.length > 0
    ? [{ type: 'deadline-moved', deadlineAtMs: state.deadlineAtMs + lengthMs(spans), why, spans }]
    : []
}

/** The time between the end of a run and its decision was ours, so the seller's deadline moves by it. */
export const timeGivenBack = (state: CaseState, attemptId: string, atMs: number): CaseEventData[] => {
  const attempt = findAttempt(state, attemptId)
  if (!attempt?.endedAtMs) return []
  return giveBack(state, { fromMs: attempt.endedAtMs, toMs: atMs }, 'our-turn')
}
