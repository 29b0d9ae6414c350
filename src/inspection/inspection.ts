import type { Finding } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { FaceDescription } from '#domain/links/face.ts'
import type { Registration } from '#domain/registration.ts'
import type { LiveFacts, RunPlan, ShownChallenge, StepSpan } from '#domain/run-plan.ts'
import type { DecodeRefusal } from './media/decoder-types.ts'
import type { ModelWorker } from './models/model-worker.ts'

/** A model that took part, as it is pinned in the manifest. */
export type ModelUsed = {
  name: string
  package: string
  version: string
  file: string
  sha256: string
  licence: string
}

/** Where the time went. Every figure is milliseconds unless its name says otherwise. */
export type InspectionTiming = {
  /** Length of the recording by its own time stamps. */
  recordingMs: number
  wallMs: number
  /** From `finish()` (the last chunk is in) until the findings are complete. */
  lastChunkToFindingsMs: number
  /** Time the model threads worked on this recording, and processor time of the decode child. */
  modelMs: number
  decodeMs: number
  /** Largest resident size of the decode child in bytes. */
  decodePeakBytes: number
  framesDecoded: number
  framesLookedAt: number
  cardReads: number
}

export type InspectionResult = {
  findings: Finding[]
  /** JPEG stills by the name that `ProofFrame.frame` gives. Only those that a finding points to. */
  frames: Map<string, Uint8Array>
  timing: InspectionTiming
  models: ModelUsed[]
  /** Why the recording, or its rest, could not be decoded; null when all of it was. */
  refusal: DecodeRefusal | null
  /** [SC3] Null where it was not asked for, or could not be told. */
  face: FaceDescription | null
}

/**
 * `catchingUp`: some seconds of recording are there already, because the worker was behind or took the run over. Pictures
 * are then waited for as in a file: to pass them by would lose evidence and keep up with nobody.
 */
export type PushOptions = { catchingUp: boolean }

export type InspectionOptions = {
  settings: InspectionSettings
  registration: Registration
  /**
   * Steps of the challenge when known. Without a plan, with one whose steps have no times, or before a live run has told
   * its first step, the inspection finds the steps by itself.
   */
  plan?: RunPlan | null
  /** ISO date `YYYY-MM-DD` against which documents must be valid. */
  today: string
  /**
   * Called with interim findings while the recording grows and again when one changes; the answer that counts is the
   * one `finish()` returns.
   */
  onFinding?: (finding: Finding) => void
  /** Model threads shared with other inspections of the process; the caller closes them. */
  worker: ModelWorker
  /**
   * `live` (the default) looks at fewer pictures when the machine cannot keep up, never at fewer than the checks need;
   * `file` looks at all that are due, so that the same file always gives the same findings.
   */
  pace?: 'live' | 'file'
  /** [SC3] Whether the holder's face is described for other runs to be compared with. Default: it is not. */
  describeFace?: boolean
}

/**
 * One inspection of one recording. `push` takes the container's bytes in order, in pieces of any size, and resolves
 * when the inspection can take more, so that a fast feeder is held back rather than memory filled.
 */
export type Inspection = {
  push(bytes: Uint8Array, options?: PushOptions): Promise<void>
  /**
   * [LC3] The next bytes, in order, of what the reviewer's browser recorded of the same call; `id` tells the witnesses of
   * one call apart. Best while it grows, at the latest before `finish`. Bytes are dropped unless the program asks for
   * `continuity.witness`.
   */
  pushWitness(id: string, bytes: Uint8Array): Promise<void>
  /** For a live run: the server says when it opened and closed each step, on the recording's own time line. */
  stepStarted(step: StepSpan): void
  stepEnded(stepId: string, endMs: number): void
  challengeShown(shown: ShownChallenge): void
  /** It reached the seller only now, at `shownMs` of the recording: the time to answer begins here. */
  challengeShownAgain(stepId: string, index: number, shownMs: number): void
  /** No more bytes will come. Resolves with the findings; unreadable media is a finding, not an exception. */
  finish(liveFacts?: LiveFacts): Promise<InspectionResult>
  /** Stop and free everything without an answer. */
  abort(): Promise<void>
}
