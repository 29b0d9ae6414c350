import { z } from '@hono/zod-openapi'
import { instantSchema } from './primitives.ts'

/** [TR4] A seller's risk as staff reads it, under `/desk/api/sellers/{sellerId}/risk`. Nothing here tells who stands behind a shop. */
export const riskTimelineQuery = z.object({
  /** The number of the signal before which the page ends. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** A rule as the version says it: words by language; none where that version is not there any more. */
const ruleView = z.object({
  rule: z.string(),
  words: z.record(z.string(), z.string()),
  weight: z.number(),
  hard: z.boolean(),
})
export type RiskRule = z.infer<typeof ruleView>

const outcomeSchema = z.enum(['none', 'open', 'open-with-person'])

/** What one program's rules said, and what differs from what they said before. */
const riskDecisionView = z.object({
  program: z.string(),
  version: z.number().int(),
  outcome: outcomeSchema,
  score: z.number(),
  /** Null where nothing was decided before. */
  scoreBefore: z.number().nullable(),
  added: z.array(ruleView),
  removed: z.array(ruleView),
})
export type RiskDecisionView = z.infer<typeof riskDecisionView>

export const riskEntryView = z.object({
  /** Signals and what was decided without one share their numbers, in the order they came. */
  seq: z.number().int(),
  /** `registration` and `links`: it, or what staff rules of them, had changed. */
  cause: z.enum(['signal', 'registration', 'links']),
  /** Of the signal; null for the others. */
  type: z.string().nullable(),
  occurredAt: instantSchema,
  receivedAt: instantSchema,
  late: z.boolean(),
  decisions: z.array(riskDecisionView),
  openedCase: z.object({ id: z.string(), program: z.string() }).nullable(),
})
export type RiskEntry = z.infer<typeof riskEntryView>

export const riskTimelineView = z.object({
  /** As the seller stands now; our own cases may have changed it since the last step. */
  now: z
    .object({
      decidedAt: instantSchema,
      decisions: z.array(
        z.object({
          program: z.string(),
          version: z.number().int(),
          outcome: outcomeSchema,
          score: z.number(),
          /** The score that opens a case; null where that version is not there any more. */
          opensAt: z.number().nullable(),
          contributions: z.array(ruleView),
        }),
      ),
    })
    .nullable(),
  /** The newest first. */
  entries: z.array(riskEntryView),
  next: z.number().int().nullable(),
})
export type RiskTimeline = z.infer<typeof riskTimelineView>

const featureValueSchema = z.union([z.boolean(), z.number(), z.string(), z.array(z.string()).readonly()])

/** What a rule asked for: its value, or why there was none; both null where the rule did not get that far. */
const readFeatureView = z.object({
  feature: z.string(),
  value: featureValueSchema.nullable(),
  missing: z.string().nullable(),
})
export type ReadFeature = z.infer<typeof readFeatureView>

export const riskExplanationView = z.object({
  seq: z.number().int(),
  signalId: z.string().nullable(),
  decisions: z.array(
    z.object({
      program: z.string(),
      version: z.number().int(),
      outcome: outcomeSchema,
      score: z.number(),
      opensAt: z.number().nullable(),
      personAt: z.number().nullable(),
      contributions: z.array(ruleView.extend({ isNew: z.boolean(), reads: z.array(readFeatureView) })),
      notAsked: z.array(ruleView.extend({ reads: z.array(readFeatureView) })),
    }),
  ),
  /** Every feature that had a value, and every one that had none. */
  inputs: z.array(readFeatureView),
  /** [EV4] Who has opened what the marketplace sent. */
  looks: z.array(z.object({ by: z.string(), at: instantSchema })),
})
export type RiskExplanation = z.infer<typeof riskExplanationView>
export type ExplainedDecision = RiskExplanation['decisions'][number]

/** What the marketplace sent, opened; null once the seller's key is gone. */
export const signalBodyView = z.object({ body: z.record(z.string(), z.unknown()).nullable() })
export type SignalBody = z.infer<typeof signalBodyView>
