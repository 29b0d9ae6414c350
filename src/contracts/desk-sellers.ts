import { z } from '@hono/zod-openapi'
import { caseListView } from './desk-api.ts'
import { instantSchema } from './primitives.ts'

/** Sellers as staff finds them, under `/desk/api/sellers`. */
export const sellerListQuery = z.object({
  /** The beginning of the seller's id. */
  begins: z.string().trim().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The last id of the page before. */
  after: z.string().max(128).optional(),
})

export const sellerRowView = z.object({
  sellerId: z.string(),
  site: z.string(),
  registeredAt: instantSchema,
  newestCase: z.object({ id: z.string(), status: z.string(), program: z.string() }).nullable(),
})
export const sellerListView = z.object({ sellers: z.array(sellerRowView), next: z.string().nullable() })
export type SellerRow = z.infer<typeof sellerRowView>
export type SellerList = z.infer<typeof sellerListView>

export const deskSellerView = z.object({
  sellerId: z.string(),
  site: z.string(),
  kind: z.enum(['company', 'sole-trader', 'individual']),
  mainCategory: z.string(),
  registeredAt: instantSchema,
  /** The newest; the list of cases holds all. */
  cases: caseListView.shape.cases,
})
export type DeskSeller = z.infer<typeof deskSellerView>
