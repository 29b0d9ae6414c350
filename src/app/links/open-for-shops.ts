import type { CaseElsewhere } from '#domain/case/events.ts'
import type { OpenedBy } from '#domain/program.ts'
import type { App } from '../app.ts'
import { openCase } from '../cases/open-case.ts'
import type { ShopBeside } from './shops-beside.ts'

type Opening = { from: CaseElsewhere; way: Extract<OpenedBy, 'spread' | 'linked-ban' | 'linked-failure'> }

/** Opens a case for each of some shops out of another case, once however often that is tried. */
export const openForShops = async (
  app: App,
  tenantId: string,
  { from, way }: Opening,
  shops: readonly ShopBeside[],
  programOf: (shop: ShopBeside) => string,
): Promise<void> => {
  for (const shop of shops) {
    if (await wasOpenedBy(app, tenantId, shop.sellerId, from.caseId)) continue
    const asked = {
      sellerId: shop.sellerId,
      program: programOf(shop),
      way,
      from: way === 'linked-failure' ? { ...from, samePerson: shop.samePerson } : from,
      note: null,
      noticedAtMs: null,
    }
    const opened = await openCase(app, { tenantId }, { kind: 'system' }, asked)
    if (!opened.ok && opened.refusal.code !== 'case-already-open')
      throw new Error(`a case of a linked shop could not be opened: ${opened.refusal.code}`)
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
