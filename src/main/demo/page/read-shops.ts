import type { App } from '#app/app.ts'
import { listCases } from '#app/cases/read-case.ts'
import { readSeller } from '#app/sellers/seller-store.ts'
import type { MarketplaceTable } from '../market/run-marketplace.ts'
import { demoShops, programOfSite } from '../market/shops.ts'
import type { ShopPart } from './parts.ts'

const closed = new Set(['passed', 'restored', 'withdrawn'])
const shownMost = 30
const first = new Set(demoShops.map((shop) => shop.sellerId))

/** The demo's own shops, then the others, newest first, each with its newest case and what the marketplace's table says. */
export const readShops = async (
  app: App,
  tenantId: string,
  table: MarketplaceTable | null,
  language: string,
): Promise<ShopPart[]> => {
  const rows = await app.database.kysely
    .selectFrom('seller')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .orderBy((eb) => eb('id', 'in', [...first]), 'desc')
    .orderBy('created_at', 'desc')
    .limit(shownMost)
    .execute()
  const shops: ShopPart[] = []
  for (const { id } of rows) {
    const seller = await readSeller(app, app.database.kysely, tenantId, id)
    if (!seller) continue
    const newest = (await listCases(app, tenantId, { seller: id, limit: 1 })).cases[0] ?? null
    const { companyName, legalRepresentative } = seller.registration
    const program = app.programs.get(programOfSite(app.programs, seller.site))
    shops.push({
      program: program?.title[language] ?? program?.name ?? '',
      sellerId: id,
      shopName: companyName ?? legalRepresentative.name,
      representative: legalRepresentative.name,
      idNumber: legalRepresentative.idNumber,
      site: seller.site,
      taken: table && (table.sellers.find((line) => line.sellerId === id)?.taken ?? []),
      status: newest?.status ?? null,
      hasOpenCase: newest !== null && !closed.has(newest.status),
    })
  }
  return shops
}
