import type { Registration } from '#domain/registration.ts'
import { emptyProfile } from '#domain/risk/profile.ts'
import { sellerFactsOf } from '#domain/risk/seller-facts.ts'
import type { SellerFacts } from '#domain/risk/signal.ts'
import type { App } from '../app.ts'
import { assessSellerJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import { publishedRuleSets } from '../rules/rule-sets.ts'
import { readSeller } from '../sellers/seller-store.ts'

/** What rules may know of a registration. Asks the business register, so not to be called inside a transaction. [EL7] */
export const sellerFactsFor = async (
  app: App,
  registration: Registration,
  registeredAtMs: number,
): Promise<SellerFacts> => {
  const register = await app.lookups.ask('business-register', registration)
  const differsFromRegister = register === 'not-checked' ? null : register === 'failed'
  return sellerFactsOf(registration, { differsFromRegister, registeredAtMs })
}

/** [TR2] Keeps them with the registration, in its transaction; the seller is assessed anew where there are rules to ask. */
export const keepSellerFacts = async (
  app: App,
  tx: Tx,
  { tenantId, sellerId, facts, isAsked }: { tenantId: string; sellerId: string; facts: SellerFacts; isAsked: boolean },
): Promise<void> => {
  const now = new Date(app.clock.nowMs())
  await tx
    .insertInto('risk_profile')
    .values(newProfile(tenantId, sellerId, facts, now))
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'seller_id'])
        .doUpdateSet({ seller_facts: JSON.stringify(facts), updated_at: now }),
    )
    .execute()
  if (isAsked)
    await app.queue.enqueue(
      tx,
      assessSellerJob,
      { tenantId, sellerId, cause: 'registration' },
      { singletonKey: `${tenantId}/${sellerId}` },
    )
}

/** Whether anybody's rules look at sellers of this marketplace at all. */
export const hasRules = async (app: App, tenantId: string): Promise<boolean> =>
  (await publishedRuleSets(app, tenantId)).length > 0

/** For sellers that were registered before there were rules. */
export const knowSeller = async (app: App, tenantId: string, sellerId: string): Promise<void> => {
  const seller = await readSeller(app, app.database.kysely, tenantId, sellerId)
  if (!seller) return
  const facts = await sellerFactsFor(app, seller.registration, seller.createdAtMs)
  await app.database.kysely
    .insertInto('risk_profile')
    .values(newProfile(tenantId, sellerId, facts, new Date(app.clock.nowMs())))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const newProfile = (tenantId: string, sellerId: string, facts: SellerFacts, now: Date) => ({
  tenant_id: tenantId,
  seller_id: sellerId,
  seller_facts: JSON.stringify(facts),
  profile: JSON.stringify(emptyProfile),
  seq: 0,
  newest_at: null,
  decisions: null,
  decided_at: null,
  settled: '{}',
  settled_case_id: null,
  updated_at: now,
})
