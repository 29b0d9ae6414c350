import { Environment, EvaluationError, ParseError, TypeError as TypeProblem } from '@marcbachmann/cel-js'
import { featureNames, featureTypes } from './features.ts'
import { ruleLimits } from './rule-limits.ts'
import type { RuleProblem, RuleProblemCode } from './rule-set.ts'
import { stepsOf } from './steps.ts'
import type { Term } from './term.ts'
import { Refused, termOf } from './term-of-ast.ts'

/**
 * [TR4] Reads what a rule asks: parsed and checked by cel-js against the features, then taken over term by term, so that only
 * what this product knows how to bound is left. Nothing of it is ever handed to a JavaScript interpreter.
 */
export type ReadExpression = { ok: true; value: Term } | { ok: false; problem: ExpressionProblem }
export type ExpressionProblem = Pick<RuleProblem, 'code' | 'message' | 'at'>

export type Lists = Readonly<Record<string, readonly string[]>>
export type ExpressionReader = (source: string) => ReadExpression

/** A reader for the rules of one set. Making one costs more than reading with it. `lists` are the set's own. */
export const expressionReader = (lists: Lists): ExpressionReader => {
  const environment = environmentFor(Object.keys(lists))
  return (source) => {
    if (source.trim() === '') return refuse('syntax', 'asks nothing')
    if (source.length > ruleLimits.characters)
      return refuse('too-large', `has ${source.length} characters, ${ruleLimits.characters} is the most`)
    try {
      const parsed = environment.parse(source)
      const checked = parsed.check()
      if (!checked.valid) return typeProblem(checked.error)
      const term = termOf(parsed.ast, lists)
      if (checked.type !== 'bool') return refuse('type', `is a ${checked.type ?? 'value'}, not true or false`)
      const steps = stepsOf(term)
      if (steps > ruleLimits.stepsOfRule)
        return refuse('too-large', `may take ${steps} steps, ${ruleLimits.stepsOfRule} is the most`)
      return { ok: true, value: term }
    } catch (error) {
      if (error instanceof Refused) return refuse(error.code, error.message, error.at)
      if (error instanceof ParseError || error instanceof EvaluationError) return syntaxProblem(error)
      if (error instanceof TypeProblem) return typeProblem(error)
      throw error
    }
  }
}

/** The features as CEL knows them: `login.proxy` is the field `proxy` of `login`; lists are fields of `lists`. */
export const environmentFor = (listNames: readonly string[]): Environment => {
  const environment = new Environment({
    homogeneousAggregateLiterals: true,
    limits: {
      maxAstNodes: ruleLimits.nodes,
      maxDepth: ruleLimits.depth,
      maxListElements: ruleLimits.listLiteral,
      maxMapEntries: 1,
      maxCallArguments: 3,
    },
  })
  const groups = new Map<string, Record<string, string>>()
  for (const name of featureNames) {
    const [group = '', member = ''] = name.split('.')
    groups.set(group, { ...groups.get(group), [member]: featureTypes[name] })
  }
  for (const [name, schema] of groups) environment.registerVariable(name, { schema })
  environment.registerVariable('lists', { schema: Object.fromEntries(listNames.map((name) => [name, 'list<string>'])) })
  // A macro gets what is written and not its value: a feature that is missing would be an error otherwise.
  environment.registerFunction('known(ast): bool', knownMacro)
  return environment
}

type MacroPart = { args: unknown[] }
type Checker = { check(part: unknown, context: unknown): unknown; getType(name: string): unknown }
type Runner = { run(part: unknown, context: unknown): unknown }

const knownMacro = ({ args: [part] }: MacroPart) => ({
  typeCheck(checker: Checker, _macro: unknown, context: unknown) {
    checker.check(part, context)
    return checker.getType('bool')
  },
  /** Only tests evaluate by cel-js, to compare; the product runs what it compiled itself. */
  evaluate(runner: Runner, _macro: unknown, context: unknown) {
    try {
      return runner.run(part, context) !== undefined
    } catch {
      return false
    }
  },
})

const refuse = (code: RuleProblemCode, message: string, at?: RuleProblem['at']): ReadExpression => ({
  ok: false,
  problem: at ? { code, message, at } : { code, message },
})

type Located = { code: string; summary: string; range?: { start: number; end: number } }

const placeOf = ({ range }: Located): RuleProblem['at'] =>
  range && { from: range.start, to: Math.max(range.end, range.start + 1) }

const syntaxProblem = (error: Located): ReadExpression =>
  refuse(error.code === 'limit_exceeded' ? 'too-large' : 'syntax', sentence(error.summary), placeOf(error))

const typeProblem = (error: unknown): ReadExpression => {
  const { code, summary } = error as Located
  const isName = code === 'unknown_variable' || code === 'no_such_key'
  return refuse(isName ? 'unknown-name' : 'type', `${sentence(summary)}${hint(summary)}`, placeOf(error as Located))
}

const sentence = (summary: string): string => summary.charAt(0).toLowerCase() + summary.slice(1)

/** What people stumble over first: CEL never mixes whole numbers and others in sums and equality. */
const hint = (summary: string): string =>
  /(double \S+ int|int \S+ double)$/.test(summary)
    ? ': a number beside a double is written with a point (3.0), and double(x) makes one of a whole number'
    : ''
