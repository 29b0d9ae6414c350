import type { Database, Tx } from '../ports/database.ts'

/** Who was there for a seller's calls, over all their cases: what rules about risk ask for. */
export type CallAttendance = {
  held: number
  missedBySeller: number
  /** [AT6] Ours; counts for nothing against the seller. */
  missedByUs: number
  lastMissedBySellerAtMs: number | null
}

/**
 * [BK4] The seller's no-shows as a fact of the seller and not of one case: whoever misses calls in every case has missed
 * none twice in each. Calls are counted by the times they were to begin.
 */
export const readCallAttendance = async (
  reader: Tx | Database['kysely'],
  tenantId: string,
  sellerId: string,
): Promise<CallAttendance> => {
  const rows = await reader
    .selectFrom('booking')
    .select(['state', 'missed_by'])
    .select(({ fn }) => [fn.countAll<string>().as('n'), fn.max('starts_at').as('last')])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('state', 'in', ['held', 'missed'])
    .groupBy(['state', 'missed_by'])
    .execute()
  const of = (state: 'held' | 'missed', by: 'seller' | 'us' | null) =>
    rows.find((row) => row.state === state && row.missed_by === by)
  return {
    held: Number(of('held', null)?.n ?? 0),
    missedBySeller: Number(of('missed', 'seller')?.n ?? 0),
    missedByUs: Number(of('missed', 'us')?.n ?? 0),
    lastMissedBySellerAtMs: of('missed', 'seller')?.last.getTime() ?? null,
  }
}
