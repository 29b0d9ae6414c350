import { isReviewDue, isTaken } from '#domain/links/linked-review.ts'
import type { App } from '../app.ts'
import { loadCase, readEvents } from '../cases/case-store.ts'
import { listEntityShops } from '../cases/entities.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { readGroup } from './link-group.ts'
import { openForShops } from './open-for-shops.ts'
import { readShopsBeside, type ShopBeside } from './shops-beside.ts'

/**
 * [TR3] A verification of one shop failed, or its account was locked: the others of the same people are verified, too, each
 * once for that case. What a linked review finds does not go further by itself.
 */
export const reviewLinked = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const failed = await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    return loaded && { loaded, events: await readEvents(tx, tenantId, caseId) }
  })
  const isOwn = failed?.events.some(({ data }) => data.type === 'case-opened' && data.way !== 'linked-failure')
  if (!failed || !isOwn) return
  const { state } = failed.loaded
  const shops = await joinedShops(app, tenantId, failed.loaded)
  const due = shops.filter((shop) => isReviewDue(shop.newest, state))
  const from = { caseId, site: state.site }
  await openForShops(app, tenantId, { from, way: 'linked-failure' }, due, ({ newest }) =>
    programOfShop(app, newest?.program, state.program),
  )
}

/** [RE5] One shop was banned: all others of the same people or entity are verified anew, and a person decides. */
export const reviewEntity = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))
  if (!loaded) return
  const { sellerId, site, program } = loaded.state
  const joined = await joinedShops(app, tenantId, loaded)
  const known = new Set(joined.map((shop) => shop.sellerId))
  const entity = await listEntityShops(app, { tenantId }, sellerId)
  const shops = [...joined, ...entity.filter((shop) => !known.has(shop.sellerId))]
  const due = shops.filter((shop) => !isTaken(shop.newest))
  await openForShops(app, tenantId, { from: { caseId, site }, way: 'linked-ban' }, due, () => program)
}

const joinedShops = async (app: App, tenantId: string, { state, program }: LoadedCase): Promise<ShopBeside[]> => {
  const group = await readGroup(app.database.kysely, tenantId, state.sellerId, program.links)
  if (group.isCut) app.log.warn({ caseId: state.caseId }, 'more shops are linked than are followed')
  return readShopsBeside(
    app,
    tenantId,
    state.sellerId,
    group.shops.map((shop) => shop.sellerId),
  )
}

/** A shop is reviewed by the procedure it went through before, where that one reviews linked shops. */
const programOfShop = (app: App, ofShop: string | undefined, otherwise: string): string => {
  const own = ofShop === undefined ? undefined : app.programs.get(ofShop)
  return own && own.links.reviewAfter !== 'never' ? own.name : otherwise
}
