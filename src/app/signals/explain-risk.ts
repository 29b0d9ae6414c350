import { z } from 'zod'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import { type FeatureName, type FeatureValue, featureNames } from '#domain/risk/features.ts'
import type { ToldFeatures } from '#domain/risk/told-features.ts'
import type { App, Caller } from '../app.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import { readLayouts, unpackInputs } from '../rules/kept-inputs.ts'
import { readDecisions, type StoredDecision } from '../rules/risk-decisions.ts'
import { rulesAsWritten, ruleVersionKey } from '../rules/rule-words.ts'
import { heaviestFirst, type RuleShown, shownRule } from './read-risk-timeline.ts'

export type ReadFeature = { feature: FeatureName; value: FeatureValue | null; missing: string | null }

export type RiskExplanation = {
  seq: number
  /** The marketplace's; null where no signal came. */
  signalId: string | null
  decisions: (Pick<StoredDecision, 'program' | 'version' | 'outcome' | 'score'> & {
    opensAt: number | null
    personAt: number | null
    contributions: (RuleShown & { isNew: boolean; reads: ReadFeature[] })[]
    notAsked: (RuleShown & { reads: ReadFeature[] })[]
  })[]
  inputs: ReadFeature[]
  looks: { by: string; atMs: number }[]
}

const keptValues = z.array(z.union([z.boolean(), z.number(), z.string(), z.array(z.string()), z.null()]))

type Asked = { sellerId: string; seq: number }

/**
 * [TR4] Every point of what was decided at one step: each rule that was true with what it read then, each that could not
 * be asked with what it lacked and why. Null when there is no such step of a seller of this marketplace.
 */
export const explainRisk = async (
  app: App,
  { tenantId }: Caller,
  { sellerId, seq }: Asked,
): Promise<RiskExplanation | null> => {
  const rows = await app.database.kysely
    .selectFrom('risk_step')
    .select(['seq', 'signal_id', 'layout', 'inputs', 'missing', 'decisions'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute()
  const [row, before] = rows
  if (row?.seq !== seq) return null
  const decisions = readDecisions(row.decisions)
  const earlier = readDecisions(before?.decisions)
  const layouts = await readLayouts(app.database, [row.layout])
  const inputs = unpackInputs(layouts.get(row.layout) ?? [], {
    values: keptValues.parse(row.inputs),
    missing: row.missing,
  })
  const written = await rulesAsWritten(app, tenantId, decisions)
  return {
    seq,
    signalId: row.signal_id,
    decisions: decisions.map((decision) => {
      const { program, version, outcome, score, contributions, notAsked } = decision
      const asWritten = written.get(ruleVersionKey(decision))
      const standing = earlier.find((one) => one.program === program)?.contributions ?? []
      return {
        program,
        version,
        outcome,
        score,
        opensAt: asWritten?.opensAt ?? null,
        personAt: asWritten?.personAt ?? null,
        contributions: heaviestFirst(contributions).map((one) => ({
          ...shownRule(written, decision, one),
          isNew: !standing.some(({ rule }) => rule === one.rule),
          reads: (asWritten?.rules.get(one.rule)?.reads ?? []).map((name) => readFeature(inputs, name)),
        })),
        notAsked: notAsked.flatMap((place) => {
          const [rule, asked] = [...(asWritten?.rules ?? [])][place] ?? []
          if (rule === undefined || asked === undefined) return []
          const { weight, hard, reads } = asked
          return {
            ...shownRule(written, decision, { rule, weight, hard }),
            reads: reads.map((name) => readFeature(inputs, name)).filter(({ value }) => value === null),
          }
        }),
      }
    }),
    inputs: featureNames
      .map((name) => readFeature(inputs, name))
      .filter(({ value, missing }) => value !== null || missing !== null),
    looks: await looksAt(app, tenantId, { sellerId, seq }),
  }
}

const readFeature = ({ values, missing }: ToldFeatures, feature: FeatureName): ReadFeature => ({
  feature,
  value: values[feature] ?? null,
  missing: missing[feature] ?? null,
})

const looksAt = async (app: App, tenantId: string, { sellerId, seq }: Asked): Promise<RiskExplanation['looks']> => {
  const rows = await app.database.kysely
    .selectFrom('signal_look')
    .leftJoin('staff', 'staff.id', 'signal_look.staff_id')
    .select(['signal_look.staff_id', 'signal_look.at', 'staff.name'])
    .where('signal_look.tenant_id', '=', tenantId)
    .where('signal_look.seller_id', '=', sellerId)
    .where('signal_look.seq', '=', seq)
    .orderBy('signal_look.no', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({ by: row.name ?? row.staff_id, atMs: row.at.getTime() }))
}

const bodySchema = z.record(z.string(), z.unknown())

/**
 * [EV4] Opens what the marketplace sent, which is personal data. The look is kept before anything is opened. `body` is null
 * once the seller's key is gone.
 */
export const lookAtSignal = async (
  app: App,
  { tenantId, staffId }: Caller & { staffId: string },
  { sellerId, seq }: Asked,
): Promise<Result<{ body: Record<string, unknown> | null }>> => {
  const row = await app.database.transaction(async (tx) => {
    const found = await tx
      .selectFrom('signal')
      .select(['id', 'body_sealed'])
      .where('tenant_id', '=', tenantId)
      .where('seller_id', '=', sellerId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (found)
      await tx
        .insertInto('signal_look')
        .values({ tenant_id: tenantId, seller_id: sellerId, seq, staff_id: staffId, at: new Date(app.clock.nowMs()) })
        .execute()
    return found
  })
  if (!row) return refuse('not-found')
  const context = { table: 'signal', column: 'body_sealed', row: `${tenantId}/${sellerId}/${row.id}` }
  const opened = isSealed(row.body_sealed) ? await decryptText(app.keys, row.body_sealed, context) : null
  return accept({ body: opened?.ok ? bodySchema.parse(JSON.parse(opened.text)) : null })
}
