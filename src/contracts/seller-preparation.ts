import { z } from '@hono/zod-openapi'
import { documentKinds } from '#domain/documents.ts'
import { comparedFields } from '#domain/registration-fields.ts'
import { instantSchema, languageSchema, text } from './primitives.ts'

/**
 * What a seller gets ready, under `/s/api/cases/{caseId}`:
 * - `POST device-checks`; `GET /s/api/probe` answers at once and with nothing, `POST /s/api/probe` takes bytes and forgets them;
 * - `GET` and `POST registration-comparison`: what is on file, and what the documents say of it (409 `conflict`: it has changed);
 * - `POST phone-code` sends a code (409 `phone-code-not-due`, 422 `phone-not-reached`), `POST phone-code/confirm` takes it
 *   (422 `phone-code-wrong`, 410 `phone-code-over`);
 * - `POST consent`; `POST face-comparison` agrees or takes it back (409 `conflict`: the words have changed).
 */

export const consentRequest = z.strictObject({
  textVersion: text(40),
  language: languageSchema,
  agreed: z.literal(true),
})

/** [SC3] [EV4] Asked for beside the consent to be recorded; nothing of a case depends on it. */
export const faceComparisonRequest = z.strictObject({
  textVersion: text(40),
  language: languageSchema,
  agreed: z.boolean(),
})

/** Null where the program compares no faces. */
export const faceComparisonView = z.object({
  keepDays: z.number(),
  /** Of the words in force. */
  textVersion: z.string(),
  agreed: z.object({ textVersion: z.string(), at: instantSchema }).nullable(),
  /** Until when what describes the face is kept; null while nothing is. */
  keptUntil: instantSchema.nullable(),
})

export const deviceReportSchema = z.strictObject({
  browser: z.strictObject({
    name: z.enum(['chrome', 'firefox', 'edge', 'safari', 'other']),
    version: z.number().min(0).max(10_000),
    mobile: z.boolean(),
  }),
  camera: z
    .strictObject({
      widthPx: z.number().int().min(0).max(16_384),
      heightPx: z.number().int().min(0).max(16_384),
      framesPerSecond: z.number().min(0).max(1000),
      label: text(200),
      isBackgroundBlurred: z.boolean().optional(),
    })
    .nullable(),
  microphone: z.strictObject({ peakRms01: z.number().min(0).max(1), label: text(200) }).nullable(),
  longestStallMs: z.number().min(0).max(600_000),
  mediaError: text(60).nullable(),
  renderer: text(200).nullable().optional(),
  network: z
    .strictObject({ uplinkMbps: z.number().min(0).max(100_000), latencyMs: z.number().min(0).max(600_000) })
    .nullable()
    .optional(),
  blocked: z
    .array(z.enum(['video-api', 'our-script', 'bait']))
    .max(3)
    .optional(),
})
/** `signals` are hints for people; they refuse nothing. */
export const deviceCheckView = z.object({
  ok: z.boolean(),
  problems: z.array(z.string()),
  signals: z.array(z.string()),
})

/** [DV3] How many bytes one question of the network may bring. */
export const probeBytesMax = 2 * 1024 * 1024
export const probeView = z.object({ bytes: z.number() })

/** [DO1] In the order in which they are asked for. */
export const neededDocumentView = z.object({
  document: z.enum(documentKinds),
  demanded: z.enum(['always', 'when-asked']),
})

/** [EL6] `value` is null where a licence or a card has no end. */
export const fieldsOnFileView = z
  .object({ fields: z.array(z.object({ field: z.enum(comparedFields), value: z.string().nullable() })) })
  .meta({ id: 'FieldsOnFile' })
/** Every field once; `documentSays` is null where it says the same. */
export const comparisonRequest = z.strictObject({
  fields: z
    .array(z.strictObject({ field: z.enum(comparedFields), documentSays: text(4000).trim().min(1).nullable() }))
    .max(comparedFields.length),
})
/** [EL6] For reviewers. `differences` is null once the case was erased. */
export const comparisonView = z.object({
  at: instantSchema,
  differences: z
    .array(z.object({ field: z.enum(comparedFields), onFile: z.string().nullable(), documentSays: z.string() }))
    .nullable(),
})

/** [DV6] `to` shows no more of the number than its owner knows it by. */
export const phoneCodeSentView = z
  .object({ to: z.string(), expiresAt: instantSchema, resendAt: instantSchema, codesLeft: z.number() })
  .meta({ id: 'PhoneCodeSent' })
export const phoneCodeRequest = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') })

export type FieldsOnFile = z.infer<typeof fieldsOnFileView>
export type ComparisonAsked = z.infer<typeof comparisonRequest>
export type PhoneCodeSent = z.infer<typeof phoneCodeSentView>
