import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'
import { compileRuleSet } from '#domain/risk/compile-rules.ts'
import { environmentFor } from '#domain/risk/expression.ts'
import { type FeatureName, featureTypes } from '#domain/risk/features.ts'
import type { FeatureValues } from '#domain/risk/rule-set.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'
import { type Condition, openAt, randomInputs, ruleSetOfTable, table, tableFeatures } from './rule-table.ts'

const inputCount = 10_000
const rounds = 3
/** Peers that answer in promises are asked so many at once, where that makes them faster. */
const atOnce = [1, 64]

/** What every engine has to answer. Ours answers all of it by itself; for the others the harness adds the weights up. */
type Answer = { outcome: 'none' | 'open'; score: number; rules: string[] }
type Engine1 = {
  name: string
  prepare(values: FeatureValues): unknown
  decide(prepared: never): Promise<Answer> | Answer
}

const weights = new Map(table.map(({ id, weight }) => [id, weight]))
const answerOf = (rules: string[]): Answer => {
  const score = rules.reduce((total, id) => total + (weights.get(id) ?? 0), 0)
  return { outcome: score >= openAt ? 'open' : 'none', score, rules }
}

const ours = (): Engine1 => {
  const compiled = compileRuleSet(ruleSetOfTable())
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const { decide } = compiled.value
  return {
    name: 'countersign, compiled, with version, contributions and what was missing',
    prepare: (values) => values,
    decide: (values: FeatureValues) => {
      const decision = { version: 7, ...decide(values) }
      const { score, contributions } = decision
      return {
        outcome: decision.outcome === 'none' ? 'none' : 'open',
        score,
        rules: contributions.map(({ rule }) => rule),
      }
    },
  }
}

/** The library that checks our expressions, run as an interpreter: what compiling is for. */
const interpreted = (): Engine1 => {
  const environment = environmentFor([])
  const rules = ruleSetOfTable().rules.map(({ id, when }) => ({ id, holds: environment.parse(when) }))
  return {
    name: 'cel-js, interpreted',
    prepare: (values) =>
      nested(values, (name, value) => (featureTypes[name] === 'int' ? BigInt(value as number) : value)),
    decide: (context: Record<string, unknown>) =>
      answerOf(rules.filter(({ holds }) => holds(context)).map(({ id }) => id)),
  }
}

const nested = (
  values: FeatureValues,
  change: (name: FeatureName, value: unknown) => unknown = (_, value) => value,
) => {
  const context: Record<string, Record<string, unknown>> = {}
  for (const name of Object.keys(values) as FeatureName[]) {
    const [group = '', member = ''] = name.split('.')
    context[group] ??= {}
    context[group][member] = change(name, values[name])
  }
  return context
}

const jsonRules = (): Engine1 => {
  const operators = {
    '>': 'greaterThan',
    '>=': 'greaterThanInclusive',
    '<': 'lessThan',
    '==': 'equal',
    in: 'in',
  } as const
  const engine = new Engine(
    table.map(({ id, conditions }) => ({
      name: id,
      conditions: {
        all: conditions.map(({ feature, op, value }) => ({ fact: feature, operator: operators[op], value })),
      },
      event: { type: id },
    })),
  )
  const order = new Map(table.map(({ id }, index) => [id, index]))
  return {
    name: 'json-rules-engine 7.3.1',
    prepare: (values) => values,
    decide: async (values: FeatureValues) => {
      const { events } = await engine.run(values as Record<string, unknown>)
      const rules = events.map(({ type }) => type)
      return answerOf(rules.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)))
    },
  }
}

const zenCell = ({ op, value }: Condition): string => {
  if (op === 'in') return (value as string[]).map((word) => JSON.stringify(word)).join(', ')
  return op === '==' ? JSON.stringify(value) : `${op} ${value}`
}

const zenGraph = (type: string, content: unknown) => ({
  nodes: [
    { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 }, content: { schema: '' } },
    { id: 'rules', type, name: 'rules', position: { x: 1, y: 0 }, content },
    { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 }, content: { schema: '' } },
  ],
  edges: [
    { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
    { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
  ],
})

/** Its own form of such rules: a decision table that collects every row that holds. */
const zenTable = (): Engine1 => {
  const graph = zenGraph('decisionTableNode', {
    hitPolicy: 'collect',
    inputs: tableFeatures.map((feature) => ({ id: feature, name: feature, field: feature })),
    outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
    rules: table.map(({ id, conditions }) => ({
      _id: id,
      rule: JSON.stringify(id),
      ...Object.fromEntries(
        tableFeatures.map((feature) => {
          const condition = conditions.find((one) => one.feature === feature)
          return [feature, condition ? zenCell(condition) : '']
        }),
      ),
    })),
  })
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(graph))
  return {
    name: 'zen-engine 0.54.0, decision table',
    prepare: (values) => nested(values),
    decide: async (context: object) => {
      const { result } = await decision.evaluate(context)
      return answerOf((result as { rule: string }[]).map(({ rule }) => rule))
    },
  }
}

/** The same as one expression for each rule, in case that is faster. */
const zenExpressions = (): Engine1 => {
  const say = ({ feature, op, value }: Condition) =>
    op === 'in' ? `${feature} in ${JSON.stringify(value)}` : `${feature} ${op} ${JSON.stringify(value)}`
  const graph = zenGraph('expressionNode', {
    expressions: table.map(({ id, conditions }) => ({ id, key: id, value: conditions.map(say).join(' and ') })),
  })
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(graph))
  return {
    name: 'zen-engine 0.54.0, expressions',
    prepare: (values) => nested(values),
    decide: async (context: object) => {
      const { result } = await decision.evaluate(context)
      return answerOf(table.filter(({ id }) => (result as Record<string, boolean>)[id]).map(({ id }) => id))
    },
  }
}

/** Every input once; the answers, and the decisions a second. What stands ready beforehand is not counted. */
const run = async (engine: Engine1, prepared: unknown[], width: number) => {
  const answers: Answer[] = []
  const cpuBefore = process.cpuUsage()
  const beganMs = performance.now()
  for (let from = 0; from < prepared.length; from += width) {
    if (width === 1) {
      const answer = engine.decide(prepared[from] as never)
      answers.push(answer instanceof Promise ? await answer : answer)
    } else
      answers.push(...(await Promise.all(prepared.slice(from, from + width).map((one) => engine.decide(one as never)))))
  }
  const perSecond = (prepared.length / (performance.now() - beganMs)) * 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  return { answers, perSecond, cpuUs: (user + system) / prepared.length }
}

const measure = async (engine: Engine1, inputs: FeatureValues[]) => {
  const prepared = inputs.map((values) => engine.prepare(values))
  let answers: Answer[] = []
  let best = 0
  let leastUs = Number.POSITIVE_INFINITY
  for (const width of atOnce) {
    const speeds: number[] = []
    const costsUs: number[] = []
    // The first round warms up and is thrown away.
    for (let round = 0; round <= rounds; round++) {
      const result = await run(engine, prepared, width)
      answers = result.answers
      if (round > 0) {
        speeds.push(result.perSecond)
        costsUs.push(result.cpuUs)
      }
    }
    best = Math.max(best, percentile(speeds, 0.5) ?? 0)
    leastUs = Math.min(leastUs, percentile(costsUs, 0.5) ?? Number.POSITIVE_INFINITY)
  }
  return { answers, perSecond: best, cpuUs: leastUs }
}

const rulesBench = async (): Promise<BenchResult> => {
  const inputs = randomInputs(inputCount)
  const engines = [ours(), jsonRules(), zenTable(), zenExpressions(), interpreted()]
  const measured = []
  for (const engine of engines) measured.push({ name: engine.name, ...(await measure(engine, inputs)) })
  const [own, ...others] = measured
  if (!own) throw new Error('nothing was measured')
  for (const { name, answers } of others) {
    const differing = answers.findIndex((answer, no) => JSON.stringify(answer) !== JSON.stringify(own.answers[no]))
    if (differing >= 0)
      throw new Error(
        `${name} decides otherwise on input ${differing}: ${JSON.stringify([inputs[differing], answers[differing], own.answers[differing]])}`,
      )
  }
  const opened = own.answers.filter(({ outcome }) => outcome === 'open').length
  const row = ({ name, perSecond, cpuUs }: { name: string; perSecond: number; cpuUs: number }): Cell[] => [
    name,
    Math.round(perSecond),
    Math.round((1e6 / perSecond) * 100) / 100,
    Math.round((own.perSecond / perSecond) * 10) / 10,
    Math.round(cpuUs * 100) / 100,
    Math.round((cpuUs / own.cpuUs) * 10) / 10,
  ]
  return {
    title: `Rules: ${table.length} rules over ${tableFeatures.length} features, ${inputCount} inputs, ${opened} opened`,
    columns: ['engine', 'decisions/s', 'µs each', 'ours is times as fast', 'CPU µs each', 'ours costs times less'],
    rows: measured.map(row),
    notes: [
      `All answers (outcome, score, the rules that were true) were compared: equal on all ${inputCount} inputs.`,
      `Median of ${rounds} rounds after one that warms up; asked one by one and ${atOnce.at(-1)} at once, the faster of both counts.`,
      'Inputs stand ready in the form each engine wants; rules and decisions are parsed and compiled beforehand everywhere.',
      'Scores of the others are added up by the harness; ours answers score, contributions, version and what was missing itself.',
    ],
  }
}

export const bench: Bench = { name: 'rules', run: rulesBench }
