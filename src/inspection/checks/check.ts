import type { SubCheckId } from '#domain/checks.ts'
import type { Finding, Mark, ProofFrame, ProofSeries, ReadField, ReasonCode, Span, Waveform } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { Registration } from '#domain/registration.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import { type ModelName, modelFile } from '../models/manifest.ts'
import type { OperatorModelRef } from '../operator-models/operator-model.ts'
import { type Box, type Quad, quadOfBox } from '../vision/image.ts'

export type CheckContext = {
  settings: InspectionSettings
  registration: Registration
  /** ISO date against which documents must be valid. */
  today: string
}

/** A check is a pure function: the same evidence under the same settings gives the same finding. */
export type Check = (evidence: RunEvidence, context: CheckContext) => Finding

/** Version of a check's own rules; raised whenever the same evidence could be answered differently. */
export type CheckIdentity = {
  check: SubCheckId
  version: string
  models: readonly ModelName[]
  /** Models of the operator's that the answer rests on. */
  operatorModels?: readonly OperatorModelRef[]
}

type Answer = {
  value?: number | null
  limit?: number | null
  unit?: string | null
  span?: Span | null
  stepId?: string | null
  proofFrames?: readonly (ProofFrame | null)[]
  fields?: ReadField[]
  waveform?: Waveform | null
  proofSeries?: ProofSeries[]
}

const finding = (
  { check, version, models, operatorModels = [] }: CheckIdentity,
  outcome: Finding['outcome'],
  reason: ReasonCode | null,
  answer: Answer,
): Finding => ({
  check,
  outcome,
  reason,
  value: answer.value ?? null,
  limit: answer.limit ?? null,
  unit: answer.unit ?? null,
  span: answer.span ?? null,
  stepId: answer.stepId ?? null,
  proofFrames: (answer.proofFrames ?? []).filter((frame) => frame !== null),
  model: joinedOrNull([...models, ...operatorModels.map(({ name }) => `operator:${name}`)], '+'),
  version: [
    version,
    joinedOrNull(
      [
        ...models.map((name) => `${name} ${modelFile(name).sha256.slice(0, 12)}`),
        ...operatorModels.map((one) => `operator:${one.name} ${one.version} ${one.sha256.slice(0, 12)}`),
      ],
      ', ',
    ),
  ]
    .filter((part) => part !== null)
    .join('; '),
  fields: answer.fields ?? [],
  ...(answer.waveform ? { waveform: answer.waveform } : {}),
  ...(answer.proofSeries ? { proofSeries: answer.proofSeries } : {}),
})

const joinedOrNull = (parts: readonly string[], by: string): string | null =>
  parts.length === 0 ? null : parts.join(by)

export const passes = (identity: CheckIdentity, answer: Answer): Finding => finding(identity, 'pass', null, answer)
export const fails = (identity: CheckIdentity, reason: ReasonCode, answer: Answer): Finding =>
  finding(identity, 'fail', reason, answer)
export const isUnsure = (identity: CheckIdentity, reason: ReasonCode, answer: Answer = {}): Finding =>
  finding(identity, 'unsure', reason, answer)
export const doesNotApply = (identity: CheckIdentity): Finding => finding(identity, 'not-applicable', null, {})

/**
 * Why a check cannot be answered whatever its evidence: the recording could not be read, a model is not there, or
 * pictures it needs were skipped. Null when nothing stands in the way.
 */
export const obstacle = (evidence: RunEvidence, identity: CheckIdentity): ReasonCode | null => {
  if (evidence.unreadable && evidence.looks.length === 0) return 'recording-unreadable'
  if (identity.models.some((model) => evidence.missingModels.includes(model))) return 'model-missing'
  return null
}

/** A still with marks; null when no picture of that moment was kept. */
export const proof = (
  look: Pick<FrameLook, 'atMs' | 'widthPx' | 'heightPx' | 'picture'>,
  marks: Mark[],
): ProofFrame | null =>
  look.picture === null
    ? null
    : { frame: look.picture, atMs: look.atMs, widthPx: look.widthPx, heightPx: look.heightPx, marks }

export const quadMark = (label: string, quad: Quad): Mark => ({
  label,
  points: quad.map(([x, y]): [number, number] => [Math.round(x), Math.round(y)]),
})
export const boxMark = (label: string, box: Box): Mark => quadMark(label, quadOfBox(box))

export const spanOf = (looks: readonly FrameLook[]): Span | null =>
  looks.length === 0
    ? null
    : { startMs: Math.min(...looks.map((look) => look.atMs)), endMs: Math.max(...looks.map((look) => look.atMs)) }

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
