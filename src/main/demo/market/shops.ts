import type { Program } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'
import { inventedCard, inventedRegistration } from '../media/render/invented-identity.ts'
import { ownNumbers } from './own-numbers.ts'

/** A Hong Kong holder: the self-service lane takes no such card, so this shop is shown the way round. [EL1] */
const abroad = {
  name: 'Chan Tai Yeung',
  formerNames: [],
  idNumber: 'Z683365(5)',
  idValidTo: null,
}

/**
 * The shops of the demo marketplace, none of which exists. The first two belong to the men of the generated footage, so
 * that simulated sellers can pass as them.
 */
export const demoShops: readonly Registration[] = [
  inventedRegistration(inventedCard('a'), {
    sellerId: 'kapok-home',
    companyName: '样本市木棉样例贸易有限公司',
    site: 'ES',
    email: 'kapok@demo.example',
  }),
  inventedRegistration(inventedCard('b'), {
    ...ownNumbers('lantern-lights'),
    sellerId: 'lantern-lights',
    companyName: '测试市灯笼样例照明有限公司',
    site: 'FR',
    email: 'lantern@demo.example',
    mainCategory: 'consumer-electronics',
    categories: ['consumer-electronics'],
  }),
  inventedRegistration(inventedCard('a'), {
    ...ownNumbers('ferry-gifts'),
    sellerId: 'ferry-gifts',
    companyName: 'Ferry Gifts (Specimen) Ltd',
    legalRepresentative: abroad,
    site: 'ES',
    email: 'ferry@demo.example',
    language: 'en',
  }),
  // The next two sell where verification is a booked call.
  inventedRegistration(inventedCard('a'), {
    sellerId: 'mangrove-tea',
    kind: 'sole-trader',
    site: 'MY',
    email: 'mangrove@demo.example',
    language: 'en',
  }),
  inventedRegistration(inventedCard('b'), {
    sellerId: 'maple-prints',
    companyName: null,
    kind: 'individual',
    site: 'US',
    email: 'maple@demo.example',
    language: 'en',
  }),
]

/** Whose procedure a shop goes through: that of the marketplace with an office for its site, else the one that has none. */
export const programOfSite = (programs: ReadonlyMap<string, Program>, site: string): string => {
  const all = [...programs.values()]
  const called = all.find(({ call }) => call !== null && site in call.booking.siteZones)
  return (called ?? all.find(({ call }) => call === null))?.name ?? ''
}

/** Shops whose marketplace has not given anything back yet, as a slow back office would: their cases stay `passed`. */
export const slowShops = { passed: 'state-slow-market' } as const
