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

export type RunPlan = {
  digits: string | null
  language: string
  steps: StepSpan[]
}

/**
 * What only a live run knows, so `inspect` on a file answers `not-applicable` for it. Times are milliseconds since the
 * server opened the recording; `mediaEndMs` is the last time stamp inside the chunk.
 */
export type LiveFacts = {
  chunks: { seq: number; arrivedMs: number; mediaEndMs: number }[]
  focusLosses: { atMs: number; kind: 'hidden' | 'blurred' | 'left' | 'reloaded' | 'resized' | 'screen-shared' }[]
}
