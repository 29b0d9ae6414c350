import { z } from 'zod'
import { type FeatureName, type FeatureValue, featureTypes, type MissingWhy } from '#domain/risk/features.ts'
import type { FeatureValues, RiskDecision } from '#domain/risk/rule-set.ts'

/** What rules were asked with: every feature that had a value, and why the others had none. */
export type StoredInputs = { values: FeatureValues; missing: Partial<Record<FeatureName, MissingWhy>> }

/**
 * [TR4] What the published rules of one program said of a seller at one moment, and which version of them. Rules that could not
 * be asked are kept by their ids: what each lacked is what the version reads and the inputs do not have.
 */
export type StoredDecision = Omit<RiskDecision, 'notAsked'> & { program: string; version: number; notAsked: string[] }

const isFeature = (name: string): name is FeatureName => Object.hasOwn(featureTypes, name)
const known = <V>(record: Record<string, V>) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => isFeature(name))) as Partial<Record<FeatureName, V>>

const valueSchema = z.union([z.boolean(), z.number(), z.string(), z.array(z.string())])
const inputsSchema = z.object({
  values: z.record(
    z.string(),
    z.custom<FeatureValue>((value) => valueSchema.safeParse(value).success),
  ),
  missing: z.record(
    z.string(),
    z.custom<MissingWhy>((value) => typeof value === 'string'),
  ),
})

/** Of a `signal` or `risk_profile` row. Features that are not asked for any more are left out. */
export const readInputs = (stored: unknown): StoredInputs => {
  const { values, missing } = inputsSchema.parse(stored)
  return { values: known(values), missing: known(missing) }
}

const decisionSchema = z.object({
  program: z.string(),
  version: z.number(),
  outcome: z.enum(['none', 'open', 'open-with-person']),
  score: z.number(),
  contributions: z.array(z.object({ rule: z.string(), weight: z.number(), hard: z.boolean() })),
  notAsked: z.array(z.string()),
})

/** Of a `signal` or `risk_profile` row; none where no rules looked at the shop. */
export const readDecisions = (stored: unknown): StoredDecision[] => z.array(decisionSchema).parse(stored ?? [])
