import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'
import type { KeptDraft } from './use-draft.ts'

type Members = Record<string, unknown>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
const isWords = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'string')
/** A number that was half typed was kept as null. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

const ruleOf = (value: unknown): Rule | null => {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.when !== 'string' || !isWords(value.staff))
    return null
  return {
    id: value.id,
    when: value.when,
    weight: numberOf(value.weight),
    hard: value.hard === true,
    staff: value.staff,
    seller: isWords(value.seller) ? value.seller : null,
  }
}

/**
 * Rules as the editor can show them, from what somebody pasted or kept: whole in shape, however wrong in what they say. Null where
 * it is no rule set at all.
 */
export const editableRules = (json: unknown, program: string): RuleSet | null => {
  if (!isObject(json) || !isObject(json.thresholds) || !Array.isArray(json.rules)) return null
  const rules = json.rules.map(ruleOf)
  const lists = isObject(json.lists) ? Object.entries(json.lists) : []
  if (rules.some((rule) => rule === null) || !lists.every(([, items]) => isTexts(items))) return null
  const { open, person } = json.thresholds
  return {
    program,
    sites: isTexts(json.sites) ? json.sites : null,
    lists: Object.fromEntries(lists) as Record<string, string[]>,
    thresholds: { open: numberOf(open), person: person === null || person === undefined ? null : numberOf(person) },
    rules: rules.filter((rule) => rule !== null),
  }
}

export const parseKeptDraft = (kept: unknown): KeptDraft => {
  if (!isObject(kept) || typeof kept.revision !== 'number' || !isObject(kept.rules)) return null
  const rules = editableRules(kept.rules, String(kept.rules.program))
  return rules && { revision: kept.revision, rules }
}
