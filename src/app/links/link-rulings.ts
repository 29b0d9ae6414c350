import { sql } from 'kysely'
import type { LinkKind } from '#domain/links/link.ts'
import type { LinkRuling } from '#domain/links/ruling.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { assessSellerJob, followRulingJob } from '../job-definitions.ts'
import { isUniqueViolation, type Tx } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import { hasRules } from '../signals/know-seller.ts'

type Ruler = { tenantId: string; staffId: string }

/** What somebody wants to rule while looking at `sellerId`. */
export type AskedRuling =
  | { type: 'merge' | 'split'; other: string; why: string }
  | { type: 'joins-nobody'; value: string; why: string }

const place = (id: string) => ({ table: 'link_ruling', column: 'why_sealed', row: id })

/**
 * [TR3] [SI1] Rules that two shops are the same people's, or are not, or that a value which this shop holds joins nobody. Why is
 * sealed under the key of the shop. The same again, while it holds, is a conflict.
 */
export const ruleOnLinks = async (
  app: App,
  { tenantId, staffId }: Ruler,
  sellerId: string,
  asked: AskedRuling,
): Promise<Result<{ id: string }>> => {
  const keyId = await keyOf(app, tenantId, sellerId)
  if (!keyId) return refuse('not-found', { what: 'seller' })
  const about = await whatIsRuled(app, tenantId, sellerId, asked)
  if (!about.ok) return about
  const id = app.ids.next('lrl')
  const row = {
    id,
    tenant_id: tenantId,
    type: asked.type,
    seller_a: sellerId,
    ...about.value,
    why_sealed: await app.keys.encrypt(keyId, asked.why, place(id)),
    ruled_by: staffId,
    ruled_at: new Date(app.clock.nowMs()),
  }
  try {
    const isAsked = await hasRules(app, tenantId)
    await app.database.transaction(async (tx) => {
      await tx.insertInto('link_ruling').values(row).execute()
      await queueConsequences(app, tx, tenantId, [sellerId, about.value.seller_b], isAsked)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'link_ruling_pair_once') || isUniqueViolation(error, 'link_ruling_value_once'))
      return refuse('conflict')
    throw error
  }
  return accept({ id })
}

type Ruled = { seller_b: string | null; value_hash: string | null; value_kind: LinkKind | null }

const whatIsRuled = async (
  app: App,
  tenantId: string,
  sellerId: string,
  asked: AskedRuling,
): Promise<Result<Ruled>> => {
  if (asked.type !== 'joins-nobody') {
    if (asked.other === sellerId) return refuse('conflict')
    const other = await keyOf(app, tenantId, asked.other)
    if (!other) return refuse('not-found', { what: 'seller' })
    return accept({ seller_b: asked.other, value_hash: null, value_kind: null })
  }
  const held = await app.database.kysely
    .selectFrom('shop_link')
    .select('kind')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('value_hash', '=', asked.value)
    .executeTakeFirst()
  if (!held) return refuse('not-found', { what: 'value' })
  return accept({ seller_b: null, value_hash: asked.value, value_kind: held.kind })
}

const keyOf = async (app: App, tenantId: string, sellerId: string): Promise<string | null> => {
  const row = await app.database.kysely
    .selectFrom('seller')
    .select('key_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sellerId)
    .executeTakeFirst()
  return row?.key_id ?? null
}

/** A ruling counts at once: for what happened before among these shops, and for what rules say of them. */
const queueConsequences = async (
  app: App,
  tx: Tx,
  tenantId: string,
  sellerIds: readonly (string | null)[],
  isAsked: boolean,
): Promise<void> => {
  for (const sellerId of sellerIds) {
    if (sellerId === null) continue
    await app.queue.enqueue(tx, followRulingJob, { tenantId, sellerId })
    if (isAsked)
      await app.queue.enqueue(
        tx,
        assessSellerJob,
        { tenantId, sellerId, cause: 'links' },
        { singletonKey: `${tenantId}/${sellerId}` },
      )
  }
}

/** Takes a ruling back; what it had changed is as if it had not been made, but for what has happened meanwhile. */
export const withdrawRuling = async (
  app: App,
  { tenantId, staffId }: Ruler,
  id: string,
): Promise<Result<{ id: string }>> => {
  const isAsked = await hasRules(app, tenantId)
  return app.database.transaction(async (tx) => {
    const done = await tx
      .updateTable('link_ruling')
      .set({ withdrawn_by: staffId, withdrawn_at: new Date(app.clock.nowMs()) })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .returning(['seller_a', 'seller_b'])
      .executeTakeFirst()
    if (!done) return refuse('not-found')
    await queueConsequences(app, tx, tenantId, [done.seller_a, done.seller_b], isAsked)
    return accept({ id })
  })
}

export type ToldRuling = {
  id: string
  type: LinkRuling['type']
  a: string
  b: string | null
  kind: LinkKind | null
  value: string | null
  why: string | null
  by: string | null
  atMs: number
  withdrawn: { by: string | null; atMs: number } | null
}

const rulingsShown = 100

/** All rulings about a shop or about what it holds, withdrawn ones too, newest first. */
export const listRulings = async (app: App, tenantId: string, sellerId: string): Promise<ToldRuling[]> => {
  const { rows } = await sql<{
    id: string
    type: LinkRuling['type']
    seller_a: string
    seller_b: string | null
    value_hash: string | null
    value_kind: LinkKind | null
    why_sealed: string
    ruled_at: Date
    withdrawn_at: Date | null
    ruler: string | null
    withdrawer: string | null
  }>`
    select link_ruling.*, ruler.name as ruler, withdrawer.name as withdrawer from link_ruling
    left join staff ruler on ruler.id = link_ruling.ruled_by
    left join staff withdrawer on withdrawer.id = link_ruling.withdrawn_by
    where link_ruling.tenant_id = ${tenantId} and (
      seller_a = ${sellerId} or seller_b = ${sellerId} or value_hash in (
        select value_hash from shop_link where tenant_id = ${tenantId} and seller_id = ${sellerId}
      )
    )
    order by ruled_at desc, link_ruling.id limit ${rulingsShown}`.execute(app.database.kysely)
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      type: row.type,
      a: row.seller_a,
      b: row.seller_b,
      kind: row.value_kind,
      value: row.value_hash,
      why: await whyOf(app, row.id, row.why_sealed),
      by: row.ruler,
      atMs: row.ruled_at.getTime(),
      withdrawn: row.withdrawn_at && { by: row.withdrawer, atMs: row.withdrawn_at.getTime() },
    })),
  )
}

const whyOf = async (app: App, id: string, sealed: string): Promise<string | null> => {
  if (!isSealed(sealed)) return null
  const opened = await decryptText(app.keys, sealed, place(id))
  return opened.ok ? opened.text : null
}
