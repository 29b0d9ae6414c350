import { z } from '@hono/zod-openapi'
import { instantSchema } from './primitives.ts'

/** [TR4] Why signals opened a case, as staff reads it; words are null where the version that was asked is not there any more. */
export const caseRiskView = z.object({
  rulesVersion: z.number(),
  outcome: z.enum(['open', 'open-with-person']),
  score: z.number(),
  assessedAt: instantSchema,
  signalNo: z.number().nullable(),
  rules: z.array(
    z.object({
      rule: z.string(),
      weight: z.number(),
      hard: z.boolean(),
      staff: z.record(z.string(), z.string()).nullable(),
    }),
  ),
})
export type CaseRisk = z.infer<typeof caseRiskView>
