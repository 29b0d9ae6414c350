import { sql } from 'kysely'
import type { StandingFacts } from '#domain/risk/signal.ts'
import type { App } from '../app.ts'
import { type LinkFacts, linkFactsOf } from '../links/link-facts.ts'
import { preparedMark } from '../ports/database.ts'
import type { PublishedRuleSet } from '../rules/rule-sets.ts'
import type { NewestCase } from './assess.ts'
import { asksForNetworks, shopsOnNetwork } from './sign-in-addresses.ts'

/** What is known of a seller before the lock: it may be a moment old, and decides nothing that the lock protects. */
export type RiskSeller = {
  sellerId: string
  keyId: string
  createdAtMs: number
  /** False for sellers that were registered before there were rules. */
  hasProfile: boolean
  standing: StandingFacts
  newestCase: NewestCase | null
}

type Row = {
  id: string
  key_id: string
  created_at: Date
  has_profile: boolean
  no_shows: number
  failed: number
  commitments: number
  case_id: string | null
  case_status: string | null
}

/** Those of some sellers that are registered here, with how they stand with us: one question, three more for links, one for networks. */
export const readRiskSellers = async (
  app: App,
  tenantId: string,
  sellerIds: readonly string[],
  { withLinks, rules, isAnew = false }: { withLinks: boolean; rules: readonly PublishedRuleSet[]; isAnew?: boolean },
): Promise<Map<string, RiskSeller>> => {
  const { rows } = await sql<Row>`${sql.raw(preparedMark)}
    select s.id, s.key_id, s.created_at, r.seller_id is not null as has_profile,
      (select count(*)::int from booking b where b.tenant_id = s.tenant_id and b.seller_id = s.id
        and b.state = 'missed' and b.missed_by = 'seller') as no_shows,
      (select count(*)::int from verification_case c join attempt a on a.case_id = c.id and a.outcome = 'failed'
        where c.tenant_id = s.tenant_id and c.seller_id = s.id) as failed,
      (select count(*)::int from verification_case c join case_event e on e.case_id = c.id
        and e.type = 'commitment-made' where c.tenant_id = s.tenant_id and c.seller_id = s.id) as commitments,
      newest.id as case_id, newest.status as case_status
    from seller s
    left join risk_profile r on r.tenant_id = s.tenant_id and r.seller_id = s.id
    left join lateral (
      select id, status from verification_case c
      where c.tenant_id = s.tenant_id and c.seller_id = s.id order by c.opened_at desc limit 1
    ) newest on true
    where s.tenant_id = ${tenantId} and s.id = any(${[...sellerIds]}::text[])`.execute(app.database.kysely)
  const ids = rows.map(({ id }) => id)
  // What was remembered may be what has just been changed.
  if (isAnew) for (const id of ids) rememberedLinks.get(app)?.delete(`${tenantId}/${id}`)
  const links = withLinks ? await linksOf(app, tenantId, ids) : new Map<string, LinkFacts>()
  const networks = asksForNetworks(rules) ? await networksOf(app, tenantId, ids) : new Map<string, number | null>()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        sellerId: row.id,
        keyId: row.key_id,
        createdAtMs: row.created_at.getTime(),
        hasProfile: row.has_profile,
        standing: {
          callNoShows: row.no_shows,
          failedVerifications: row.failed,
          openCommitments: row.commitments,
          linkedShops: links.get(row.id)?.linkedShops ?? null,
          linkedFailures: links.get(row.id)?.linkedFailures ?? null,
          shopsOnNetwork: networks.get(row.id) ?? null,
        },
        newestCase:
          row.case_id === null
            ? null
            : { id: row.case_id, isOver: row.case_status === 'restored' || row.case_status === 'withdrawn' },
      },
    ]),
  )
}

/** Links and networks change when somebody registers or signs in anew; rules may know of it so much later. */
const rememberedMs = 10_000
const rememberedMost = 20_000

type Remembered<F> = Map<string, { atMs: number; facts: F }>
const rememberedLinks = new WeakMap<App, Remembered<LinkFacts>>()
const rememberedNetworks = new WeakMap<App, Remembered<number | null>>()

const linksOf = (app: App, tenantId: string, sellerIds: readonly string[]): Promise<Map<string, LinkFacts>> =>
  remembering(app, rememberedLinks, tenantId, sellerIds, (wanted) =>
    app.database.transaction((tx) => linkFactsOf(tx, tenantId, wanted)),
  )

const networksOf = (app: App, tenantId: string, sellerIds: readonly string[]): Promise<Map<string, number | null>> =>
  remembering(app, rememberedNetworks, tenantId, sellerIds, async (wanted) => {
    const found = await shopsOnNetwork(app.database.kysely, tenantId, wanted, app.clock.nowMs())
    return new Map(wanted.map((sellerId) => [sellerId, found.get(sellerId) ?? null]))
  })

const remembering = async <F>(
  app: App,
  remembered: WeakMap<App, Remembered<F>>,
  tenantId: string,
  sellerIds: readonly string[],
  look: (wanted: string[]) => Promise<Map<string, F>>,
): Promise<Map<string, F>> => {
  const known: Remembered<F> = remembered.get(app) ?? new Map()
  remembered.set(app, known)
  const nowMs = app.clock.nowMs()
  const key = (sellerId: string) => `${tenantId}/${sellerId}`
  const isFresh = (sellerId: string) => nowMs - (known.get(key(sellerId))?.atMs ?? -Infinity) < rememberedMs
  const wanted = sellerIds.filter((sellerId) => !isFresh(sellerId))
  if (wanted.length > 0) {
    const found = await look(wanted)
    if (known.size > rememberedMost) known.clear()
    for (const [sellerId, facts] of found) known.set(key(sellerId), { atMs: nowMs, facts })
  }
  return new Map(
    sellerIds.flatMap((sellerId) => {
      const one = known.get(key(sellerId))
      return one ? [[sellerId, one.facts] as const] : []
    }),
  )
}
