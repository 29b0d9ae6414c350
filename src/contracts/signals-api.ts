import { z } from '@hono/zod-openapi'

/** What `POST /v1/signals` answers. */

export const signalRefusalSchema = z.enum([
  'invalid-request',
  'too-large',
  'seller-unknown',
  'from-the-future',
  'too-old',
  'id-taken',
])

export const signalDecisionSchema = z.object({
  program: z.string(),
  rulesVersion: z.number(),
  outcome: z.enum(['none', 'open', 'open-with-person']),
  score: z.number(),
})

const taken = z.object({
  id: z.string(),
  /** It happened before another one of the seller that was known already. */
  late: z.boolean(),
  /** Whether any published rules look at the shop; with `none-published` there is no decision. */
  rules: z.enum(['asked', 'none-published']),
  /** One for each program whose rules look at the shop. */
  decisions: z.array(signalDecisionSchema),
})

export const takenSignalSchema = taken
  .extend({ result: z.enum(['accepted', 'duplicate']) })
  .meta({ id: 'TakenSignal', description: '`duplicate` was taken before and has the answer it had then' })

export const refusedSignalSchema = z
  .object({
    result: z.literal('refused'),
    /** Null where it could not be read. */
    id: z.string().nullable(),
    code: signalRefusalSchema,
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'RefusedSignal' })

export const signalBatchAnswerSchema = z
  .object({
    accepted: z.number(),
    duplicate: z.number(),
    refused: z.number(),
    /** In the order of the signals. */
    results: z.array(z.union([takenSignalSchema, refusedSignalSchema])),
  })
  .meta({ id: 'SignalBatchAnswer' })
