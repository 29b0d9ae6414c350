import type { Rule, RuleSet } from './rule-set.ts'

/**
 * [TR4] What differs between two rule sets, for the person who has to agree to it. Rules are the same when their id is; a rule
 * that got another id was removed and added. The order of rules says nothing about the score, so it is told and not counted.
 */
export type RuleSetDiff = {
  program: Changed<string> | null
  sites: Changed<string[] | null> | null
  open: Changed<number> | null
  person: Changed<number | null> | null
  lists: {
    added: { name: string; items: string[] }[]
    removed: { name: string; items: string[] }[]
    changed: { name: string; added: string[]; removed: string[] }[]
  }
  rules: { added: Rule[]; removed: Rule[]; changed: ChangedRule[] }
  /** Rules that both sets have stand in another order. */
  isReordered: boolean
}

export type Changed<T> = { before: T; after: T }
export type RulePart = 'when' | 'weight' | 'hard' | 'staff' | 'seller'
export type ChangedRule = { id: string; before: Rule; after: Rule; parts: RulePart[] }

const ruleParts: readonly RulePart[] = ['when', 'weight', 'hard', 'staff', 'seller']

/** From `before` to `after`; nothing published yet (null) is an empty set, of which everything is new. */
export const diffRuleSets = (before: RuleSet | null, after: RuleSet): RuleSetDiff => {
  const rulesBefore = new Map((before?.rules ?? []).map((rule) => [rule.id, rule]))
  const rulesAfter = new Map(after.rules.map((rule) => [rule.id, rule]))
  const inBoth = (rules: readonly Rule[], others: ReadonlyMap<string, Rule>) =>
    rules.filter(({ id }) => others.has(id)).map(({ id }) => id)
  return {
    program: before && changed(before.program, after.program),
    sites: before && changed(sorted(before.sites), sorted(after.sites)),
    open: before && changed(before.thresholds.open, after.thresholds.open),
    person: before && changed(before.thresholds.person, after.thresholds.person),
    lists: diffLists(before?.lists ?? {}, after.lists),
    rules: {
      added: after.rules.filter(({ id }) => !rulesBefore.has(id)),
      removed: (before?.rules ?? []).filter(({ id }) => !rulesAfter.has(id)),
      changed: after.rules.flatMap((rule) => {
        const old = rulesBefore.get(rule.id)
        const parts = old ? ruleParts.filter((part) => !isSame(old[part], rule[part])) : []
        return old && parts.length > 0 ? [{ id: rule.id, before: old, after: rule, parts }] : []
      }),
    },
    isReordered: before !== null && !isSame(inBoth(before.rules, rulesAfter), inBoth(after.rules, rulesBefore)),
  }
}

/** How many things a person has to look at; the order of rules is none of them. */
export const countChanges = ({ program, sites, open, person, lists, rules }: RuleSetDiff): number =>
  [program, sites, open, person].filter((one) => one !== null).length +
  [lists, rules].reduce(
    (sum, { added, removed, changed: both }) => sum + added.length + removed.length + both.length,
    0,
  )

const diffLists = (before: RuleSet['lists'], after: RuleSet['lists']): RuleSetDiff['lists'] => {
  const only = (lists: RuleSet['lists'], others: RuleSet['lists']) =>
    Object.entries(lists).flatMap(([name, items]) => (Object.hasOwn(others, name) ? [] : [{ name, items }]))
  return {
    added: only(after, before),
    removed: only(before, after),
    changed: Object.entries(after).flatMap(([name, items]) => {
      const old = Object.hasOwn(before, name) ? before[name] : undefined
      if (!old) return []
      const added = items.filter((item) => !old.includes(item))
      const removed = old.filter((item) => !items.includes(item))
      return added.length + removed.length > 0 ? [{ name, added, removed }] : []
    }),
  }
}

const sorted = (names: string[] | null): string[] | null => names && [...names].sort()

const changed = <T>(before: T, after: T): Changed<T> | null => (isSame(before, after) ? null : { before, after })

/** Of plain JSON, whatever the order in which members were written. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const members = Object.keys(one)
  return (
    members.length === Object.keys(other).length &&
    members.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isSame((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
    )
  )
}
