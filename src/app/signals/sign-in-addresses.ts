import { sql } from 'kysely'
import type { NetworkKind } from '#domain/risk/signal.ts'
import type { App } from '../app.ts'
import type { Database, Tx } from '../ports/database.ts'
import type { PublishedRuleSet } from '../rules/rule-sets.ts'
import type { NewSignalRow } from './risk-rows.ts'

/** An address that a seller signed in from, as a keyed hash. */
export type SignInAddress = { sellerId: string; addressHash: string; atMs: number }

const dayMs = 24 * 3_600_000
/** How far back rules look; what was seen last before that is forgotten. */
const lookBackMs = 30 * dayMs
/** An address that more shops share is an office building's, a public computer's or a carrier's, and says nothing of any of them. */
const hubAbove = 20
/** Of a seller with more, the newest so many are looked at. */
const addressesMost = 12
/** Networks in which strangers share an address by their nature. */
const ofStrangers: ReadonlySet<NetworkKind | null> = new Set<NetworkKind>(['mobile', 'public-wifi', 'hosting'])

/** Whether any rules of a marketplace ask who shares a network; where none do, nothing is kept for it. */
export const asksForNetworks = (rules: readonly PublishedRuleSet[]): boolean =>
  rules.some(({ rules: { reads } }) => reads.includes('standing.shops_on_network'))

const rememberedMost = 50_000
const remembered = new WeakMap<App, Map<string, number>>()

const noted = (app: App): Map<string, number> => {
  const known = remembered.get(app) ?? new Map<string, number>()
  remembered.set(app, known)
  return known
}

const keyOf = (tenantId: string, { sellerId, addressHash }: SignInAddress) => `${tenantId}/${sellerId}/${addressHash}`

/** [TR2] Addresses that are not known yet to have been used that day, each once; none where no rules ask for them. */
export const newAddresses = (
  app: App,
  tenantId: string,
  rules: readonly PublishedRuleSet[],
  rows: Iterable<NewSignalRow>,
): SignInAddress[] => {
  if (!asksForNetworks(rules)) return []
  const known = noted(app)
  const seen = new Map<string, SignInAddress>()
  for (const { sellerId, facts, occurredAtMs } of rows) {
    if (facts.type !== 'login' || ofStrangers.has(facts.network)) continue
    const address: SignInAddress = { sellerId, addressHash: facts.ip, atMs: occurredAtMs }
    const key = keyOf(tenantId, address)
    const latestMs = Math.max(
      known.get(key) ?? Number.NEGATIVE_INFINITY,
      seen.get(key)?.atMs ?? Number.NEGATIVE_INFINITY,
    )
    if (occurredAtMs - latestMs >= dayMs) seen.set(key, address)
  }
  return [...seen.values()]
}

/** In the transaction of the signals that told of them, in the order of their key: two callers never wait for each other. */
export const noteAddresses = async (tx: Tx, tenantId: string, addresses: readonly SignInAddress[]): Promise<void> => {
  if (addresses.length === 0) return
  const rows = addresses
    .map(({ sellerId, addressHash, atMs }) => ({
      tenant_id: tenantId,
      address_hash: addressHash,
      seller_id: sellerId,
      last_seen: new Date(atMs),
    }))
    .sort((a, b) => (`${a.address_hash} ${a.seller_id}` < `${b.address_hash} ${b.seller_id}` ? -1 : 1))
  await tx
    .insertInto('sign_in_address')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'address_hash', 'seller_id'])
        .doUpdateSet({ last_seen: sql`excluded.last_seen` })
        .where(sql<boolean>`excluded.last_seen > sign_in_address.last_seen`),
    )
    .execute()
}

/** To be told once they are stored for good. */
export const rememberAddresses = (app: App, tenantId: string, addresses: readonly SignInAddress[]): void => {
  const known = noted(app)
  if (known.size + addresses.length > rememberedMost) known.clear()
  for (const address of addresses) known.set(keyOf(tenantId, address), address.atMs)
}

/**
 * [TR2] How many other shops signed in within 30 days from an address that a shop signed in from. Shops of which no address is known
 * are left out. Of an address that too many share no more is read than it takes to know that.
 */
export const shopsOnNetwork = async (
  reader: Tx | Database['kysely'],
  tenantId: string,
  sellerIds: readonly string[],
  nowMs: number,
): Promise<Map<string, number>> => {
  const since = new Date(nowMs - lookBackMs)
  const { rows } = await sql<{ seller_id: string; others: number }>`
    with own as materialized (
      select held.* from unnest(${[...sellerIds]}::text[]) as asked (seller_id)
      cross join lateral (
        select address_hash, seller_id from sign_in_address
        where tenant_id = ${tenantId} and seller_id = asked.seller_id and last_seen >= ${since}
        order by last_seen desc limit ${addressesMost}
      ) as held
    ), shared as (
      select address_hash, array_agg(here.seller_id) as shops from (select distinct address_hash from own) as wanted
      cross join lateral (
        select seller_id from sign_in_address
        where tenant_id = ${tenantId} and address_hash = wanted.address_hash and last_seen >= ${since}
        limit ${hubAbove + 1}
      ) as here
      group by address_hash having count(*) <= ${hubAbove}
    )
    select own.seller_id, count(distinct other)::int as others from own
    left join shared on shared.address_hash = own.address_hash
    left join lateral unnest(shared.shops) as other on other <> own.seller_id
    group by own.seller_id`.execute(reader)
  return new Map(rows.map((row) => [row.seller_id, row.others]))
}

const forgottenAtOnce = 5_000

/** [EV3] What no rule looks at any more is not kept. */
export const forgetOldAddresses = async (app: App): Promise<void> => {
  await sql`
    delete from sign_in_address where ctid = any(array(
      select ctid from sign_in_address where last_seen < ${new Date(app.clock.nowMs() - lookBackMs)} limit ${forgottenAtOnce}
    ))`.execute(app.database.kysely)
}
