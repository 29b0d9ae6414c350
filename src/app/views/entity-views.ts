import type { EntityShop } from '#contracts/desk-entity.ts'
import type { ShopBeside } from '../links/shops-beside.ts'
import { iso } from './instants.ts'

export const entityShopViews = (shops: readonly ShopBeside[]): EntityShop[] =>
  shops.map(({ sellerId, site, samePerson, newest }) => ({
    sellerId,
    site,
    samePerson,
    newestCase: newest && {
      id: newest.caseId,
      program: newest.program,
      status: newest.status,
      openedAt: iso(newest.openedAtMs),
    },
  }))
