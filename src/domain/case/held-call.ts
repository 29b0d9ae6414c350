import type { Program } from '../program.ts'
import { faceStepKinds, type StepKind } from '../run-plan.ts'
import type { Attempt, AttemptStep } from './attempt.ts'
import type { Interruption, InterruptionKind, InterruptionSide } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * A call that was answered is an attempt with this beside it. It is `running` until somebody ends it, its time is over or it was
 * interrupted too often; then a person reviews it, and the rest of its recording may still be on the way.
 */
export type HeldCall = {
  bookingId: string
  /** Staff who leads; others listen, interpret or have left. */
  leader: string
  /** [LC2] When it is over at the latest. */
  endsAtMs: number
  /** [LC4] Ids of the questions that were drawn. */
  questions: string[]
  /** [AT7] Steps that were right in an earlier call and are not asked again. */
  kept: string[]
  guests: { staffId: string; as: GuestSeat }[]
  interruptions: Interruption[]
  paused: boolean
  snapshots: { id: string; stepId: string; atMs: number }[]
  suspicions: { what: Suspicion; by: string }[]
  commitments: { what: Commitment; atMs: number }[]
  over: { atMs: number; why: CallEnd } | null
  /** The recording has ended too, and nothing of it is missing. */
  recordingEnded: boolean
}

/** [LC5] Who may sit in beside the one who leads; a supervisor only listens. */
export type GuestSeat = 'supervisor' | 'interpreter'
/** [SC2] What a reviewer suspects: a signal for whoever decides. */
export type Suspicion = 'coaching' | 'stand-in' | 'paid-agent' | 'played-clip'
/** [RE4] What the seller promised in the call, by its kind: it feeds the marketplace's own rating of the risk. */
export const commitmentKinds = ['renew-document', 'update-registration', 'stop-selling', 'other'] as const
export type Commitment = (typeof commitmentKinds)[number]
export type CallEnd = 'done' | 'time-over' | 'interrupted' | 'nobody-came-back'
export type Judgement = 'right' | 'wrong' | 'not-needed'

/**
 * [LC2] [AT6] Whose doing an interruption is. Between two browsers a silence could be either's, so it is nobody's; only what a
 * side's own page tells of itself is that side's.
 */
export const sideOf = (what: InterruptionKind): InterruptionSide => {
  switch (what) {
    case 'media-stalled':
      return 'unknown'
    case 'reviewer-away':
      return 'us'
    case 'left-the-page':
    case 'page-hidden':
    case 'screen-shared':
    case 'window-split':
      return 'seller'
  }
}

/** [LC2] What counts towards the end of the call: never what was ours. */
export const countedInterruptions = ({ interruptions }: HeldCall): Interruption[] =>
  interruptions.filter((one) => one.side !== 'us')

export const openInterruption = ({ interruptions }: HeldCall): Interruption | null =>
  interruptions.find((one) => one.endedAtMs === null) ?? null

export const openStep = ({ steps }: Attempt): AttemptStep | null =>
  steps.find((step) => step.startedAtMs !== null && step.endedAtMs === null) ?? null

/** Steps in which something is said and nothing shown need no picture. */
const spokenKinds: readonly StepKind[] = ['statement', 'digits']

/** [LC4] Whether a judgement of this step has its picture. */
export const hasProof = (step: AttemptStep, { snapshots }: HeldCall): boolean =>
  spokenKinds.includes(step.kind) || snapshots.some((one) => one.stepId === step.id)

/** [SC2] Whoever noted that somebody stands in for the seller; what such a call shows is not the seller. */
export const standInNotedBy = ({ suspicions }: HeldCall): string[] =>
  suspicions.flatMap(({ what, by }) => (what === 'stand-in' ? [by] : []))

/** The first step that keeps a call from passing: judged wrong, or not judged. */
export const stepThatBars = ({ steps }: Attempt): AttemptStep | null =>
  steps.find((step) => step.judged !== 'right' && step.judged !== 'not-needed') ?? null

/**
 * [AT7] Steps of the call that failed last which were right, and so are not asked again. The person is looked at in every call, and a
 * call that would have nothing left to ask asks everything.
 */
export const keptSteps = (program: Program, { attempts }: CaseState, due: readonly string[]): string[] => {
  const last = attempts.findLast((attempt) => attempt.outcome === 'failed' && attempt.call !== null)
  if (!program.attempts.keepWhatWasRight || !last?.call) return []
  const isFace = (id: string) =>
    program.capture.steps.some((step) => step.id === id && faceStepKinds.includes(step.kind))
  const right = last.steps.filter((step) => step.judged === 'right').map((step) => step.id)
  const kept = [...new Set([...last.call.kept, ...right])].filter((id) => due.includes(id) && !isFace(id))
  return kept.length < due.length ? kept : []
}
