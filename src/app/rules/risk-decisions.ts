import { z } from 'zod'
import type { RiskVerdict } from '#domain/risk/rule-set.ts'

/**
 * [TR4] What the published rules of one program said of a seller at one moment, and which version of them. Rules that could not
 * be asked are kept by their places in the version: what each lacked is what it reads and the inputs do not have.
 */
export type StoredDecision = RiskVerdict & { program: string; version: number }

const decisionSchema = z.object({
  program: z.string(),
  version: z.number(),
  outcome: z.enum(['none', 'open', 'open-with-person']),
  score: z.number(),
  contributions: z.array(z.object({ rule: z.string(), weight: z.number(), hard: z.boolean() })),
  notAsked: z.array(z.number()),
})

/** Of a `signal` or `risk_profile` row; none where no rules looked at the shop. */
export const readDecisions = (stored: unknown): StoredDecision[] => z.array(decisionSchema).parse(stored ?? [])
