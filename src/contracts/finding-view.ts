import { z } from '@hono/zod-openapi'
import { reasonSchema, subCheckSchema } from './primitives.ts'

export const markSchema = z.object({ label: z.string(), points: z.array(z.tuple([z.number(), z.number()])) })

export const proofFrameSchema = z.object({
  /** Fetch the JPEG from `/s/api/frames/{frameId}` (seller) or `/desk/api/frames/{frameId}` (staff). */
  frameId: z.string(),
  atMs: z.number(),
  widthPx: z.number(),
  heightPx: z.number(),
  marks: z.array(markSchema),
})

/** [FA2] Loudness over time, with what was shown and heard when; the numbers count, they are not what was asked. */
export const waveformSchema = z.object({
  startMs: z.number(),
  stepMs: z.number(),
  levels01: z.array(z.number()),
  marks: z.array(
    z.object({ what: z.enum(['shown', 'heard']), number: z.number(), startMs: z.number(), endMs: z.number() }),
  ),
})

/** [FA2] Something measured over time; words for `label` are in the locales under `check:series.<label>`. */
export const proofSeriesSchema = z.object({
  label: z.string(),
  unit: z.string().nullable(),
  startMs: z.number(),
  stepMs: z.number(),
  values: z.array(z.number()),
})

/** [CK11] A finding as people see it. `fields` is filled only for those who may see what was read. */
export const findingViewSchema = z
  .object({
    check: subCheckSchema,
    rule: z.string(),
    grade: z.enum(['gate', 'signal', 'sampled']),
    outcome: z.enum(['pass', 'fail', 'unsure', 'not-applicable']),
    reason: reasonSchema.nullable(),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    unit: z.string().nullable(),
    span: z.object({ startMs: z.number(), endMs: z.number() }).nullable(),
    stepId: z.string().nullable(),
    proofFrames: z.array(proofFrameSchema),
    waveform: waveformSchema.nullable(),
    proofSeries: z.array(proofSeriesSchema),
    model: z.string().nullable(),
    version: z.string(),
    fields: z.array(
      z.object({
        field: z.string(),
        read: z.string().nullable(),
        registered: z.string().nullable(),
        score01: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'Finding' })

export type FindingView = z.infer<typeof findingViewSchema>
