import { featuresOf } from '#domain/risk/profile.ts'
import type { FeatureValues } from '#domain/risk/rule-set.ts'
import type { App, Caller } from '../app.ts'
import { publishedRuleSets } from '../rules/rule-sets.ts'
import { holdProfiles } from './risk-rows.ts'
import { readRiskSellers } from './risk-sellers.ts'

/**
 * What rules would read of a seller now: profile, registration and standing, with the newest signal as the one that is looked at.
 * Null where rules never looked at the seller.
 */
export const readSellerFeatures = async (
  app: App,
  { tenantId }: Caller,
  sellerId: string,
): Promise<FeatureValues | null> => {
  const rules = await publishedRuleSets(app, tenantId)
  const sellers = await readRiskSellers(app, tenantId, [sellerId], { withLinks: true, rules })
  const seller = sellers.get(sellerId)
  const held = await app.database.transaction((tx) => holdProfiles(tx, tenantId, [sellerId]))
  const profile = held.get(sellerId)
  if (!seller || !profile?.isDecided) return null
  const newest = await app.database.kysely
    .selectFrom('signal')
    .select('type')
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { values } = featuresOf({
    profile: profile.profile,
    seller: profile.sellerFacts,
    standing: seller.standing,
    signalType: null,
    nowMs: app.clock.nowMs(),
  })
  return newest ? { ...values, 'signal.type': newest.type } : values
}
