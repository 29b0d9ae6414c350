/**
 * What the seller is asked to do in one run, and when they did it. The same shape serves a live self-service run and
 * `countersign inspect --challenge FILE.json`.
 */
export type StepKind = 'id-front' | 'id-back' | 'face' | 'digits' | 'pan' | 'licence' | 'document' | 'statement'

/** Steps in which a live face is due, so that "exactly one person" can be asked of them. */
export const faceStepKinds: readonly StepKind[] = ['face', 'digits']

export type HeadTurn = 'left' | 'right' | 'up' | 'down'

/** A step on the recording's own time line. `endMs` is null while the step is still going on. */
export type StepSpan = { id: string; kind: StepKind; startMs: number; endMs: number | null; action: string | null }

/** A drawn challenge: single use, bound to the step it was drawn for. */
export type Challenge = { kind: 'turn'; value: HeadTurn } | { kind: 'digit'; value: string }

/** A challenge as it was shown; `index` counts within its step, `shownMs` is on the recording's own time line. */
export type ShownChallenge = { stepId: string; index: number; shownMs: number; challenge: Challenge }

export type RunPlan = {
  /** All digits that were asked for, in order, when it is not known when each was shown. */
  digits: string | null
  /** The language in which digits are to be read: "zh", "en", … */
  language: string
  /** [CK5] The longest that one digit may take, as the program's own step says; null when the program asks for none. */
  maxDigitMs: number | null
  steps: StepSpan[]
  challenges: ShownChallenge[]
}

/**
 * What only a live run knows, so `inspect` on a file answers `not-applicable` for it. Times are milliseconds since the
 * server opened the recording; `mediaEndMs` is the last time stamp inside the chunk.
 */
export type LiveFacts = {
  chunks: { seq: number; arrivedMs: number; mediaEndMs: number }[]
  focusLosses: { atMs: number; kind: 'hidden' | 'blurred' | 'left' | 'reloaded' | 'resized' | 'screen-shared' }[]
}
