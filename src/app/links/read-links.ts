import { sql } from 'kysely'
import { kindsHeldFor, type LinkKind, type LinkRules, type SharedValue } from '#domain/links/link.ts'
import type { LinkRuling } from '#domain/links/ruling.ts'
import type { Database, Tx } from '../ports/database.ts'

type Reader = Tx | Database['kysely']

/** A shop that holds more of what is looked at is known by the newest so many. */
const valuesOfOneMost = 200
/** The number of a person stands up to three times for one shop: registered, may sign, was shown. */
const kindsOfOneValue = 3

type HeldRow = { value_hash: string; seller_id: string; kind: LinkKind; ended_at: Date | null; first_seen: Date }

/**
 * [TR3] What some shops hold of these kinds, and who else does. Of a value that too many hold no more are read than it takes to
 * know that, so the answer costs the same for a shop beside a public computer as for any other.
 */
export const readSharedValues = async (
  reader: Reader,
  tenantId: string,
  sellerIds: readonly string[],
  { kinds, hubAbove }: { kinds: readonly LinkKind[]; hubAbove: LinkRules['hubAbove'] },
): Promise<SharedValue[]> => {
  if (sellerIds.length === 0 || kinds.length === 0) return []
  const rowsOfOneValue = kindsOfOneValue * (hubAbove + 1)
  const { rows } = await sql<HeldRow>`
    with own as materialized (
      select held.* from unnest(${[...sellerIds]}::text[]) as asked (seller_id)
      cross join lateral (
        select value_hash, seller_id, kind, ended_at, first_seen from shop_link
        where tenant_id = ${tenantId} and seller_id = asked.seller_id and kind = any(${kindsHeldFor(kinds)}::text[])
        order by last_seen desc limit ${valuesOfOneMost}
      ) as held
    )
    select * from own
    union
    select others.* from (select distinct value_hash from own) as wanted
    cross join lateral (
      select value_hash, seller_id, kind, ended_at, first_seen from shop_link
      where tenant_id = ${tenantId} and value_hash = wanted.value_hash
      order by seller_id, kind limit ${rowsOfOneValue}
    ) as others`.execute(reader)
  return [...Map.groupBy(rows, ({ value_hash }) => value_hash)].map(([valueHash, held]) => ({
    valueHash,
    holders: held.map((row) => ({
      sellerId: row.seller_id,
      kind: row.kind,
      isPast: row.ended_at !== null,
      sinceMs: row.first_seen.getTime(),
    })),
  }))
}

/** The rulings that hold, of these shops or these values. */
export const readRulings = async (
  reader: Reader,
  tenantId: string,
  sellerIds: readonly string[],
  valueHashes: readonly string[],
): Promise<LinkRuling[]> => {
  const { rows } = await sql<{
    type: LinkRuling['type']
    seller_a: string
    seller_b: string | null
    value_hash: string | null
  }>`
    select type, seller_a, seller_b, value_hash from link_ruling
    where tenant_id = ${tenantId} and withdrawn_at is null and (
      (seller_b is not null and (seller_a = any(${[...sellerIds]}::text[]) or seller_b = any(${[...sellerIds]}::text[])))
      or value_hash = any(${[...valueHashes]}::text[])
    )`.execute(reader)
  return rows.flatMap(({ type, seller_a, seller_b, value_hash }): LinkRuling[] => {
    if (type === 'joins-nobody') return value_hash === null ? [] : [{ type, valueHash: value_hash }]
    return seller_b === null ? [] : [{ type, a: seller_a, b: seller_b }]
  })
}
