import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'

/** What can be done to rules while somebody writes them; every edit gives new rules and leaves the old as they were. */

/** An id that no rule has yet, beginning with this one. */
export const freeId = (rules: readonly Rule[], wanted: string): string => {
  const taken = new Set(rules.map(({ id }) => id))
  if (!taken.has(wanted)) return wanted
  for (let no = 2; ; no += 1) if (!taken.has(`${wanted}-${no}`)) return `${wanted}-${no}`
}

export const addRule = (set: RuleSet): RuleSet => ({
  ...set,
  rules: [
    ...set.rules,
    {
      id: freeId(set.rules, 'new-rule'),
      when: '',
      weight: 1,
      hard: false,
      staff: { zh: '', en: '' },
      seller: null,
    },
  ],
})

export const changeRule = (set: RuleSet, index: number, change: Partial<Rule>): RuleSet => ({
  ...set,
  rules: set.rules.map((rule, at) => (at === index ? { ...rule, ...change } : rule)),
})

export const removeRule = (set: RuleSet, index: number): RuleSet => ({
  ...set,
  rules: set.rules.filter((_, at) => at !== index),
})

/** The copy stands right below, under an id of its own. */
export const duplicateRule = (set: RuleSet, index: number): RuleSet => {
  const rule = set.rules[index]
  if (!rule) return set
  const copy = { ...rule, id: freeId(set.rules, rule.id) }
  return { ...set, rules: [...set.rules.slice(0, index + 1), copy, ...set.rules.slice(index + 1)] }
}

/** One place up (-1) or down (1); at either end nothing happens. */
export const moveRule = (set: RuleSet, index: number, by: -1 | 1): RuleSet => {
  const [rule, other] = [set.rules[index], set.rules[index + by]]
  if (!rule || !other) return set
  return { ...set, rules: set.rules.map((one, at) => (at === index ? other : at === index + by ? rule : one)) }
}

/** A list under its old or its new name, in its old place; null takes it away. */
export const changeList = (set: RuleSet, name: string, list: { name: string; items: string[] } | null): RuleSet => {
  const isNew = !Object.hasOwn(set.lists, name)
  const entries = Object.entries(set.lists).flatMap(([one, items]): [string, string[]][] =>
    one !== name ? [[one, items]] : list ? [[list.name, list.items]] : [],
  )
  return { ...set, lists: Object.fromEntries(isNew && list ? [...entries, [list.name, list.items]] : entries) }
}

/** Entries as they are typed: one a line, or apart by commas. */
export const itemsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,，、]/)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
]

/** Puts text into an expression where the cursor stands, with the spaces that it needs; answers where the cursor is then. */
export const insertAt = (
  text: string,
  { from, to }: { from: number; to: number },
  piece: string,
): { text: string; cursor: number } => {
  const before = text.slice(0, from)
  const after = text.slice(to)
  const left = before === '' || /[\s(!]$/.test(before) ? '' : ' '
  const right = after === '' || /^[\s)]/.test(after) ? '' : ' '
  return { text: before + left + piece + right + after, cursor: before.length + left.length + piece.length }
}
