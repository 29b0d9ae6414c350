import { z } from 'zod'
import type { RiskDecision } from '#domain/risk/rule-set.ts'
import type { App, Caller } from '../app.ts'
import type { AssessmentCause } from '../ports/schema-risk.ts'
import { readDecisions, type StoredDecision } from '../rules/risk-decisions.ts'
import { type RulesAsWritten, rulesAsWritten, ruleVersionKey } from '../rules/rule-words.ts'

export type RuleShown = { rule: string; words: Record<string, string>; weight: number; hard: boolean }

export type RiskEntry = {
  seq: number
  cause: 'signal' | AssessmentCause
  /** Of the signal; null for a step without one. */
  type: string | null
  occurredAtMs: number
  receivedAtMs: number
  late: boolean
  decisions: (Pick<StoredDecision, 'program' | 'version' | 'outcome' | 'score'> & {
    scoreBefore: number | null
    added: RuleShown[]
    removed: RuleShown[]
  })[]
  openedCase: { id: string; program: string } | null
}

export type RiskTimeline = {
  now: {
    decidedAtMs: number
    decisions: (Pick<StoredDecision, 'program' | 'version' | 'outcome' | 'score'> & {
      opensAt: number | null
      contributions: RuleShown[]
    })[]
  } | null
  entries: RiskEntry[]
  next: number | null
}

/**
 * [TR4] What each signal of a seller was decided to mean, and each change of the registration or of what staff rules of its
 * links, the newest first, and what it changed against the decision before;
 * null when the marketplace has no such seller. `next` is where the page before begins, null on the last one.
 */
export const readRiskTimeline = async (
  app: App,
  { tenantId }: Caller,
  { sellerId, before, limit }: { sellerId: string; before?: number | undefined; limit: number },
): Promise<RiskTimeline | null> => {
  const reader = app.database.kysely
  const seller = await reader
    .selectFrom('seller')
    .leftJoin('risk_profile', (join) =>
      join.onRef('risk_profile.tenant_id', '=', 'seller.tenant_id').onRef('risk_profile.seller_id', '=', 'seller.id'),
    )
    .select(['risk_profile.decisions', 'risk_profile.decided_at'])
    .where('seller.tenant_id', '=', tenantId)
    .where('seller.id', '=', sellerId)
    .executeTakeFirst()
  if (!seller) return null
  let query = reader
    .selectFrom('risk_step')
    .select(['seq', 'cause', 'signal_type', 'occurred_at', 'received_at', 'late', 'decisions'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .orderBy('seq', 'desc')
    // One more than is shown: the first of a page is held against what was decided before it.
    .limit(limit + 1)
  if (before !== undefined) query = query.where('seq', '<', before)
  const rows = (await query.execute()).map((row) => ({ ...row, decisions: readDecisions(row.decisions) }))
  const now = seller.decided_at && {
    decidedAtMs: seller.decided_at.getTime(),
    decisions: readDecisions(seller.decisions),
  }
  const written = await rulesAsWritten(app, tenantId, [
    ...(now?.decisions ?? []),
    ...rows.flatMap((row) => row.decisions),
  ])
  const opened = await casesOpenedBy(app, tenantId, sellerId)
  return {
    now: now && {
      decidedAtMs: now.decidedAtMs,
      decisions: now.decisions.map((decision) => ({
        program: decision.program,
        version: decision.version,
        outcome: decision.outcome,
        score: decision.score,
        opensAt: written.get(ruleVersionKey(decision))?.opensAt ?? null,
        contributions: heaviestFirst(decision.contributions).map((one) => shownRule(written, decision, one)),
      })),
    },
    entries: rows.slice(0, limit).map((row, index) => ({
      seq: row.seq,
      cause: row.cause,
      type: row.signal_type,
      occurredAtMs: row.occurred_at.getTime(),
      receivedAtMs: row.received_at.getTime(),
      late: row.late,
      decisions: row.decisions.map((decision) => change(written, decision, rows[index + 1]?.decisions ?? [])),
      openedCase: opened.get(row.cause === 'signal' ? row.seq : row.received_at.toISOString()) ?? null,
    })),
    next: rows.length > limit ? (rows[limit - 1]?.seq ?? null) : null,
  }
}

const change = (
  written: ReadonlyMap<string, RulesAsWritten>,
  decision: StoredDecision,
  before: readonly StoredDecision[],
): RiskEntry['decisions'][number] => {
  const { program, version, outcome, score } = decision
  const earlier = before.find((one) => one.program === program)
  const without = (some: RiskDecision['contributions'], others: RiskDecision['contributions'] = []) =>
    heaviestFirst(some.filter(({ rule }) => !others.some((other) => other.rule === rule)))
  return {
    program,
    version,
    outcome,
    score,
    scoreBefore: earlier?.score ?? null,
    added: without(decision.contributions, earlier?.contributions).map((one) => shownRule(written, decision, one)),
    removed: earlier
      ? without(earlier.contributions, decision.contributions).map((one) => shownRule(written, earlier, one))
      : [],
  }
}

/** By what it does to the score; what opens a case by itself stands before everything. */
export const heaviestFirst = <R extends { weight: number; hard: boolean }>(rules: readonly R[]): R[] =>
  rules.toSorted((one, other) => Number(other.hard) - Number(one.hard) || Math.abs(other.weight) - Math.abs(one.weight))

export const shownRule = (
  written: ReadonlyMap<string, RulesAsWritten>,
  decision: { program: string; version: number },
  { rule, weight, hard }: RiskDecision['contributions'][number],
): RuleShown => ({ rule, weight, hard, words: written.get(ruleVersionKey(decision))?.rules.get(rule)?.words ?? {} })

const openingSchema = z.object({
  program: z.string(),
  risk: z.object({ signalSeq: z.number().nullable(), assessedAtMs: z.number() }).optional(),
})

/**
 * [TR4] The cases that rules have opened for this seller, by the number of the signal; by the instant of the decision where
 * there was none.
 */
export const casesOpenedBy = async (
  app: App,
  tenantId: string,
  sellerId: string,
): Promise<Map<number | string, { id: string; program: string }>> => {
  const rows = await app.database.kysely
    .selectFrom('verification_case')
    .innerJoin('case_event', 'case_event.case_id', 'verification_case.id')
    .select(['verification_case.id', 'case_event.data'])
    .where('verification_case.tenant_id', '=', tenantId)
    .where('verification_case.seller_id', '=', sellerId)
    .where('case_event.type', '=', 'case-opened')
    .execute()
  return new Map(
    rows.flatMap(({ id, data }) => {
      const { program, risk } = openingSchema.parse(data)
      return risk ? [[risk.signalSeq ?? new Date(risk.assessedAtMs).toISOString(), { id, program }] as const] : []
    }),
  )
}
