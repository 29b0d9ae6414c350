import { sharesPass } from '#domain/case/entity.ts'
import { isOpen, isTaken } from '#domain/links/linked-review.ts'
import { isSplit, mergedWith } from '#domain/links/ruling.ts'
import type { App, Caller } from '../app.ts'
import { openForShops } from '../links/open-for-shops.ts'
import { readRulings } from '../links/read-links.ts'
import { readShopsBeside, type ShopBeside } from '../links/shops-beside.ts'
import { changeCase, loadCase, readEvents } from './case-store.ts'

/** An entity with more shops is known by so many of them. */
const shopsMost = 200

/**
 * [SI1] The other shops of a seller's legal entity, with how they stand; none while the entity is not known. Shops that staff
 * merged are of one entity, too, and so are the others of theirs; whichever was split from this one is not.
 */
export const listEntityShops = async (app: App, caller: Caller, sellerId: string): Promise<ShopBeside[]> => {
  const { tenantId } = caller
  const seen = new Set([sellerId])
  let edge = [sellerId]
  while (edge.length > 0 && seen.size <= shopsMost) {
    const rulings = await readRulings(app.database.kysely, tenantId, [sellerId, ...edge], [])
    const others = [
      ...(await registeredAlike(app, tenantId, edge)),
      ...edge.flatMap((one) => mergedWith(one, rulings)),
    ].filter((other) => !seen.has(other) && !isSplit(sellerId, other, rulings))
    edge = [...new Set(others)].slice(0, shopsMost + 1 - seen.size)
    for (const other of edge) seen.add(other)
  }
  seen.delete(sellerId)
  return readShopsBeside(app, tenantId, sellerId, [...seen])
}

/** Shops with the entity of one of these. */
const registeredAlike = async (app: App, tenantId: string, sellerIds: string[]): Promise<string[]> => {
  const rows = await app.database.kysely
    .selectFrom('seller')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('entity_hash', 'in', (query) =>
      query
        .selectFrom('seller')
        .select('entity_hash')
        .where('tenant_id', '=', tenantId)
        .where('id', 'in', sellerIds)
        .where('entity_hash', 'is not', null),
    )
    .orderBy('id')
    .limit(shopsMost + 1)
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * [SI1] A case has passed: the open cases of the entity in the same program pass with it, each in a transaction of its own,
 * so that a crash in between loses none and twice is once. Throws while one of them is being recorded or judged: it is
 * tried again after that.
 */
export const sharePass = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const passed = await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    return loaded && { loaded, events: await readEvents(tx, tenantId, caseId) }
  })
  const pass = passed?.events.find(({ data }) => data.type === 'case-passed')
  if (!passed || !pass || (pass.data.type === 'case-passed' && pass.data.by === 'entity')) return
  const { state, identityHash, program } = passed.loaded
  const shops = await listEntityShops(app, { tenantId }, state.sellerId)
  let busy = 0
  for (const shop of shops) {
    if (shop.newest?.program !== program.name || !isOpen(shop.newest)) continue
    const { caseId: otherId } = shop.newest
    busy += await app.database.transaction(async (tx) => {
      const other = await loadCase(app, tx, tenantId, otherId)
      // Each case keeps the rules it was opened under.
      if (
        !other ||
        !sharesPass(other.program, { site: state.site, identityHash }, { ...other, site: other.state.site })
      )
        return 0
      const told = { fromCaseId: caseId, fromSite: state.site, passedAtMs: pass.atMs }
      const done = await changeCase(app, tx, other, { kind: 'system' }, { type: 'pass-by-entity', ...told })
      return done.ok ? 0 : 1
    })
  }
  if (busy > 0) throw new Error(`${busy} cases of the entity are being judged; the pass is shared with them after that`)
}

/**
 * [SI1] [TR2] A case was opened on one site: one is opened for each shop of the entity on the others. Shops whose case is
 * open already keep it, and none gets a second one out of the same opening.
 */
export const spreadCase = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))
  if (!loaded) return
  const { sellerId, site, program } = loaded.state
  const shops = await listEntityShops(app, { tenantId }, sellerId)
  const elsewhere = shops.filter((shop) => shop.site !== site && !isTaken(shop.newest))
  await openForShops(app, tenantId, { from: { caseId, site }, way: 'spread' }, elsewhere, () => program)
}
