import type { Program } from '../program.ts'
import { hourMs } from './decision.ts'
import type { CaseEventData } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * [RE1] When a restriction stage is due. Stages are counted from when the seller was told and move with the deadline, so
 * time that was not the seller's is never held against them. [AT6]
 */
export const stageDueAtMs = (state: CaseState, program: Program, stage: number): number | null => {
  const rule = program.restrictions[stage]
  if (!rule) return null
  const movedByMs = state.deadlineAtMs - (state.countedFromMs + program.deadline.completeWithinHours * hourMs)
  return state.countedFromMs + rule.afterHours * hourMs + movedByMs
}

export const restrictionId = (caseId: string, capability: string): string => `${caseId}.${capability}`

/** [RE1] [DE4] What is overdue and has not happened yet: the missed deadline, then every stage that is due. */
export const overdue = (state: CaseState, program: Program, atMs: number): CaseEventData[] => [
  ...(state.deadlineMissedAtMs === null && state.deadlineAtMs <= atMs ? [{ type: 'deadline-missed' as const }] : []),
  ...stagesDue(state, program, atMs),
]

const stagesDue = (state: CaseState, program: Program, atMs: number): CaseEventData[] => {
  const events: CaseEventData[] = []
  for (let stage = state.stagesApplied; stage < program.restrictions.length; stage += 1) {
    const dueAtMs = stageDueAtMs(state, program, stage)
    if (dueAtMs === null || dueAtMs > atMs) break
    events.push({ type: 'stage-reached', stage })
    for (const capability of program.restrictions[stage]?.capabilities ?? [])
      events.push({ type: 'restriction-applied', restrictionId: restrictionId(state.caseId, capability), capability })
  }
  return events
}
