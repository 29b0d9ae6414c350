import type { DeviceSignal } from '../device-signals.ts'
import type { ReasonCode } from '../finding.ts'
import type { StepKind } from '../run-plan.ts'
import type { AttemptEnd, VoidReason } from './events.ts'
import type { HeldCall, Judgement } from './held-call.ts'

/** An attempt ends `passed`, `failed` or `voided` and then stays so. */
export type AttemptOutcome = 'running' | 'inspecting' | 'in-review' | 'passed' | 'failed' | 'voided'

export type AttemptStep = {
  id: string
  kind: StepKind
  startedAtMs: number | null
  endedAtMs: number | null
  challengesShown: number
  lastChallengeAtMs: number | null
  /** [LC4] What the reviewer of a call says of it; null until then, and in runs without a reviewer. */
  judged: Judgement | null
}

/** One attempt of a case, as its events leave it. */
export type Attempt = {
  id: string
  recordingId: string
  no: number
  startedAtMs: number
  expiresAtMs: number
  manual: boolean
  /** [DV4] Hints of the device that the run was made on. */
  signals: DeviceSignal[]
  steps: AttemptStep[]
  end: AttemptEnd | null
  endedAtMs: number | null
  outcome: AttemptOutcome
  /** [AT6] Why it uses nothing; null unless voided. */
  voidReason: VoidReason | null
  reasons: ReasonCode[]
  decidedAtMs: number | null
  findingsRecorded: boolean
  /** [EV3] When its recording and pictures were deleted; null while they are kept. */
  mediaDeletedAtMs: number | null
  /** What a person decided of it, and who. */
  reviewed: { outcome: 'pass' | 'fail' | 'void'; by: string } | null
  /** Recordings of this attempt before the one that goes on: a page that was loaded anew begins another. */
  earlierRecordings: string[]
  /** Null where the seller went through it alone. */
  call: HeldCall | null
}

export const withAttempt = (attempts: readonly Attempt[], attemptId: string, patch: Partial<Attempt>): Attempt[] =>
  attempts.map((attempt) => (attempt.id === attemptId ? { ...attempt, ...patch } : attempt))

export const withStep = (
  attempts: readonly Attempt[],
  attemptId: string,
  stepId: string,
  patch: (step: AttemptStep) => Partial<AttemptStep>,
): Attempt[] =>
  attempts.map((attempt) =>
    attempt.id === attemptId
      ? { ...attempt, steps: attempt.steps.map((step) => (step.id === stepId ? { ...step, ...patch(step) } : step)) }
      : attempt,
  )

export const withCall = (
  attempts: readonly Attempt[],
  attemptId: string,
  patch: (call: HeldCall) => Partial<HeldCall>,
): Attempt[] =>
  attempts.map((attempt) =>
    attempt.id === attemptId && attempt.call
      ? { ...attempt, call: { ...attempt.call, ...patch(attempt.call) } }
      : attempt,
  )
