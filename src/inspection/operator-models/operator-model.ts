import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Speech models that an operator brings, because no package carries any: `asr` writes down what was said, `speaker` tells
 * voices apart. They lie in a folder of the models folder, each with a file that says what it is, and run on
 * sherpa-onnx in a process of their own.
 */
export const operatorModelKinds = ['asr', 'speaker'] as const
export type OperatorModelKind = (typeof operatorModelKinds)[number]

/** The builds of models that are known here, by sherpa-onnx's own names for them. */
export const recogniserTypes = ['sense-voice', 'paraformer', 'zipformer-ctc', 'transducer', 'whisper'] as const
export type RecogniserType = (typeof recogniserTypes)[number]
export type SpeechModelType = RecogniserType | 'speaker-embedding'

export const fileRoles = ['model', 'encoder', 'decoder', 'joiner', 'tokens', 'licence'] as const
export type FileRole = (typeof fileRoles)[number]

export const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const operatorModelSchema = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(namePattern),
  kind: z.enum(operatorModelKinds),
  type: z.enum([...recogniserTypes, 'speaker-embedding']),
  /** Languages in which the operator says it may be used; empty for a speaker model. */
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(100),
  version: z.string().min(1).max(100),
  /** What the operator says of its licence: a name, and its text when it was handed in. */
  licence: z.string().min(1).max(200),
  files: z
    .array(
      z.strictObject({
        role: z.enum(fileRoles),
        file: z.string().regex(/^[^/\\]+$/),
        bytes: z.int().nonnegative(),
        sha256,
      }),
    )
    .min(1),
  /** One hash for all files, see `hashOfAll`. */
  sha256,
  addedAt: z.iso.datetime(),
})

export type OperatorModel = z.infer<typeof operatorModelSchema>
export type OperatorModelFile = OperatorModel['files'][number]

/** What a finding says of an operator's model. */
export type OperatorModelRef = Pick<OperatorModel, 'name' | 'kind' | 'version' | 'sha256' | 'licence'>

/** A model of one file has that file's hash; several are hashed by their hashes and roles, so that none can be swapped. */
export const hashOfAll = (files: readonly Pick<OperatorModelFile, 'role' | 'sha256'>[]): string => {
  const weighty = files.filter(({ role }) => role !== 'licence')
  const [only] = weighty
  if (only && weighty.length === 1) return only.sha256
  const lines = weighty.map(({ role, sha256 }) => `${sha256}  ${role}\n`).sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

export const operatorFolder = (modelsDir: string): string => join(modelsDir, 'operator')
export const modelFolder = (modelsDir: string, name: string): string => join(operatorFolder(modelsDir), name)
export const recordFile = 'model.json'

/** Why something cannot be done with an operator's model, in words for the operator. */
export type ModelRefusal = {
  code:
    | 'not-usable'
    | 'file-missing'
    | 'file-ambiguous'
    | 'not-onnx'
    | 'type-unknown'
    | 'already-there'
    | 'runtime-missing'
    | 'not-loadable'
    | 'no-room'
    | 'not-there'
  text: string
}
export type Refused = { ok: false; refusal: ModelRefusal }
export const refused = (code: ModelRefusal['code'], text: string): Refused => ({ ok: false, refusal: { code, text } })
