import type { App } from '../app.ts'
import { loadCase, readEvents } from '../cases/case-store.ts'
import { listEntityShops } from '../cases/entities.ts'
import { reviewedAfter } from '../cases/follow-ups.ts'
import { reviewEntityJob, reviewLinkedJob, sharePassJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import { linkRulesOf } from './link-graph.ts'
import { readGroup } from './link-group.ts'
import { readShopsBeside, type ShopBeside } from './shops-beside.ts'

/**
 * [TR3] [SI1] [RE5] Staff has ruled on the links of a shop. What happened before among the shops that belong together now is made
 * good at once: a pass is shared, a failure that was not made good and a ban have the others looked at. Each is done by the
 * job that does it when it happens, which opens nothing twice; so shops that were together before are left as they are.
 */
export const followRuling = async (app: App, tenantId: string, sellerId: string): Promise<void> => {
  const [own] = await readShopsBeside(app, tenantId, sellerId, [sellerId])
  if (!own) return
  const group = await readGroup(app.database.kysely, tenantId, sellerId, linkRulesOf(app, own))
  const joined = await readShopsBeside(
    app,
    tenantId,
    sellerId,
    group.shops.map((shop) => shop.sellerId),
  )
  const entity = await listEntityShops(app, { tenantId }, sellerId)
  const shops = new Map([own, ...joined, ...entity].map((shop) => [shop.sellerId, shop]))
  for (const shop of shops.values()) await app.database.transaction((tx) => queueAgain(app, tx, tenantId, shop))
}

/** The job that the newest case of a shop has meant for others, if any. */
const queueAgain = async (app: App, tx: Tx, tenantId: string, { newest }: ShopBeside): Promise<void> => {
  const loaded = newest && (await loadCase(app, tx, tenantId, newest.caseId))
  if (!loaded) return
  const { state, program } = loaded
  const payload = { tenantId, caseId: state.caseId }
  if (state.status === 'banned') {
    await app.queue.enqueue(tx, reviewEntityJob, payload)
    return
  }
  if (state.status === 'passed' || state.status === 'restored') {
    if (program.sites.sharePass) await app.queue.enqueue(tx, sharePassJob, payload)
    return
  }
  const after = reviewedAfter[program.links.reviewAfter]
  if (state.status === 'withdrawn' || after === null) return
  const events = await readEvents(tx, tenantId, state.caseId)
  if (events.some(({ data }) => data.type === after)) await app.queue.enqueue(tx, reviewLinkedJob, payload)
}
