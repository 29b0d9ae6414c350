import { z } from '@hono/zod-openapi'
import { text } from './primitives.ts'

/**
 * What a seller gets ready, under `/s/api/cases/{caseId}`: `POST device-checks`.
 */

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
