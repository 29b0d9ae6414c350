import { endVoided } from './decide-attempt.ts'
import { withEvent } from './decision.ts'
import type { CaseEventData } from './events.ts'
import { isAllBack } from './restriction-state.ts'
import type { CaseState } from './state.ts'

/** An attempt that its case does not outlive is nobody's failure. */
export const closeAttempts = (state: CaseState): CaseEventData[] =>
  state.attempts.flatMap((attempt): CaseEventData[] => {
    if (attempt.outcome === 'running') return [endVoided(attempt.id, 'case-closed')]
    if (attempt.outcome === 'inspecting' || attempt.outcome === 'in-review')
      return [{ type: 'attempt-voided', attemptId: attempt.id, why: 'case-closed' }]
    return []
  })

/** [RE2] Whatever ends a case gives everything back; restored at once when there was nothing to give back. */
export const finish = (state: CaseState, end: CaseEventData, atMs: number): CaseEventData[] => {
  const lifts: CaseEventData[] = state.restrictions
    .filter((one) => one.state === 'applying' || one.state === 'applied')
    .map((one) => ({ type: 'restriction-lifted', restrictionId: one.id, capability: one.capability }))
  const after = [end, ...lifts].reduce((folded, data) => withEvent(folded, data, atMs), state)
  return end.type === 'case-passed' && isAllBack(after) ? [end, ...lifts, { type: 'case-restored' }] : [end, ...lifts]
}
