import type { ShownChallenge, StepSpan } from '#domain/run-plan.ts'
import type { Loudness } from './loudness.ts'
import type { ModelName } from './models/manifest.ts'
import type { PanTurn } from './pan/pan-record.ts'
import type { CardQuality } from './vision/card-quality.ts'
import type { CopySigns } from './vision/copy-signs.ts'
import type { HeadPose } from './vision/face-pose.ts'
import type { CardField, CardSide } from './vision/id-card-fields.ts'
import type { Box, Quad } from './vision/image.ts'
import type { LicenceField, LicencePart } from './vision/licence-text.ts'
import type { PrintQuality } from './vision/print-quality.ts'
import type { RedSeal } from './vision/red-seal.ts'
import type { OperatorHeard } from './voice/operator-hearing.ts'
import type { VoiceEvidence } from './voice/voice-evidence.ts'

/** What was seen of one face in one picture. Members that were not looked at are null. */
export type SeenFace = {
  box: Box
  score01: number
  /** Mean luma inside the box, 0 (black) to 255. */
  luma: number
  /** Landmarks in the face's own frame (both eyes' centres on (−1, 0) and (1, 0)), 68 points, x and y in turn. */
  shape: Float32Array | null
  pose: HeadPose | null
  /** Unit vector; two are compared by cosine. */
  embedding: Float32Array | null
  live01: number | null
}

/** One character as read, with what else the reader thought of at that place. */
export type CharacterRead = { char: string; score01: number; candidates: { char: string; score01: number }[] }

export type FieldRead = { text: string; score01: number; characters: CharacterRead[]; quad: Quad }

/** One reading of one side of an identity card. `quad` is the card's outline in the picture. */
export type CardRead = {
  side: CardSide
  quad: Quad
  /** Length of the card's long side in pixels of the picture. */
  widthPx: number
  fields: Partial<Record<CardField, FieldRead>>
  quality: CardQuality
  /** The printed portrait's face, front side only. `widthPx` is the printed picture's width, not the face's. */
  portrait: { box: Box; widthPx: number; embedding: Float32Array } | null
}

/** One reading of a business licence. `quad` is the outline of its print in the picture, which the sheet goes beyond. */
export type LicenceRead = {
  quad: Quad
  /** Length of the print from its left to its right edge, in pixels of the picture. */
  widthPx: number
  parts: LicencePart[]
  fields: Partial<Record<LicenceField, FieldRead>>
  /** Where it says 副本. */
  duplicate: Quad | null
  seal: RedSeal | null
  copy: CopySigns
}

/** Everything that was found in one picture of the recording. */
export type FrameLook = {
  atMs: number
  widthPx: number
  heightPx: number
  meanLuma: number
  /** Most certain first. Empty also when faces were not looked for: see `lookedFor`. */
  faces: SeenFace[]
  card: CardRead | null
  /** Null when no licence was looked for. */
  licence: { read: LicenceRead | null } | null
  /** Lines of text found, when text was looked for. */
  textLines: number | null
  /** How the text was to see that was found when text was looked for; null when there was hardly any. */
  print: PrintQuality | null
  lookedFor: { faces: boolean; likeness: boolean; card: boolean }
  /** Name of the JPEG kept of this picture, if one was. */
  picture: string | null
}

/** All that the checks judge by. They are pure functions of this and the settings. */
export type RunEvidence = {
  looks: FrameLook[]
  /**
   * Pictures between the looks, in steps where lips or lids are followed: only faces and their shapes were looked for.
   * A live run that is behind goes without.
   */
  glimpses: FrameLook[]
  /** When those were due that a live run went without. */
  glimpsesLeftOutMs: readonly number[]
  /** What the pan steps showed; empty when there were none, or nobody says when they were. */
  turns: PanTurn[]
  loudness: Loudness
  /** In the recording's order; from the plan, or found (then `stepsKnown` is false). */
  steps: StepSpan[]
  stepsKnown: boolean
  /** What was asked for, each when it was shown; empty for a file that says only which digits were asked for. */
  challenges: ShownChallenge[]
  /** All digits asked for, in order; null when none were, or nobody says which. */
  digits: string | null
  /** The language in which digits are to be read. */
  language: string | null
  /** The longest that one digit may take; null when the program asks for none, or nobody says what was asked. */
  maxDigitMs: number | null
  recordingMs: number
  /** What was heard; empty when the recording has no sound. */
  voice: VoiceEvidence
  /** What speech models of the operator's made of it. */
  operatorHeard: OperatorHeard
  missingModels: ModelName[]
  /** Spans in which pictures that were due could not be looked at in time. */
  behind: { startMs: number; endMs: number; count: number }[]
  /** The recording is still being made: what was not seen yet may come. */
  growing: boolean
  /** Set when nothing, or only a part, of the recording could be decoded. */
  unreadable: boolean
}
