/** What a process that holds one speech model is told, and what it may answer. It runs native code on a file from outside, so its answers are checked. */
import { z } from 'zod'
import type { FileRole, SpeechModelType } from './operator-model.ts'

export type LoadOrder = {
  do: 'load'
  type: SpeechModelType
  /** Absolute paths. */
  files: Partial<Record<FileRole, string>>
  /** The language it is used for first; null when the model does not care. */
  language: string | null
}
/** 16 kHz mono, −1 … 1. */
export type HearOrder = { do: 'hear'; id: number; samples: Float32Array; language: string | null }
export type SpeechOrder = LoadOrder | HearOrder

const mostPrintValues = 4096
const print = z.custom<Float32Array>(
  (value) => value instanceof Float32Array && value.length > 0 && value.length <= mostPrintValues,
)
const answer = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('loaded') }),
  z.strictObject({ what: z.literal('failed'), detail: z.string() }),
  z.strictObject({
    what: z.literal('heard'),
    id: z.int(),
    /** What was said, of a recogniser; the voice as a vector, of a speaker model. */
    text: z.string().max(10_000).nullable(),
    print: print.nullable(),
    tookMs: z.number().nonnegative(),
  }),
])
export type SpeechAnswer = z.infer<typeof answer>
export const parseAnswer = (message: unknown): SpeechAnswer => answer.parse(message)
