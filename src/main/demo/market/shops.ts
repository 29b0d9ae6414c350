import type { Registration } from '#domain/registration.ts'
import { inventedCard, inventedRegistration } from '../media/render/invented-identity.ts'

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
    sellerId: 'lantern-lights',
    companyName: '测试市灯笼样例照明有限公司',
    site: 'FR',
    email: 'lantern@demo.example',
    mainCategory: 'consumer-electronics',
    categories: ['consumer-electronics'],
  }),
  inventedRegistration(inventedCard('a'), {
    sellerId: 'ferry-gifts',
    companyName: 'Ferry Gifts (Specimen) Ltd',
    legalRepresentative: abroad,
    site: 'ES',
    email: 'ferry@demo.example',
    language: 'en',
  }),
]

/** Shops whose marketplace has not given anything back yet, as a slow back office would: their cases stay `passed`. */
export const slowShops = { passed: 'state-slow-market' } as const
