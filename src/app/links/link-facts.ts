import { sql } from 'kysely'
import { defaultLinkRules, type LinkRules } from '#domain/links/link.ts'
import { joinedTo } from '#domain/links/ruling.ts'
import { tiesOf } from '#domain/links/tie.ts'
import type { Tx } from '../ports/database.ts'
import { readRulings, readSharedValues } from './read-links.ts'

/** What rules may know of a shop's links: how many shops of the same people there are, and how many of those failed. */
export type LinkFacts = { linkedShops: number; linkedFailures: number }

/**
 * [TR3] The shops that are joined directly to each of some shops, and how many of those are banned or failed a verification
 * that they have not passed since. Three questions of the database for however many shops; one without links is in the answer,
 * too. Signals are asked about before it is known whose program may open a case, so `rules` are those of no program.
 */
export const linkFactsOf = async (
  tx: Tx,
  tenantId: string,
  sellerIds: readonly string[],
  rules: LinkRules = defaultLinkRules,
): Promise<Map<string, LinkFacts>> => {
  const values = await readSharedValues(tx, tenantId, sellerIds, rules)
  const rulings = await readRulings(
    tx,
    tenantId,
    sellerIds,
    values.map(({ valueHash }) => valueHash),
  )
  const ties = tiesOf(new Set(sellerIds), values, rules, rulings)
  const joined = new Map(sellerIds.map((sellerId) => [sellerId, joinedTo(sellerId, ties, rulings)]))
  const failed = await failedAmong(tx, tenantId, [...new Set([...joined.values()].flat())])
  return new Map(
    [...joined].map(([sellerId, others]) => [
      sellerId,
      { linkedShops: others.length, linkedFailures: others.filter((other) => failed.has(other)).length },
    ]),
  )
}

/** Those of some shops whose newest case ended in a ban, or has a failure and no pass. */
const failedAmong = async (tx: Tx, tenantId: string, sellerIds: readonly string[]): Promise<Set<string>> => {
  if (sellerIds.length === 0) return new Set()
  const { rows } = await sql<{ seller_id: string }>`
    select newest.seller_id from unnest(${[...sellerIds]}::text[]) as asked (seller_id)
    cross join lateral (
      select id, seller_id, status from verification_case
      where tenant_id = ${tenantId} and seller_id = asked.seller_id order by opened_at desc limit 1
    ) as newest
    where newest.status = 'banned' or (newest.status not in ('passed', 'restored') and exists (
      select 1 from attempt where attempt.case_id = newest.id and attempt.outcome = 'failed'
    ))`.execute(tx)
  return new Set(rows.map(({ seller_id }) => seller_id))
}
