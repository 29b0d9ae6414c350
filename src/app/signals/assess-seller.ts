import type { App } from '../app.ts'
import { publishedRuleSets } from '../rules/rule-sets.ts'
import { assess } from './assess.ts'
import { mayOpenBySignals, queueOpening } from './queue-opening.ts'
import { holdProfiles, writeSignals } from './risk-rows.ts'
import { readRiskSellers } from './risk-sellers.ts'

/**
 * [TR2] Looks at a seller anew without a signal: the registration, or what staff has ruled of its links, has changed. Nothing is stored but the decision, and where it
 * says so a case is opened.
 */
export const assessSeller = async (app: App, tenantId: string, sellerId: string): Promise<void> => {
  const rules = await publishedRuleSets(app, tenantId)
  const seller = (await readRiskSellers(app, tenantId, [sellerId], { withLinks: true, rules, isAnew: true })).get(
    sellerId,
  )
  if (!seller || rules.length === 0) return
  const nowMs = app.clock.nowMs()
  await app.database.transaction(async (tx) => {
    const held = (await holdProfiles(tx, tenantId, [sellerId])).get(sellerId)
    if (!held) return
    const {
      told: _,
      opening,
      ...standing
    } = assess({
      profile: held.profile,
      seller: held.sellerFacts,
      standing: seller.standing,
      newestCase: seller.newestCase,
      before: held.standing,
      rules,
      mayOpen: (program) => mayOpenBySignals(app, program),
      signal: null,
      nowMs,
    })
    await writeSignals(tx, tenantId, { signals: [], layout: 0 }, [{ ...held, standing }], nowMs)
    if (opening) await queueOpening(app, tx, { tenantId, sellerId, ...opening })
  })
}
