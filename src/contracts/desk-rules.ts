import { z } from '@hono/zod-openapi'
import { type FeatureName, featureNames } from '#domain/risk/features.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { idSchema, instantSchema, text } from './primitives.ts'
import { ruleSetSchema } from './rule-set.ts'

/** The rules room at the desk, under `/desk/api/rules`. [TR4] */

/** Rules that were parsed already: in an answer they are whole. */
export const rulesView = ruleSetSchema as unknown as z.ZodType<RuleSet, RuleSet>

export const ruleVersionStateSchema = z.enum(['draft', 'proposed', 'published', 'retired', 'rejected'])

/** `name` is null for whoever is not there any more, and for the set-up of an installation. */
export const ruleAuthorView = z.object({ kind: z.enum(['staff', 'key', 'installation']), name: z.string().nullable() })
const done = z.object({ by: ruleAuthorView, at: instantSchema })

export const ruleProblemView = z.object({
  field: z.string(),
  message: z.string(),
  code: z.string(),
  at: z.object({ from: z.number().int(), to: z.number().int() }).optional(),
})

export const ruleVersionRow = z.object({
  version: z.number().int(),
  state: ruleVersionStateSchema,
  revision: z.number().int(),
  drafted: done,
  edited: done,
  proposed: done.nullable(),
  published: done.nullable(),
  baseVersion: z.number().int().nullable(),
  /** The earlier version that a roll-back published anew. */
  restoresVersion: z.number().int().nullable(),
  /** Nobody but who rolled back has looked at it. */
  toBeLookedAt: z.boolean(),
  lookedAtBy: ruleAuthorView.nullable(),
})

export const ruleProgramRow = z.object({
  program: z.string(),
  title: z.record(z.string(), z.string()),
  published: ruleVersionRow.nullable(),
  /** The draft or proposal, of which there is one at most. */
  open: ruleVersionRow.nullable(),
  /** Rules for this program ship with the product. */
  hasPreset: z.boolean(),
})
export const ruleProgramsView = z.object({ programs: z.array(ruleProgramRow) })

export const ruleEventView = z.object({
  id: z.string(),
  version: z.number().int(),
  revision: z.number().int(),
  what: z.enum([
    'drafted',
    'edited',
    'proposed',
    'taken-back',
    'discarded',
    'rejected',
    'published',
    'rolled-back',
    'retired',
    'looked-at',
  ]),
  by: ruleAuthorView,
  at: instantSchema,
  why: z.string().nullable(),
})

export const ruleProgramView = ruleProgramRow.extend({
  /** The newest first, 100 at most. */
  versions: z.array(ruleVersionRow),
  /** The newest first, 200 at most. */
  history: z.array(ruleEventView),
})

export const ruleVersionView = z.object({
  program: z.string(),
  title: z.record(z.string(), z.string()),
  /** In which a seller may be told a reason. */
  languages: z.array(z.string()),
  row: ruleVersionRow,
  rules: rulesView,
  /** Why these rules cannot be run; empty where they can. */
  problems: z.array(ruleProblemView),
  /** Of the newest proposal, publication or rejection of this version. */
  why: z.string().nullable(),
  /** The version that decides now, unless it is this one. */
  published: z.object({ version: z.number().int(), rules: rulesView }).nullable(),
  publishedVersion: z.number().int().nullable(),
  /** Whoever asks had a hand in it, so that somebody else publishes it. */
  ownHand: z.boolean(),
})

export const ruleProgramParam = z.object({ program: idSchema })
export const ruleVersionParam = z.object({
  program: idSchema,
  version: z.coerce.number().int().min(1).max(1_000_000_000),
})

const why = text(2000).trim().min(3)
const revision = z.number().int().min(1)
const publishedVersion = z.number().int().min(1).nullable()

export const beginDraftRequest = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('preset') }),
  z.strictObject({ from: z.literal('version'), version: z.number().int().min(1) }),
  z.strictObject({ from: z.literal('nothing') }),
])
export const saveDraftRequest = z.strictObject({ revision, rules: ruleSetSchema })
export const revisionRequest = z.strictObject({ revision })
export const proposeRequest = z.strictObject({ revision, why })
export const publishRequest = z.strictObject({ revision, publishedVersion, why })
export const rejectRequest = z.strictObject({ revision, why })
export const rollBackRequest = z.strictObject({ to: z.number().int().min(1), publishedVersion, why })
export const retireRequest = z.strictObject({ version: z.number().int().min(1), why })
/** What is looked at may be anything: that it is no rule set is an answer and no refusal. */
export const checkRulesRequest = z.strictObject({ rules: z.unknown() })

const featureValue = z.union([z.boolean(), z.number(), text(200), z.array(text(200)).max(200)])
export const tryRulesRequest = z.strictObject({
  rules: z.unknown(),
  values: z.partialRecord(z.enum(featureNames as [FeatureName, ...FeatureName[]]), featureValue),
})

/** What rules know of a seller now; names of features without a value are left out. */
export const sellerFeaturesView = z.object({
  values: z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.array(z.string()).readonly()])),
})

export const checkedRulesView = z.object({ problems: z.array(ruleProblemView) })
export const triedRulesView = z.object({
  problems: z.array(ruleProblemView),
  decision: z
    .object({
      outcome: z.enum(['none', 'open', 'open-with-person']),
      score: z.number(),
      contributions: z.array(z.object({ rule: z.string(), weight: z.number(), hard: z.boolean() })),
      notAsked: z.array(z.object({ rule: z.string(), missing: z.array(z.string()) })),
    })
    .nullable(),
})
export const draftedView = z.object({ program: z.string(), version: z.number().int(), revision: z.number().int() })
export const rulePlaceView = z.object({ program: z.string(), version: z.number().int() })

export type RuleAuthorView = z.infer<typeof ruleAuthorView>
export type RuleProblemView = z.infer<typeof ruleProblemView>
export type RuleVersionRow = z.infer<typeof ruleVersionRow>
export type RuleProgramRow = z.infer<typeof ruleProgramRow>
export type RuleEventView = z.infer<typeof ruleEventView>
export type RuleProgramView = z.infer<typeof ruleProgramView>
export type RuleVersionView = z.infer<typeof ruleVersionView>
export type TriedRules = z.infer<typeof triedRulesView>
