import { ruleLimits } from './rule-limits.ts'
import { partsOf, type Term, typeOfTerm } from './term.ts'

const charactersPerStep = 20

/**
 * Steps a term takes at worst, counted from what is written: lists in the rule set have the length they have, and lists that
 * are features the longest that contracts let in. What is counted cannot be exceeded, so no rule needs a clock.
 */
export const stepsOf = (term: Term): number => {
  if (term.kind === 'quantifier') return stepsOf(term.list) + entriesOf(term.list) * stepsOf(term.body)
  const own = 1 + extraStepsOf(term)
  return partsOf(term).reduce((total, part) => total + stepsOf(part), own)
}

const extraStepsOf = (term: Term): number => {
  // Lists that are written down are looked up by hash.
  if (term.kind === 'in' && term.list.kind !== 'list') return entriesOf(term.list)
  if (term.kind === 'text') return ruleLimits.featureCharacters / charactersPerStep
  if (term.kind === 'size' && typeOfTerm(term.of) === 'string') return ruleLimits.featureCharacters / charactersPerStep
  return 0
}

const entriesOf = (list: Term): number => {
  if (list.kind === 'list') return list.values.length
  if (list.kind === 'if') return Math.max(entriesOf(list.yes), entriesOf(list.no))
  return ruleLimits.featureListEntries
}
