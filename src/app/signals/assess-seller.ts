import { isDeepStrictEqual } from 'node:util'
import type { App } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import type { AssessmentCause } from '../ports/schema-risk.ts'
import { featuresWorthKeeping, layoutFor, packInputs } from '../rules/kept-inputs.ts'
import type { StoredDecision } from '../rules/risk-decisions.ts'
import { publishedRuleSets } from '../rules/rule-sets.ts'
import { assess } from './assess.ts'
import { mayOpenBySignals, queueOpening } from './queue-opening.ts'
import { holdProfiles, writeSignals } from './risk-rows.ts'
import { readRiskSellers } from './risk-sellers.ts'

/**
 * [TR2] [TR4] Looks at a seller anew without a signal: the registration, or what staff has ruled of its links, has changed. Where
 * that changes what the rules say, the decision is kept as a step of its own, with version, inputs and reasons; where it
 * says so a case is opened.
 */
export const assessSeller = async (
  app: App,
  tenantId: string,
  sellerId: string,
  cause: AssessmentCause,
): Promise<void> => {
  const rules = await publishedRuleSets(app, tenantId)
  const seller = (await readRiskSellers(app, tenantId, [sellerId], { withLinks: true, rules, isAnew: true })).get(
    sellerId,
  )
  if (!seller || rules.length === 0) return
  const layout = await layoutFor(app.database, featuresWorthKeeping(rules))
  const nowMs = app.clock.nowMs()
  await app.database.transaction(async (tx) => {
    const held = (await holdProfiles(tx, tenantId, [sellerId])).get(sellerId)
    if (!held) return
    const { told, opening, ...standing } = assess({
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
    const isStep = opening !== null || !isSameSaid(standing.decisions, held.standing.decisions)
    const seq = isStep ? held.seq + 1 : held.seq
    await writeSignals(tx, tenantId, { signals: [], layout: layout.no }, [{ ...held, seq, standing }], nowMs)
    if (isStep)
      await keepStep(tx, { tenantId, sellerId, seq, cause, nowMs }, standing.decisions, {
        layout: layout.no,
        ...packInputs(layout.features, told),
      })
    if (opening) await queueOpening(app, tx, { tenantId, sellerId, ...opening })
  })
}

/** Whether the same rules of the same versions are true, which is all that a profile keeps of its last decisions. */
const isSameSaid = (one: readonly StoredDecision[], other: readonly StoredDecision[]): boolean =>
  isDeepStrictEqual(one.map(said), other.map(said))

const said = ({ notAsked: _, ...decision }: StoredDecision) => decision

type Step = { tenantId: string; sellerId: string; seq: number; cause: AssessmentCause; nowMs: number }

const keepStep = (
  tx: Tx,
  { tenantId, sellerId, seq, cause, nowMs }: Step,
  decisions: readonly StoredDecision[],
  { layout, values, missing }: { layout: number; values: readonly unknown[]; missing: string },
) =>
  tx
    .insertInto('risk_assessment')
    .values({
      tenant_id: tenantId,
      seller_id: sellerId,
      seq,
      cause,
      at: new Date(nowMs),
      layout,
      inputs: JSON.stringify(values),
      missing,
      decisions: JSON.stringify(decisions),
    })
    .execute()
