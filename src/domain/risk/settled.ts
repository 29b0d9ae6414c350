import type { RiskDecision, RuleSet } from './rule-set.ts'

/**
 * [TR4] What a case has settled is not counted again. When a case of a seller ends without a ban, every rule that was true by
 * then is settled: it still shows in the score, and opens no further case for as long as it stands. A settled rule that has not
 * been true for a day is over; when it comes true again after that, it is news.
 *
 * By program and rule: null while the rule stands, else the moment at which it was first seen not to.
 */
export type Settled = Record<string, SettledRules>
/** Of one program, by rule. */
export type SettledRules = Record<string, number | null>

type Asked = Pick<RiskDecision, 'contributions'> & { program: string }

/** A rule that comes and goes within this time is the same finding still. */
const sameFindingMs = 24 * 3_600_000

const isOver = (sinceMs: number | null | undefined, nowMs: number): boolean =>
  typeof sinceMs === 'number' && nowMs - sinceMs >= sameFindingMs

/** All that stood when a case ended, by the last decisions before that. */
export const settle = (decisions: readonly Asked[]): Settled =>
  Object.fromEntries(decisions.map(({ program, contributions }) => [program, settledBy(contributions)]))

/** Of one program: what stood when a case ended. */
export const settledBy = (contributions: RiskDecision['contributions']): SettledRules =>
  Object.fromEntries(contributions.map(({ rule }) => [rule, null]))

/** What is still settled after these decisions. Programs whose rules were not asked stay as they are. */
export const stillSettled = (settled: Settled, decisions: readonly Asked[], nowMs: number): Settled => {
  const next = { ...settled }
  for (const { program, contributions } of decisions) {
    const before = settled[program]
    if (before) next[program] = rulesStillSettled(before, contributions, nowMs)
  }
  return next
}

/** Of one program: what is still settled after one more decision. */
export const rulesStillSettled = (
  before: SettledRules,
  contributions: RiskDecision['contributions'],
  nowMs: number,
): SettledRules => {
  const stands = new Set(contributions.map(({ rule }) => rule))
  const left = Object.entries(before).flatMap(([rule, sinceMs]): [string, number | null][] => {
    if (isOver(sinceMs, nowMs)) return []
    return [[rule, stands.has(rule) ? null : (sinceMs ?? nowMs)]]
  })
  return Object.fromEntries(left)
}

/** What follows from a decision once what is settled is left out; weights below zero count as they always do. */
export const outcomeBeyond = (
  settled: SettledRules,
  decision: Pick<RiskDecision, 'outcome' | 'score' | 'contributions'>,
  { open, person }: RuleSet['thresholds'],
): RiskDecision['outcome'] => {
  if (decision.outcome === 'none') return 'none'
  const isNews = (rule: string) => !Object.hasOwn(settled, rule)
  if (decision.contributions.every(({ rule }) => !isNews(rule)))
    return decision.contributions.length > 0 ? 'none' : decision.outcome
  const paidOff = decision.contributions
    .filter(({ rule, weight }) => !isNews(rule) && weight > 0)
    .reduce((sum, { weight }) => sum + weight, 0)
  const score = decision.score - paidOff
  const opens = score >= open || decision.contributions.some(({ rule, hard }) => hard && isNews(rule))
  if (!opens) return 'none'
  return person !== null && score >= person && decision.outcome === 'open-with-person' ? 'open-with-person' : 'open'
}
