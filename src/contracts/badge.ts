import { z } from '@hono/zod-openapi'
import { dateSchema, instantSchema, text } from './primitives.ts'

/** [RE3] What anybody may read of a badge, and what is signed: nothing of a person. */
export const publicBadgeSchema = z
  .object({
    id: z.string(),
    issuer: z.string(),
    status: z.enum(['valid', 'revoked', 'expired']),
    /** The public id of the shop at its marketplace. */
    seller: z.string(),
    marketplace: z.string(),
    site: z.string(),
    program: z.string(),
    /** Whether a person stood before a camera, or sent papers that a notary, bank or lawyer confirmed. */
    how: z.enum(['video', 'papers']),
    verifiedAt: instantSchema,
    validUntil: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
    why: z.enum(['document-expired', 'verified-anew', 'withdrawn']).nullable(),
    /** What the statement is true of. Ask again for a newer one. */
    statedAt: instantSchema,
    /** The members above, signed: a compact JWS (EdDSA, `typ` countersign-badge+jws) by a key of `/.well-known/jwks.json`. */
    jws: z.string(),
  })
  .meta({ id: 'Badge' })

const endSchema = z.enum([
  'document-expired',
  'case-reopened',
  'banned',
  'by-staff',
  'registration-changed',
  'pass-overturned',
])

/** What the seller is shown of their badge. `url` is the public page; the snippets are made from it. */
export const sellerBadgeView = z.object({
  id: z.string(),
  url: z.string(),
  site: z.string(),
  status: z.enum(['valid', 'revoked', 'expired']),
  issuedAt: instantSchema,
  validUntil: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  /** The last day on which it is good, and the one it ended on, by the program's clock. */
  lastDay: dateSchema.nullable(),
  endedOn: dateSchema.nullable(),
  why: endSchema.nullable(),
})
export type SellerBadge = z.infer<typeof sellerBadgeView>

/** What staff sees: every badge the seller ever had, the newest first. */
export const deskBadgesView = z.object({
  badges: z.array(sellerBadgeView.extend({ caseId: z.string(), verifiedAt: instantSchema })),
  /** Why the seller has none: the program shows none on this site, nothing was restored yet, or the end of the card is not known. */
  none: z.enum(['not-offered', 'not-restored', 'end-not-known', 'fallen']).nullable(),
})
export type DeskBadges = z.infer<typeof deskBadgesView>

export const revokeBadgeRequest = z.strictObject({ badgeId: z.string().max(64), note: text(4000).min(3) })
