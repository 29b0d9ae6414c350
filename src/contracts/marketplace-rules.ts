import { z } from '@hono/zod-openapi'
import { rulesView } from './desk-rules.ts'
import { instantSchema } from './primitives.ts'

/** Rules as a marketplace's own systems read and draft them, under `/v1/rules`. [TR4] */

export const marketplaceRulesView = z.object({
  programs: z.array(
    z.object({
      program: z.string(),
      /** What decides now; null while nothing is published. */
      published: z.object({ version: z.number().int(), publishedAt: instantSchema, rules: rulesView }).nullable(),
      /** What waits for another person once it is `proposed`. */
      draft: z
        .object({
          version: z.number().int(),
          revision: z.number().int(),
          state: z.enum(['draft', 'proposed']),
          baseVersion: z.number().int().nullable(),
          editedAt: instantSchema,
          rules: rulesView,
        })
        .nullable(),
    }),
  ),
})

export const putRulesQuery = z.strictObject({
  /** The revision of the draft that this one replaces; without, only what the API has drafted itself is replaced. */
  revision: z.coerce.number().int().min(1).optional(),
})

export const putRulesAnswer = z.object({
  program: z.string(),
  version: z.number().int(),
  revision: z.number().int(),
  /** Staff propose and publish it. */
  state: z.literal('draft'),
})
