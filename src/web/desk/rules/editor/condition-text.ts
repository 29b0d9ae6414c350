import type { FeatureType } from '#domain/risk/features.ts'

/** One comparison that somebody chooses from lists, as it stands in an expression. For those who write no expressions. */
export type Comparison =
  | 'is-true'
  | 'is-false'
  | 'at-least'
  | 'more'
  | 'at-most'
  | 'less'
  | 'equals'
  | 'differs'
  | 'on-list'
  | 'contains'
  | 'any-on-list'
  | 'not-empty'

const ofNumbers: readonly Comparison[] = ['at-least', 'more', 'at-most', 'less']
const comparisons: Record<FeatureType, readonly Comparison[]> = {
  bool: ['is-true', 'is-false'],
  int: [...ofNumbers, 'equals'],
  // Two fractions are hardly ever equal, and an expression would have to write the number with its point.
  double: ofNumbers,
  string: ['equals', 'differs', 'on-list'],
  'list<string>': ['contains', 'any-on-list', 'not-empty'],
}

/** What can be asked of a feature; of lists only where the rules have one. */
export const comparisonsOf = (type: FeatureType, lists: readonly string[]): Comparison[] =>
  comparisons[type].filter((one) => lists.length > 0 || !needsList(one))

export const needsList = (comparison: Comparison): boolean => comparison === 'on-list' || comparison === 'any-on-list'

/** Whether something stands right of the comparison: a number, a word or a list's name. */
export const needsValue = (comparison: Comparison): boolean =>
  !['is-true', 'is-false', 'not-empty'].includes(comparison)

const signs: Partial<Record<Comparison, string>> = { 'at-least': '>=', more: '>', 'at-most': '<=', less: '<' }

/** The comparison as an expression; null while its value is missing or no value of the feature's type. */
export const conditionText = (
  { name, type }: { name: string; type: FeatureType },
  comparison: Comparison,
  typed: string,
): string | null => {
  const value = typed.trim()
  if (needsValue(comparison) && value === '') return null
  if (comparison === 'is-true') return name
  if (comparison === 'is-false') return `!${name}`
  if (comparison === 'not-empty') return `size(${name}) > 0`
  if (comparison === 'on-list') return `${name} in lists.${value}`
  if (comparison === 'any-on-list') return `${name}.exists(one, one in lists.${value})`
  if (comparison === 'contains') return `${JSON.stringify(value)} in ${name}`
  if (type === 'int' || type === 'double') {
    const form = type === 'int' ? /^-?\d{1,15}$/ : /^-?\d{1,15}(\.\d{1,15})?$/
    return form.test(value) ? `${name} ${signs[comparison] ?? '=='} ${value}` : null
  }
  return `${name} ${comparison === 'differs' ? '!=' : '=='} ${JSON.stringify(value)}`
}

/** One more condition, held by what was written before as it was meant: `a || b` and then `c` becomes `(a || b) && c`. */
export const withCondition = (before: string, condition: string, join: '&&' | '||'): string => {
  const text = before.trim()
  if (text === '') return condition
  const bindsLess = text.includes('?') || (join === '&&' && text.includes('||'))
  return `${bindsLess ? `(${text})` : text} ${join} ${condition}`
}

/** The name that is being typed where the cursor stands, from its first letter on; null where none is. */
export const nameAt = (text: string, cursor: number): { from: number; typed: string } | null => {
  const typed = /[A-Za-z][A-Za-z0-9_.]*$/.exec(text.slice(0, cursor))?.[0]
  // In the middle of a name, or within quotes, nothing is offered.
  if (typed === undefined || /^[A-Za-z0-9_.]/.test(text.slice(cursor))) return null
  if ((text.slice(0, cursor).split('"').length - 1) % 2 === 1) return null
  return { from: cursor - typed.length, typed }
}
