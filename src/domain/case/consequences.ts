import type { ReasonCode } from '../finding.ts'
import { dayIn, failuresInARow, failuresOn } from './attempts.ts'
import { type DecideContext, hourMs, withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { type CaseState, findAttempt } from './state.ts'
import { lengthMs, type TimeSpan, uncovered } from './time-given-back.ts'

/**
 * [AT2] [AT3] What one more failure brings with it: the lock when the day's failures reach the program's number, else
 * the advice to pause when several came in a row. The deadline gets back the time the case was in our hands. [AT6]
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
  if (failuresToday >= program.attempts.lockAfterFailures)
    events.push({ type: 'account-locked', untilMs: atMs + program.attempts.lockHours * hourMs, failuresToday })
  else if (inARow >= program.attempts.suggestSupportAfterInARow)
    events.push({ type: 'support-suggested', failuresInARow: inARow })
  return events
}

/** [AT6] Adds time to the deadline that was not the seller's, except what was given back before. */
export const giveBack = (state: CaseState, span: TimeSpan, why: 'our-outage' | 'our-turn'): CaseEventData[] => {
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
