import { z } from '@hono/zod-openapi'
import { capabilitySchema, caseStatusSchema, idSchema, instantSchema } from './primitives.ts'
import { restrictionViewSchema } from './seller-api.ts'

/** What is taken away from sellers: what marketplaces are told and report, and the board of it at the desk. */

const named = z.array(capabilitySchema).max(capabilitySchema.options.length)
const once = (all: readonly string[]): boolean => new Set(all).size === all.length

const reportMembers = {
  /** When the marketplace read it, by its own clock; an older one than the last is ignored. */
  asOf: instantSchema,
  /** Everything that the seller may not do now, whatever for. */
  restricted: named.refine(once, 'names something twice'),
  /** Those of them that the marketplace took for reasons of its own. */
  ownReasons: named.refine(once, 'names something twice').default([]),
}
type OfReport = { restricted: readonly string[]; ownReasons: readonly string[] }
const ownAreRestricted = ({ restricted, ownReasons }: OfReport): boolean =>
  ownReasons.every((one) => restricted.includes(one))
const ownMessage = { path: ['ownReasons'], message: 'must be among `restricted`' }

export const capabilityReportRequest = z
  .strictObject(reportMembers)
  .refine(ownAreRestricted, ownMessage)
  .meta({ id: 'CapabilityReport' })

export const capabilityReportsRequest = z
  .strictObject({
    reports: z
      .array(z.strictObject({ sellerId: idSchema, ...reportMembers }).refine(ownAreRestricted, ownMessage))
      .min(1)
      .max(500),
  })
  .meta({ id: 'CapabilityReports' })

export const driftKindSchema = z.enum(['left-behind', 'not-taken'])

export const reportTakenSchema = z
  .object({
    /** False where it was older than the last report of this seller. */
    taken: z.boolean(),
    /** What still differs from what should be; each was sent again. */
    drift: z.array(z.object({ restrictionId: z.string(), capability: capabilitySchema, kind: driftKindSchema })),
    /** In force there, and never asked for. */
    unknown: z.array(capabilitySchema),
  })
  .meta({ id: 'CapabilityReportTaken' })

/** In the order of the reports; `problem` is the code of what kept one from being taken, the others are taken all the same. */
export const reportsTakenSchema = z.object({
  results: z.array(
    z.object({ sellerId: z.string(), problem: z.string().nullable(), result: reportTakenSchema.nullable() }),
  ),
})

export const sellerRestrictionsSchema = z
  .object({
    /** [RE1] The seller may look and do nothing. */
    viewOnly: z.boolean(),
    /** [RE1] The seller's offers stand further behind in search. */
    searchDemoted: z.boolean(),
    restrictions: z.array(restrictionViewSchema.extend({ caseId: z.string() })),
  })
  .meta({ id: 'SellerRestrictions' })

export const boardStateSchema = z.enum(['drift', 'overdue', 'waiting', 'in-force', 'given-back'])
export type BoardState = z.infer<typeof boardStateSchema>

export const boardQuery = z.strictObject({
  state: boardStateSchema.optional(),
  capability: capabilitySchema.optional(),
  program: idSchema.optional(),
  seller: idSchema.optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d_-?\d{1,16}(\.\d{1,9})?_[A-Za-z0-9._~-]{1,128}$/)
    .optional(),
})

export const boardRowSchema = z.object({
  id: z.string(),
  caseId: z.string(),
  caseStatus: caseStatusSchema,
  sellerId: z.string(),
  program: z.string(),
  capability: capabilitySchema,
  state: restrictionViewSchema.shape.state,
  since: instantSchema,
  sends: z.number(),
  sentAt: instantSchema,
  nextSendAt: instantSchema.nullable(),
  /** Until when it is promised back; null while it is to stay. */
  promisedAt: instantSchema.nullable(),
  overdue: z.boolean(),
  drift: z.object({ kind: driftKindSchema, since: instantSchema }).nullable(),
})

export const boardView = z.object({
  /** Of everything, whatever is filtered. Each restriction is counted in the first that fits, from drift on. */
  counts: z.object({
    leftBehind: z.number(),
    overdue: z.number(),
    notTaken: z.number(),
    applying: z.number(),
    lifting: z.number(),
    applied: z.number(),
  }),
  rows: z.array(boardRowSchema),
  /** Where the next page begins; null on the last one. */
  next: z.string().nullable(),
  programs: z.array(z.string()),
  /** In force at the marketplace, never asked for by us and without reasons of its own. */
  unknown: z.array(z.object({ sellerId: z.string(), capability: capabilitySchema, since: instantSchema })),
})
export type Board = z.infer<typeof boardView>
export type BoardRow = z.infer<typeof boardRowSchema>

export const sentNowView = z.object({ sends: z.number(), sentAt: instantSchema })
