import { alwaysSame } from './always.ts'
import { boundsOf } from './bounds.ts'
import { compileTerm, type Evaluate, type Slots } from './compile-term.ts'
import { expressionReader } from './expression.ts'
import type { FeatureName } from './features.ts'
import { compileMissing, type Missing } from './missing-features.ts'
import { ruleLimits } from './rule-limits.ts'
import type { FeatureValues, RiskDecision, RiskVerdict, Rule, RuleProblem, RuleSet } from './rule-set.ts'
import { shapeProblems } from './rule-set-problems.ts'
import { stepsOf } from './steps.ts'
import { featuresIn, partsOf, type Term } from './term.ts'

/** A rule set that was found right, ready to be asked. `reads` are the features that its rules name. */
export type CompiledRules = {
  set: RuleSet
  reads: readonly FeatureName[]
  /** Answers at once, from `values` alone: the same values give the same decision. */
  decide(values: FeatureValues): RiskDecision
  /** The same without finding out what each rule lacked, which takes longer than the decision. */
  judge(values: FeatureValues): RiskVerdict
}
export type CompileResult = { ok: true; value: CompiledRules } | { ok: false; problems: RuleProblem[] }

/**
 * [TR4] Checks a whole rule set and compiles it to closures. All problems are named at once, by field. A rule that cannot be
 * answered because something is missing is not asked, and the decision says so; docs/rules.md tells when.
 */
export const compileRuleSet = (set: RuleSet): CompileResult => {
  const problems = shapeProblems(set)
  const read = expressionReader(set.lists)
  const terms: Term[] = []
  set.rules.slice(0, ruleLimits.rules).forEach((rule, index) => {
    const field = `rules.${index}.when`
    const expression = read(rule.when)
    if (expression.ok) {
      terms.push(expression.value)
      problems.push(...sameForAll(expression.value, field))
    } else problems.push({ field, ...expression.problem })
  })
  const steps = terms.reduce((total, term) => total + stepsOf(term), 0)
  if (steps > ruleLimits.stepsOfSet)
    problems.push({
      field: 'rules',
      code: 'too-large',
      message: `may take ${steps} steps together, ${ruleLimits.stepsOfSet} is the most`,
    })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: compiled(set, terms) }
}

const sameForAll = (term: Term, field: string): RuleProblem[] => {
  if (featuresIn(term).length === 0) {
    const bounds = boundsOf(term)
    const isTrue = bounds.kind === 'truth' && bounds.canBeTrue
    return [{ field, code: isTrue ? 'always-true' : 'never-true', message: 'reads no feature' }]
  }
  const overflowing = beyondNumbers(term)
  if (overflowing) return [{ field, code: 'too-large', message: 'calculates with numbers that get too large' }]
  const same = alwaysSame(term)
  if (same === null) return []
  const message = same === 'always-true' ? 'is true of every seller' : 'is true of no seller'
  return [{ field, code: same, message }]
}

/** Within these bounds every sum is exact, or at least finite: nothing overflows, and no comparison meets what is no number. */
const beyondNumbers = (term: Term): boolean => {
  if (term.kind === 'arithmetic') {
    const bounds = boundsOf(term)
    const most = term.type === 'int' ? ruleLimits.wholeNumber : ruleLimits.double
    const isWithin = bounds.kind === 'number' && bounds.min >= -most && bounds.max <= most
    if (!isWithin) return true
  }
  return partsOf(term).some(beyondNumbers)
}

const compiled = (set: RuleSet, terms: Term[]): CompiledRules => {
  const reads = [...new Set(terms.flatMap(featuresIn))]
  const slots = new Map(reads.map((name, slot) => [name, slot]))
  const slotOf = (name: FeatureName) => slots.get(name) ?? -1
  const itemSlot = reads.length
  const rules = set.rules.map(({ id, weight, hard }, index) => {
    const term = terms[index] as Term
    return {
      rule: id,
      weight,
      hard,
      holds: compileTerm(term, slotOf, itemSlot),
      missing: compileMissing(term, slotOf, itemSlot),
    }
  })
  const judge = judgeOf(set, rules)
  return {
    set,
    reads,
    decide(values) {
      const slots = slotsOf(reads, values)
      const { notAsked, ...verdict } = judge(slots)
      return {
        ...verdict,
        notAsked: notAsked.flatMap((place) => {
          const rule = rules[place]
          return rule ? [{ rule: rule.rule, missing: rule.missing(slots) }] : []
        }),
      }
    },
    judge: (values) => judge(slotsOf(reads, values)),
  }
}

type Compiled = Pick<Rule, 'weight' | 'hard'> & { rule: string; holds: Evaluate; missing: Missing }

const slotsOf = (reads: readonly FeatureName[], values: FeatureValues): Slots => {
  const slots: Slots = []
  for (const name of reads) slots.push(values[name])
  // Of the item that a quantifier looks at.
  slots.push(undefined)
  return slots
}

const judgeOf =
  ({ thresholds }: RuleSet, rules: readonly Compiled[]) =>
  (slots: Slots): RiskVerdict => {
    const contributions: RiskDecision['contributions'] = []
    const notAsked: number[] = []
    let sum = 0
    let isHard = false
    let place = -1
    for (const { rule, weight, hard, holds } of rules) {
      place += 1
      const answer = holds(slots)
      if (answer === true) {
        sum += weight
        isHard ||= hard
        contributions.push({ rule, weight, hard })
      } else if (answer === undefined) notAsked.push(place)
    }
    // Weights such as 0.7 and 0.1 reach 0.8, though their sum in binary does not.
    const score = Math.round(sum * 1e6) / 1e6
    return { outcome: outcomeOf(thresholds, score, isHard), score, contributions, notAsked }
  }

const outcomeOf = (
  { open, person }: RuleSet['thresholds'],
  score: number,
  isHard: boolean,
): RiskDecision['outcome'] => {
  if (score < open && !isHard) return 'none'
  return person !== null && score >= person ? 'open-with-person' : 'open'
}

/** Whether these rules are asked of a shop of that site. */
export const looksAt = ({ set }: Pick<CompiledRules, 'set'>, site: string): boolean =>
  set.sites === null || set.sites.includes(site)
