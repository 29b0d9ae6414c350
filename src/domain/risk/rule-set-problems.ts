import type { Program } from '../program.ts'
import { ruleLimits } from './rule-limits.ts'
import type { RuleProblem, RuleSet } from './rule-set.ts'

/** What is wrong with a rule set beside its expressions. Lists that no rule names are allowed: drafts grow. */
export const shapeProblems = (set: RuleSet): RuleProblem[] => [
  ...sizes(set),
  ...duplicates(set),
  ...lists(set),
  ...weights(set),
  ...thresholds(set),
  ...words(set),
]

/** What a rule set demands of the program whose procedure it opens: its sites, and words in its languages. */
export const programRuleProblems = (set: RuleSet, program: Program): RuleProblem[] => {
  const problems: RuleProblem[] = []
  if (set.program !== program.name)
    problems.push({ field: 'program', code: 'unknown-name', message: `is not ${program.name}` })
  set.rules.forEach(({ seller }, index) => {
    const lacking = seller === null ? [] : program.languages.filter((language) => !seller[language])
    if (lacking.length > 0)
      problems.push({
        field: `rules.${index}.seller`,
        code: 'not-a-rule-set',
        message: `lacks words in ${lacking.join(', ')}, which sellers of ${program.name} read`,
      })
  })
  return problems
}

const sizes = ({ rules, lists: named }: RuleSet): RuleProblem[] => [
  ...tooMany('rules', rules.length, ruleLimits.rules),
  ...tooMany('lists', Object.keys(named).length, ruleLimits.lists),
  ...Object.entries(named).flatMap(([name, entries]) =>
    tooMany(`lists.${name}`, entries.length, ruleLimits.listEntries),
  ),
]

const tooMany = (field: string, count: number, most: number): RuleProblem[] =>
  count <= most ? [] : [{ field, code: 'too-large', message: `has ${count} entries, ${most} is the most` }]

const duplicates = ({ rules }: RuleSet): RuleProblem[] =>
  rules.flatMap(({ id }, index): RuleProblem[] => {
    const first = rules.findIndex((rule) => rule.id === id)
    if (first === index) return []
    return [{ field: `rules.${index}.id`, code: 'duplicate', message: `is the id of rules.${first}, too` }]
  })

const lists = ({ lists: named }: RuleSet): RuleProblem[] =>
  Object.entries(named).flatMap(([name, entries]): RuleProblem[] => {
    const field = `lists.${name}`
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name))
      return [
        { field, code: 'not-a-rule-set', message: 'is called by a small letter, then small letters, digits and _' },
      ]
    const twice = entries.find((entry, index) => entries.indexOf(entry) !== index)
    return twice === undefined ? [] : [{ field, code: 'duplicate', message: `holds ${twice} twice` }]
  })

const weights = ({ rules }: RuleSet): RuleProblem[] =>
  rules.flatMap(({ weight }, index): RuleProblem[] => {
    const field = `rules.${index}.weight`
    if (!Number.isFinite(weight)) return [{ field, code: 'not-a-rule-set', message: 'must be a number' }]
    if (Math.abs(weight) <= ruleLimits.weight) return []
    return [{ field, code: 'too-large', message: `must lie between -${ruleLimits.weight} and ${ruleLimits.weight}` }]
  })

const thresholds = ({ thresholds: { open, person }, rules }: RuleSet): RuleProblem[] => {
  const problems: RuleProblem[] = []
  const most = rules.reduce((total, { weight }) => total + Math.max(0, weight), 0)
  if (!(open > 0))
    problems.push({
      field: 'thresholds.open',
      code: 'always-true',
      message: 'must be above 0: at 0 every seller has a case',
    })
  if (rules.length > 0 && open > most && !rules.some(({ hard }) => hard))
    problems.push({
      field: 'thresholds.open',
      code: 'never-true',
      message: `is never reached: all weights make ${most}`,
    })
  if (person !== null && !(person >= open))
    problems.push({ field: 'thresholds.person', code: 'not-a-rule-set', message: 'must not lie below thresholds.open' })
  if (rules.length > 0 && person !== null && person > most)
    problems.push({
      field: 'thresholds.person',
      code: 'never-true',
      message: `is never reached: all weights make ${most}`,
    })
  return problems
}

const words = ({ rules }: RuleSet): RuleProblem[] =>
  rules.flatMap(({ staff }, index) =>
    ['zh', 'en']
      .filter((language) => !staff[language])
      .map(
        (language): RuleProblem => ({
          field: `rules.${index}.staff.${language}`,
          code: 'not-a-rule-set',
          message: 'must be there: staff read Chinese and English',
        }),
      ),
  )
