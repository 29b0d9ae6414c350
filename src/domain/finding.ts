import type { SubCheckId } from './checks.ts'

/** [CK11] What one sub-check answers about one recording. Nothing passes because there was nothing to compare. */
export type Outcome = 'pass' | 'fail' | 'unsure' | 'not-applicable'

/** A closed part of the recording, in milliseconds of its own presentation time stamps. */
export type Span = { startMs: number; endMs: number }

/** Something to look at in a proof frame. Points are pixels of that frame, clockwise from the top left. */
export type Mark = { label: string; points: [number, number][] }

/** A still of the recording that shows why. `frame` names a JPEG delivered (and stored, encrypted) beside the findings. */
export type ProofFrame = { frame: string; atMs: number; widthPx: number; heightPx: number; marks: Mark[] }

/**
 * Why an outcome is not `pass`. The seller's words, the original marketplaces' codes and what to do about it come from
 * the failure catalogue under the same name.
 */
export type ReasonCode =
  | 'not-built-yet'
  | 'model-missing'
  | 'worker-behind'
  | 'no-evidence'
  | 'recording-unreadable'
  | 'card-not-found'
  | 'card-too-small'
  | 'card-glare'
  | 'card-blurred'
  | 'card-corners-cut'
  | 'card-in-shadow'
  | 'card-covered'
  | 'card-not-original'
  | 'card-unreadable'
  | 'card-expired'
  | 'card-expires-soon'
  | 'card-number-invalid'
  | 'card-sides-disagree'
  | 'licence-not-found'
  | 'licence-too-small'
  | 'licence-cut'
  | 'licence-blurred'
  | 'licence-unreadable'
  | 'licence-not-original'
  | 'licence-duplicate'
  | 'licence-seal-not-seen'
  | 'licence-code-invalid'
  | 'licence-code-differs'
  | 'licence-name-differs'
  | 'licence-representative-differs'
  | 'licence-details-differ'
  | 'licence-not-registered'
  | 'licence-expired'
  | 'licence-expires-soon'
  | 'licence-scope-too-narrow'
  | 'name-differs'
  | 'number-differs'
  | 'address-differs'
  | 'issuer-differs'
  | 'face-not-found'
  | 'face-too-small'
  | 'face-close-to-limit'
  | 'another-person-in-view'
  | 'person-document-mismatch'
  | 'person-changed'
  | 'not-live'
  | 'digits-wrong'
  | 'digits-unclear'
  | 'digits-not-heard'
  | 'digits-too-slow'
  | 'digits-out-of-step'
  | 'lips-out-of-step'
  | 'second-voice'
  | 'pan-incomplete'
  | 'pan-too-fast'
  | 'frames-missing'
  | 'recording-spliced'
  | 'recording-replayed'
  | 'recordings-disagree'
  | 'recordings-not-comparable'
  | 'clock-not-honoured'
  | 'left-the-page'
  | 'too-dark'
  | 'too-bright'
  | 'too-noisy'
  | 'language-not-known'
  | 'no-speaker-model'
  | 'not-real-premises'
  | 'document-missing'
  | 'document-unreadable'
  | 'document-not-original'
  | 'answers-differ'
  | 'not-authorised'
  | 'stand-in'
  | 'coached'
  | 'premises-not-shown'
  | 'for-a-person'
  | 'papers-incomplete'
  | 'papers-unreadable'
  | 'papers-not-notarised'

/** Text that a check read from the picture or compared with: personal data, kept apart so that it can be sealed. */
export type ReadField = { field: string; read: string | null; registered: string | null; score01: number | null }

/**
 * [FA2] The sound around a moment, for a picture of it. `levels01` is one loudness (0 is 60 dB below full scale) for each
 * `stepMs` from `startMs` on; marks count from the first thing asked, so that they give away nothing of a challenge.
 */
export type Waveform = {
  startMs: number
  stepMs: number
  levels01: number[]
  marks: { what: 'shown' | 'heard'; number: number; startMs: number; endMs: number }[]
}

/**
 * [FA2] Something measured over time, for a picture beside the waveform: how far the mouth was open, how far the head
 * was turned. `label` has words in the locales under `check:series.<label>`.
 */
export type ProofSeries = { label: string; unit: string | null; startMs: number; stepMs: number; values: number[] }

export type Finding = {
  check: SubCheckId
  outcome: Outcome
  /** Present whenever the outcome is `fail` or `unsure`. */
  reason: ReasonCode | null
  /** The measured value and the program's limit in the same unit: "cos", "ms", "days", "ratio", "count", … */
  value: number | null
  limit: number | null
  unit: string | null
  span: Span | null
  /** Id of the step the finding speaks of; null when it speaks of the whole recording. */
  stepId: string | null
  proofFrames: ProofFrame[]
  /** Only what was judged by ear has one. */
  waveform?: Waveform
  proofSeries?: ProofSeries[]
  /** Name of the model(s) used, or null for plain arithmetic; `version` is the model's or the check's own. */
  model: string | null
  version: string
  /** Personal data. The engine seals it before it reaches an event; never log it. */
  fields: ReadField[]
}
