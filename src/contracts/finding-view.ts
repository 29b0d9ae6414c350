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
