import { defaultLinkRules, type LinkKind, type LinkRules } from '#domain/links/link.ts'
import { type Tie, tiesOf } from '#domain/links/tie.ts'
import type { App } from '../app.ts'
import { listEntityShops } from '../cases/entities.ts'
import { readGroup } from './link-group.ts'
import { listRulings, type ToldRuling } from './link-rulings.ts'
import { cardLimitOf, type LookAlikes, readLookAlikes } from './look-alikes.ts'
import { readRulings, readSharedValues } from './read-links.ts'
import { readShopsBeside, type ShopBeside } from './shops-beside.ts'

/** So many of a group are shown, nearest first, and so many that do not belong and share something all the same. */
const groupShown = 150
const othersShown = 50

export type GraphShop = ShopBeside & { distance: number | null; sameEntity: boolean }
export type LinkGraphOf = {
  lookAlikes: LookAlikes
  cardLimit01: number
  shops: GraphShop[]
  ties: Tie[]
  crowds: { value: string; kind: LinkKind }[]
  hubAbove: number
  rulings: ToldRuling[]
  isCut: boolean
}

/** [TR3] Whom a shop is linked with and why, by the rules of the program it is verified by; null for no shop of this tenant. */
export const readLinkGraph = async (app: App, tenantId: string, sellerId: string): Promise<LinkGraphOf | null> => {
  const reader = app.database.kysely
  const [own] = await readShopsBeside(app, tenantId, sellerId, [sellerId])
  if (!own) return null
  const rules = linkRulesOf(app, own)
  const group = await readGroup(reader, tenantId, sellerId, rules)
  const near = group.shops.slice(0, groupShown)
  const distances = new Map<string, number | null>([[sellerId, 0]])
  for (const shop of near) distances.set(shop.sellerId, shop.distance)

  const entity = new Set((await listEntityShops(app, { tenantId }, sellerId)).map((shop) => shop.sellerId))
  const { ties: ownTies, rulings } = await tiesAmong(app, tenantId, [sellerId], rules)
  const others = ownTies
    .filter(({ strength }) => strength !== 'shared-by-many')
    .map(({ a, b }) => (a === sellerId ? b : a))
  // Shops that staff split from this one are shown, so that it can be taken back.
  const split = rulings.flatMap((ruling) => (ruling.type === 'split' ? [ruling.a, ruling.b] : []))
  for (const other of [...new Set([...entity, ...others, ...split])].slice(0, othersShown))
    if (!distances.has(other)) distances.set(other, null)

  const lookAlikes = await readLookAlikes(app, tenantId, sellerId)
  for (const { other } of lookAlikes.found) if (!distances.has(other.sellerId)) distances.set(other.sellerId, null)

  const shown = [...distances.keys()]
  const beside = await readShopsBeside(app, tenantId, sellerId, shown)
  const { ties } = await tiesAmong(app, tenantId, shown, rules)
  const crowds = new Map(
    ownTies.flatMap((tie) => (tie.strength === 'shared-by-many' ? [[tie.valueHash, tie.kind]] : [])),
  )
  return {
    shops: beside
      .map((shop) => ({
        ...shop,
        distance: distances.get(shop.sellerId) ?? null,
        sameEntity: entity.has(shop.sellerId) || shop.sellerId === sellerId,
      }))
      .sort((one, other) => (one.distance ?? 99_999) - (other.distance ?? 99_999)),
    ties: ties.filter((tie) => distances.has(tie.a) && distances.has(tie.b) && tie.strength !== 'shared-by-many'),
    crowds: [...crowds].map(([value, kind]) => ({ value, kind })),
    hubAbove: rules.hubAbove,
    rulings: await listRulings(app, tenantId, sellerId),
    lookAlikes,
    cardLimit01: cardLimitOf(app, own.newest?.program),
    isCut: group.isCut || group.shops.length > near.length,
  }
}

/** [TR3] The links that the program of a shop's newest case looks at; without a case those that programs have by default. */
export const linkRulesOf = (app: App, { newest }: ShopBeside): LinkRules =>
  (newest && app.programs.get(newest.program)?.links) ?? defaultLinkRules

const tiesAmong = async (app: App, tenantId: string, sellerIds: string[], rules: LinkRules) => {
  const kinds = [...rules.kinds, ...rules.hints]
  const values = await readSharedValues(app.database.kysely, tenantId, sellerIds, { kinds, hubAbove: rules.hubAbove })
  const hashes = values.map(({ valueHash }) => valueHash)
  const rulings = await readRulings(app.database.kysely, tenantId, sellerIds, hashes)
  return { ties: tiesOf(new Set(sellerIds), values, rules, rulings), rulings }
}
