import { type EntityShop, sharesPass } from '#domain/case/entity.ts'
import type { App, Caller } from './app.ts'
import { changeCase, loadCase, readEvents } from './case-store.ts'
import { openCase } from './open-case.ts'

/** A shop of the same entity as another one, and the newest of its cases. */
export type ShopOfEntity = EntityShop & {
  sellerId: string
  /** [EL2] The same person stands for both shops. */
  samePerson: boolean
  newest: { caseId: string; program: string; status: string; openedAtMs: number } | null
}

/** [SI1] The other shops of a seller's legal entity, with how they stand; none while the entity is not known. */
export const listEntityShops = async (app: App, caller: Caller, sellerId: string): Promise<ShopOfEntity[]> => {
  const { tenantId } = caller
  const own = await app.database.kysely
    .selectFrom('seller')
    .select(['entity_hash', 'identity_hash'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sellerId)
    .executeTakeFirst()
  if (!own?.entity_hash) return []
  const rows = await app.database.kysely
    .selectFrom('seller')
    .leftJoin(
      (query) =>
        query
          .selectFrom('verification_case')
          .select(['id', 'seller_id', 'program', 'status', 'opened_at'])
          .distinctOn('seller_id')
          .where('tenant_id', '=', tenantId)
          .orderBy('seller_id')
          .orderBy('opened_at', 'desc')
          .as('newest'),
      (join) => join.onRef('newest.seller_id', '=', 'seller.id'),
    )
    .select(['seller.id as seller_id', 'seller.site', 'seller.identity_hash'])
    .select(['newest.id as case_id', 'newest.program', 'newest.status', 'newest.opened_at'])
    .where('seller.tenant_id', '=', tenantId)
    .where('seller.entity_hash', '=', own.entity_hash)
    .where('seller.id', '<>', sellerId)
    .orderBy('seller.site')
    .orderBy('seller.id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    sellerId: row.seller_id,
    site: row.site,
    identityHash: row.identity_hash,
    samePerson: row.identity_hash === own.identity_hash,
    newest:
      row.case_id && row.program && row.status && row.opened_at
        ? { caseId: row.case_id, program: row.program, status: row.status, openedAtMs: row.opened_at.getTime() }
        : null,
  }))
}

const ended: readonly string[] = ['passed', 'restored', 'withdrawn', 'banned']
/** A banned shop is not opened again: its ban is what is decided about it. */
const isOpen = (status: string): boolean => status === 'banned' || !ended.includes(status)

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
    if (!shop.newest || shop.newest.program !== program.name || ended.includes(shop.newest.status)) continue
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
export const spreadCase = (app: App, tenantId: string, caseId: string): Promise<void> =>
  openForEntity(app, tenantId, caseId, 'spread')

/** [RE5] One shop of the entity was banned: the others are verified anew, wherever they are, and a person decides. */
export const reviewEntity = (app: App, tenantId: string, caseId: string): Promise<void> =>
  openForEntity(app, tenantId, caseId, 'linked-ban')

const openForEntity = async (
  app: App,
  tenantId: string,
  caseId: string,
  way: 'spread' | 'linked-ban',
): Promise<void> => {
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))
  if (!loaded) return
  const { sellerId, site, program } = loaded.state
  for (const shop of await listEntityShops(app, { tenantId }, sellerId)) {
    if (way === 'spread' && shop.site === site) continue
    if (shop.newest && isOpen(shop.newest.status)) continue
    if (await wasOpenedBy(app, tenantId, shop.sellerId, caseId)) continue
    const opened = await openCase(
      app,
      { tenantId },
      { kind: 'system' },
      { sellerId: shop.sellerId, program, way, from: { caseId, site }, note: null, noticedAtMs: null },
    )
    if (!opened.ok && opened.refusal.code !== 'case-already-open')
      throw new Error(`a case of the entity could not be opened: ${opened.refusal.code}`)
  }
}

const wasOpenedBy = async (app: App, tenantId: string, sellerId: string, fromCaseId: string): Promise<boolean> => {
  const row = await app.database.kysely
    .selectFrom('verification_case')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('spread_from', '=', fromCaseId)
    .executeTakeFirst()
  return row !== undefined
}
