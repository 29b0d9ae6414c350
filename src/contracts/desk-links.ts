import { z } from '@hono/zod-openapi'
import { linkKinds } from '#domain/links/link.ts'
import { caseStatusSchema, idSchema, instantSchema } from './primitives.ts'

/** [TR3] Whom a shop is linked with, for staff: kinds and strengths, never a value that anybody could read. */
const kindSchema = z.enum(linkKinds)
/** A keyed hash: it says which value is meant in a ruling, and nothing of it. */
const valueSchema = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/, 'the hash of a value as the links show it')

const linkedShopView = z.object({
  sellerId: z.string(),
  site: z.string(),
  /** [EL2] The same person stands for this shop and the one that is looked at. */
  samePerson: z.boolean(),
  /** [SI1] Of the same legal entity as the one that is looked at, registered so or merged by staff. */
  sameEntity: z.boolean(),
  /** How many ties away; null for one that does not belong and is only shown. */
  distance: z.number().int().nullable(),
  newestCase: z
    .object({ id: z.string(), program: z.string(), status: caseStatusSchema, openedAt: instantSchema })
    .nullable(),
})
export type LinkedShop = z.infer<typeof linkedShopView>

const tieView = z.object({
  a: z.string(),
  b: z.string(),
  kind: kindSchema,
  value: z.string(),
  strength: z.enum(['certain', 'hint', 'past', 'shared-by-many', 'ruled-out']),
  since: instantSchema,
})
export type LinkTie = z.infer<typeof tieView>

const rulingView = z.object({
  id: z.string(),
  type: z.enum(['merge', 'split', 'joins-nobody']),
  a: z.string(),
  b: z.string().nullable(),
  kind: kindSchema.nullable(),
  value: z.string().nullable(),
  /** Null when the key it was sealed under is gone. */
  why: z.string().nullable(),
  by: z.string().nullable(),
  at: instantSchema,
  withdrawn: z.object({ by: z.string().nullable(), at: instantSchema }).nullable(),
})
export type LinkRulingView = z.infer<typeof rulingView>

const faceSideView = z.object({
  sellerId: z.string(),
  caseId: z.string(),
  attemptId: z.string(),
  /** How many pictures the description of the face is the mean of. */
  pictures: z.number().int(),
  /** Whether a picture of it is still kept. */
  hasPicture: z.boolean(),
})

/** [SC3] What a machine guesses of two faces; it joins nobody. */
const lookAlikeView = z.object({
  own: faceSideView,
  other: faceSideView,
  /** Cosine of the two, and from which on they are shown. */
  similarity01: z.number(),
  alike01: z.number(),
  /** What the check of the face against the card asks for. */
  cardLimit01: z.number(),
  model: z.string(),
  noticedAt: instantSchema,
  keptUntil: instantSchema,
  /** Staff has ruled that the two shops are not the same people's. */
  isSplit: z.boolean(),
})
export type LookAlikeView = z.infer<typeof lookAlikeView>

/** [EV4] Both pictures, by the ids that proof frames are fetched by; null where it is gone. */
export const lookAlikePictures = z.object({ own: z.string().nullable(), other: z.string().nullable() })
export type LookAlikePictures = z.infer<typeof lookAlikePictures>

export const linkGraphView = z.object({
  sellerId: z.string(),
  /** The shop itself first, then the nearest. */
  shops: z.array(linkedShopView),
  ties: z.array(tieView),
  /** What this shop shares with too many for it to say anything. */
  crowds: z.array(z.object({ value: z.string(), kind: kindSchema })),
  hubAbove: z.number().int(),
  /** [SC3] Nearest first. */
  lookAlikes: z.array(lookAlikeView),
  /** How the face of the newest run was compared; null where none was. */
  facesCompared: z
    .object({ at: instantSchema, with: z.number().int(), skipped: z.number().int(), leftOut: z.number().int() })
    .nullable(),
  rulings: z.array(rulingView),
  /** More belong together than are shown. */
  isCut: z.boolean(),
})
export type LinkGraph = z.infer<typeof linkGraphView>

const why = z.string().trim().min(3).max(2_000)
/** `sellerId` is the shop that is looked at. */
export const rulingRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['merge', 'split']), other: idSchema, why }),
  z.strictObject({ type: z.literal('joins-nobody'), value: valueSchema, why }),
])
export type RulingRequest = z.infer<typeof rulingRequest>
export const rulingMade = z.object({ id: z.string() })
