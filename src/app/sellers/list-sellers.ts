import type { App, Caller } from '../app.ts'

export type SellerListing = { begins?: string | undefined; limit: number; after?: string | undefined }
export type ListedSeller = {
  sellerId: string
  site: string
  registeredAtMs: number
  newestCase: { id: string; status: string; program: string } | null
}

/** A marketplace's sellers by their ids, each with its newest case; `next` is the last id, null on the last page. */
export const listSellers = async (
  app: App,
  { tenantId }: Caller,
  { begins, limit, after }: SellerListing,
): Promise<{ sellers: ListedSeller[]; next: string | null }> => {
  let query = app.database.kysely
    .selectFrom('seller')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('verification_case')
          .select(['id', 'status', 'program'])
          .whereRef('verification_case.tenant_id', '=', 'seller.tenant_id')
          .whereRef('verification_case.seller_id', '=', 'seller.id')
          .orderBy('opened_at', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select(['seller.id', 'seller.site', 'seller.created_at'])
    .select(['newest.id as case_id', 'newest.status', 'newest.program'])
    .where('seller.tenant_id', '=', tenantId)
    .orderBy('seller.id')
    .limit(limit + 1)
  if (begins) query = query.where('seller.id', 'like', `${begins.replace(/[\\%_]/g, '\\$&')}%`)
  if (after !== undefined) query = query.where('seller.id', '>', after)
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  return {
    sellers: page.map((row) => ({
      sellerId: row.id,
      site: row.site,
      registeredAtMs: row.created_at.getTime(),
      newestCase:
        row.case_id && row.status && row.program ? { id: row.case_id, status: row.status, program: row.program } : null,
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}
