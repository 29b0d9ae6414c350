import type { Finding } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { FaceDescription } from '#domain/links/face.ts'
import type { Registration } from '#domain/registration.ts'
import type { LiveFacts, RunPlan, ShownChallenge, StepSpan } from '#domain/run-plan.ts'

export type InspectorResult = {
  findings: Finding[]
  /** Why the recording, or its rest, could not be decoded; null when all of it was. */
  refusal: { code: string; detail: string } | null
  /** JPEG stills by the name that `ProofFrame.frame` gives. */
  frames: Map<string, Uint8Array>
  timing: { framesDecoded: number }
  models: { name: string; version: string; sha256: string }[]
  /** [SC3] Null where it was not asked for, or could not be told. */
  face: FaceDescription | null
}

/** One inspection that follows one recording; see `src/inspection/inspection.ts` for the promises behind it. */
export type InspectorRun = {
  /** `catchingUp`: seconds of recording wait already, so nothing is gained by passing pictures by. */
  push(bytes: Uint8Array, options?: { catchingUp: boolean }): Promise<void>
  /**
   * [LC3] The next bytes, in order, of what the reviewer's browser recorded of the same call; `id` tells the witnesses of
   * one call apart. Best while it grows, at the latest before `finish`. Bytes are dropped unless the program asks for
   * `continuity.witness`.
   */
  pushWitness(id: string, bytes: Uint8Array): Promise<void>
  stepStarted(step: StepSpan): void
  stepEnded(stepId: string, endMs: number): void
  challengeShown(shown: ShownChallenge): void
  /** It reached the seller only now: the time to answer begins here. */
  challengeShownAgain(stepId: string, index: number, shownMs: number): void
  finish(liveFacts?: LiveFacts): Promise<InspectorResult>
  abort(): Promise<void>
}

export type Inspector = {
  open(options: {
    settings: InspectionSettings
    registration: Registration
    plan: RunPlan | null
    today: string
    onFinding: (finding: Finding) => void
    /** [SC3] Whether the holder's face is described for other runs to be compared with. */
    describeFace: boolean
  }): Promise<InspectorRun>
}
