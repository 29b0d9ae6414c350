import type { RiskDecision } from './rule-set.ts'

/** A decision of a rule set by which a case of a seller opens. */
export type Opening = {
  seq: number
  atMs: number
  outcome: Exclude<RiskDecision['outcome'], 'none'>
  score: number
  rules: string[]
}

/**
 * What becomes of a seller by the first case in which the two differ. `opened`: only under the draft. `notOpened`: only under what is
 * published. `changed`: under both, otherwise or at another time.
 */
export type ReplayChange = 'opened' | 'notOpened' | 'changed'
export const replayChanges = ['opened', 'notOpened', 'changed'] as const satisfies ReplayChange[]

/** The first case in which the two differ. */
export type ReplaySample = { sellerId: string; before: Opening | null; after: Opening | null }

export type RuleCount = { before: number; after: number; notAsked: number }

/** Grows with rules and samples, never with signals or sellers. */
export type ReplayCounts = {
  /** Decisions were made on these. */
  signals: number
  sellers: number
  /** Sellers with a case under each; `same`: those with the same cases under both. */
  openings: { before: number; after: number; same: number }
  changes: Record<ReplayChange, { sellers: number; byRule: Record<string, number>; samples: ReplaySample[] }>
  /** Decisions that ask for a case, however many a seller has. */
  over: { before: number; after: number }
  /** Decisions by which a rule was true; `notAsked`: could not be asked by the draft. */
  rules: Record<string, RuleCount>
  /** Decisions of the published version that were stored then, and how many of them come out otherwise now. */
  stored: { compared: number; otherwise: number }
}

/** By rule, the most frequent first. */
export type ReplayResult = Omit<ReplayCounts, 'changes' | 'rules'> & {
  changes: Record<
    ReplayChange,
    { sellers: number; byRule: { rule: string; sellers: number }[]; samples: ReplaySample[] }
  >
  rules: ({ rule: string } & RuleCount)[]
}

/** Enough to look at by hand. */
export const sampleCount = 25

export const emptyCounts = (): ReplayCounts => ({
  signals: 0,
  sellers: 0,
  openings: { before: 0, after: 0, same: 0 },
  changes: {
    opened: { sellers: 0, byRule: {}, samples: [] },
    notOpened: { sellers: 0, byRule: {}, samples: [] },
    changed: { sellers: 0, byRule: {}, samples: [] },
  },
  over: { before: 0, after: 0 },
  rules: {},
  stored: { compared: 0, otherwise: 0 },
})

/** One decision of each rule set; null where one does not look at the shop. */
export const countDecision = (counts: ReplayCounts, before: RiskDecision | null, after: RiskDecision | null): void => {
  if (before && before.outcome !== 'none') counts.over.before++
  if (after && after.outcome !== 'none') counts.over.after++
  for (const { rule } of before?.contributions ?? []) ruleCount(counts, rule).before++
  for (const { rule } of after?.contributions ?? []) ruleCount(counts, rule).after++
  for (const { rule } of after?.notAsked ?? []) ruleCount(counts, rule).notAsked++
}

const ruleCount = ({ rules }: ReplayCounts, rule: string): RuleCount => {
  rules[rule] ??= { before: 0, after: 0, notAsked: 0 }
  return rules[rule]
}

type EndedSeller = { id: string; before: readonly Opening[]; after: readonly Opening[] }

/** A seller whose signals are over. */
export const settleSeller = (counts: ReplayCounts, { id, ...cases }: EndedSeller): void => {
  counts.sellers++
  if (cases.before.length > 0) counts.openings.before++
  if (cases.after.length > 0) counts.openings.after++
  const { before, after } = firstDifference(cases)
  const change = changeBetween(before, after)
  if (change === null) {
    if (cases.before.length > 0) counts.openings.same++
    return
  }
  const of = counts.changes[change]
  of.sellers++
  for (const rule of reasonsOf(before, after)) of.byRule[rule] = (of.byRule[rule] ?? 0) + 1
  if (of.samples.length < sampleCount) of.samples.push({ sellerId: id, before, after })
}

const firstDifference = ({ before, after }: Omit<EndedSeller, 'id'>): Omit<ReplaySample, 'sellerId'> => {
  for (let no = 0; no < Math.max(before.length, after.length); no++) {
    const pair = { before: before[no] ?? null, after: after[no] ?? null }
    if (changeBetween(pair.before, pair.after) !== null) return pair
  }
  return { before: null, after: null }
}

const changeBetween = (before: Opening | null, after: Opening | null): ReplayChange | null => {
  if (before === null) return after === null ? null : 'opened'
  if (after === null) return 'notOpened'
  const isSame =
    before.seq === after.seq && before.outcome === after.outcome && before.rules.join() === after.rules.join()
  return isSame ? null : 'changed'
}

/** The rules behind an opening that only one side has; those that differ where both have one. */
const reasonsOf = (before: Opening | null, after: Opening | null): string[] => {
  const ofBefore = before?.rules ?? []
  const ofAfter = after?.rules ?? []
  if (before === null || after === null) return [...ofBefore, ...ofAfter]
  return [...ofBefore.filter((rule) => !ofAfter.includes(rule)), ...ofAfter.filter((rule) => !ofBefore.includes(rule))]
}

export const resultOf = ({ changes, rules, ...counts }: ReplayCounts): ReplayResult => {
  const told = ({ sellers, byRule, samples }: ReplayCounts['changes'][ReplayChange]) => ({
    sellers,
    byRule: Object.entries(byRule)
      .map(([rule, count]) => ({ rule, sellers: count }))
      .sort((a, b) => b.sellers - a.sellers || (a.rule < b.rule ? -1 : 1)),
    samples,
  })
  return {
    ...counts,
    changes: { opened: told(changes.opened), notOpened: told(changes.notOpened), changed: told(changes.changed) },
    rules: Object.entries(rules)
      .map(([rule, count]) => ({ rule, ...count }))
      .sort((a, b) => b.after - a.after || (a.rule < b.rule ? -1 : 1)),
  }
}
