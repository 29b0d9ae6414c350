import type { App } from '../app.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'

/** The call of the seller's case, by its rows alone: the one that is booked, or the last that was held. */
export const ownBooking = async (
  app: App,
  { tenantId, caseId }: Pick<SellerCaller, 'tenantId' | 'caseId'>,
): Promise<string | null> => {
  const row = await app.database.kysely
    .selectFrom('booking')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .where('state', 'in', ['booked', 'held'])
    .orderBy('created_at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
