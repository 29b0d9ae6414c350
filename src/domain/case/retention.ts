import type { Program } from '../program.ts'
import { accept, refuse } from '../refusal.ts'
import type { AftermathCommand } from './aftermath-commands.ts'
import { isBanOpen } from './ban-state.ts'
import { type DecideContext, type Decision, hourMs } from './decision.ts'
import type { Attempt, CaseState } from './state.ts'

/** A run that nobody records, looks at or doubts any more. */
const isSettled = (attempt: Attempt, { secondLook }: CaseState): boolean =>
  (attempt.outcome === 'passed' || attempt.outcome === 'failed' || attempt.outcome === 'voided') &&
  (secondLook?.attemptId !== attempt.id || secondLook.settled !== null)

/**
 * [EV3] Recordings of the case whose media are to be deleted, and when. The hours count from the end of a run; what a person
 * has still to decide on is kept until they have, and under a legal hold nothing is due.
 */
export const mediaDue = (program: Program, state: CaseState): { recordingId: string; dueAtMs: number }[] => {
  const { mediaHours } = program.retention
  if (mediaHours === null || state.legalHold !== null || isBanOpen(state)) return []
  return state.attempts.flatMap((attempt) => {
    const endedAtMs = attempt.endedAtMs ?? attempt.decidedAtMs
    if (endedAtMs === null || attempt.mediaDeletedAtMs !== null || !isSettled(attempt, state)) return []
    const dueAtMs = endedAtMs + mediaHours * hourMs
    return [attempt.recordingId, ...attempt.earlierRecordings].map((recordingId) => ({ recordingId, dueAtMs }))
  })
}

/** Rehearsals and whatever else was recorded beside the runs go when no run needs a person any more. */
export const isAllSettled = (state: CaseState): boolean => state.attempts.every((attempt) => isSettled(attempt, state))

type RetentionCommand = Extract<
  AftermathCommand,
  { type: 'set-legal-hold' | 'lift-legal-hold' | 'record-media-deleted' | 'close-recording' }
>

/** [EV3] A hold is set and lifted by a person and for a reason; closing and deletion are told by the software when they are done. */
export const decideRetention = (state: CaseState, command: RetentionCommand, { actor }: DecideContext): Decision => {
  if (command.type === 'record-media-deleted') {
    if (actor.kind !== 'system') return refuse('not-allowed')
    const gone = new Set(state.attempts.filter((one) => one.mediaDeletedAtMs !== null).map((one) => one.recordingId))
    const recordings = command.recordings.filter((one) => !gone.has(one.recordingId))
    return accept(recordings.length > 0 ? [{ type: 'media-deleted', recordings }] : [])
  }
  if (command.type === 'close-recording') {
    if (actor.kind !== 'system') return refuse('not-allowed')
    const { recordingId, chunkCount, sha256 } = command
    return accept([{ type: 'recording-closed', recordingId, chunkCount, sha256 }])
  }
  if (actor.kind !== 'staff') return refuse('not-allowed')
  const isSet = command.type === 'set-legal-hold'
  if (isSet === (state.legalHold !== null)) return accept([])
  return accept([{ type: isSet ? 'legal-hold-set' : 'legal-hold-lifted', why: command.why }])
}
