import { looksAt } from '#domain/risk/compile-rules.ts'
import { featuresOf, type RiskProfile } from '#domain/risk/profile.ts'
import type { RiskOfCase } from '#domain/risk/risk-of-case.ts'
import { outcomeBeyond, type Settled, settle, stillSettled } from '#domain/risk/settled.ts'
import type { SellerFacts, SignalType, StandingFacts } from '#domain/risk/signal.ts'
import type { ToldFeatures } from '#domain/risk/told-features.ts'
import type { StoredDecision } from '../rules/risk-decisions.ts'
import type { PublishedRuleSet } from '../rules/rule-sets.ts'

/** The newest case of a seller; one that is `over` neither runs nor bans. */
export type NewestCase = { id: string; isOver: boolean }

/** What the row of a seller's profile says of the decisions so far. */
export type Standing = { decisions: StoredDecision[]; settled: Settled; settledCaseId: string | null }

export type Assessment = Standing & {
  /** What the rules could read. */
  told: ToldFeatures
  /** The case that is to be opened now, by whose rules and why; null for none. */
  opening: (RiskOfCase & { program: string }) | null
}

export type ToAssess = {
  profile: RiskProfile
  seller: SellerFacts
  standing: StandingFacts
  newestCase: NewestCase | null
  before: Standing
  /** The published rule sets of the marketplace. */
  rules: readonly PublishedRuleSet[]
  /** Programs whose cases signals may open. */
  mayOpen: (program: string) => boolean
  /** What is just coming in; null when it is the registration. */
  signal: { type: SignalType; seq: number } | null
  nowMs: number
}

/**
 * [TR2] [TR4] One look at one seller: the features as they are now, what the rules of each program say of them, and whether that
 * opens a case. Pure. Of several programs that would open one, the first by its name does: a seller has one case at a time.
 */
export const assess = (asked: ToAssess): Assessment => {
  const { nowMs, newestCase, before } = asked
  const told = featuresOf({
    profile: asked.profile,
    seller: asked.seller,
    standing: asked.standing,
    signalType: asked.signal?.type ?? null,
    nowMs,
  })
  const rules = asked.rules.filter((one) => looksAt(one.rules, asked.seller.site))
  const decided = rules.map((one) => ({ ...one, decision: one.rules.judge(told.values) }))
  const decisions = decided.map(({ program, version, decision }) => ({ program, version, ...decision }))
  const ended = newestCase?.isOver && newestCase.id !== before.settledCaseId ? newestCase.id : null
  const settledThen = ended === null ? before.settled : settle(before.decisions)
  const settled = stillSettled(settledThen, decisions, nowMs)
  const openings = decided.flatMap(({ program, version, rules: { set }, decision }) => {
    const outcome = outcomeBeyond(settled[program] ?? {}, decision, set.thresholds)
    return outcome === 'none' || !asked.mayOpen(program) ? [] : [{ program, version, outcome, decision }]
  })
  const [first] = newestCase && !newestCase.isOver ? [] : openings
  return {
    told,
    decisions,
    settled,
    settledCaseId: ended ?? before.settledCaseId,
    opening: first
      ? {
          program: first.program,
          rulesVersion: first.version,
          outcome: first.outcome,
          score: first.decision.score,
          contributions: first.decision.contributions,
          signalSeq: asked.signal?.seq ?? null,
          assessedAtMs: nowMs,
        }
      : null,
  }
}
