import { describe, expect, test } from 'vitest'
import { ruleSetWith, ruleWith } from '#test/world/a-rule-set.ts'
import { aLogin } from '#test/world/a-signal.ts'
import { calmSeller } from '#test/world/calm-seller.ts'
import { type CompiledRules, compileRuleSet } from './compile-rules.ts'
import { type PastSignal, type ReplayRules, replayFrom } from './replay.ts'
import type { ReplayResult } from './replay-counts.ts'
import type { RuleSet } from './rule-set.ts'
import type { SignalFacts } from './signal.ts'

const compiled = (changes: Partial<RuleSet>): CompiledRules => {
  const result = compileRuleSet(ruleSetWith(changes))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

const dayMs = 86_400_000
const beginMs = Date.UTC(2026, 3, 1)
const proxy = ruleWith({ id: 'proxy', when: 'login.proxy', weight: 4 })
const wifi = ruleWith({ id: 'wifi', when: 'login.network == "public-wifi"', weight: 2 })
const linked = ruleWith({ id: 'linked', when: 'standing.linked_shops > 0', weight: 3 })
const thresholds = { open: 4, person: null }

const past = (sellerId: string, seq: number, facts: SignalFacts, changes: Partial<PastSignal> = {}): PastSignal => ({
  sellerId,
  seq,
  occurredAtMs: beginMs + seq * dayMs,
  receivedAtMs: beginMs + seq * dayMs + 1_000,
  facts,
  inputs: calmSeller,
  cases: [],
  decisions: [],
  ...changes,
})

const byProxy = aLogin({ isProxy: true })
const byWifi = aLogin({ network: 'public-wifi' })
const byBoth = aLogin({ isProxy: true, network: 'public-wifi' })

const signals = [
  past('a', 1, aLogin()),
  past('a', 2, byProxy),
  past('b', 1, byWifi),
  past('b', 2, byBoth),
  past('c', 1, aLogin()),
  past('d', 1, byWifi, { inputs: { ...calmSeller, 'standing.linked_shops': 2 } }),
]

const published = { version: 3, rules: compiled({ thresholds, rules: [proxy, wifi] }) }
const replayed = (draft: CompiledRules, changes: Partial<ReplayRules> = {}, of = signals): ReplayResult => {
  const replay = replayFrom({ draft, published, sinceMs: beginMs, usualCaseMs: null, ...changes }, null)
  for (const signal of of) replay.take(signal)
  return replay.result()
}

describe('[TR7] a draft over past signals', () => {
  test('that is what is published changes nothing', () => {
    const { openings, changes, over, signals: count, sellers } = replayed(published.rules)
    expect({ openings, over, count, sellers }).toEqual({
      openings: { before: 2, after: 2, same: 2 },
      over: { before: 2, after: 2 },
      count: 6,
      sellers: 4,
    })
    expect([changes.opened.sellers, changes.notOpened.sellers, changes.changed.sellers]).toEqual([0, 0, 0])
  })

  test('that asks more opens more, and says for whom, when and why', () => {
    const { changes, openings } = replayed(compiled({ thresholds, rules: [proxy, wifi, linked] }))
    expect(openings).toEqual({ before: 2, after: 3, same: 2 })
    expect(changes.opened).toEqual({
      sellers: 1,
      byRule: [
        { rule: 'linked', sellers: 1 },
        { rule: 'wifi', sellers: 1 },
      ],
      samples: [
        {
          sellerId: 'd',
          before: null,
          after: { seq: 1, atMs: beginMs + dayMs + 1_000, outcome: 'open', score: 5, rules: ['wifi', 'linked'] },
        },
      ],
    })
  })

  test('that asks less opens less', () => {
    const { changes } = replayed(compiled({ thresholds: { open: 5, person: null }, rules: [proxy, wifi] }))
    expect(changes.notOpened).toMatchObject({ sellers: 1, byRule: [{ rule: 'proxy', sellers: 1 }] })
    expect(changes.notOpened.samples.map(({ sellerId }) => sellerId)).toEqual(['a'])
  })

  test('that asks otherwise opens for other reasons, or at another time', () => {
    const { changes, openings } = replayed(compiled({ thresholds, rules: [proxy, { ...wifi, weight: 4 }] }))
    expect(openings.same).toBe(1)
    expect(changes.changed).toMatchObject({ sellers: 1, byRule: [{ rule: 'proxy', sellers: 1 }] })
    expect(changes.changed.samples[0]).toMatchObject({ sellerId: 'b', before: { seq: 2 }, after: { seq: 1 } })
    expect(changes.opened.samples.map(({ sellerId }) => sellerId)).toEqual(['d'])
  })

  test('opens everything where nothing is published yet', () => {
    const { openings, changes } = replayed(published.rules, { published: null })
    expect(openings).toEqual({ before: 0, after: 2, same: 0 })
    expect(changes.opened.sellers).toBe(2)
  })

  test('looks at the shops of its sites only', () => {
    const elsewhere = compiled({ thresholds, rules: [proxy, wifi], sites: ['FR'] })
    expect(replayed(elsewhere).openings).toEqual({ before: 2, after: 0, same: 0 })
  })

  test('says how often each rule was true, and could not be asked', () => {
    const draft = compiled({ thresholds, rules: [proxy, wifi, ruleWith({ id: 'late', when: 'orders.count_24h > 9' })] })
    expect(replayed(draft).rules).toEqual([
      { rule: 'wifi', before: 3, after: 3, notAsked: 0 },
      { rule: 'proxy', before: 2, after: 2, notAsked: 0 },
      { rule: 'late', before: 0, after: 0, notAsked: 6 },
    ])
  })

  test('learns from what came before its first day, and decides nothing by it', () => {
    const frequent = compiled({ thresholds, rules: [ruleWith({ id: 'churn', when: 'login.ips_7d >= 3', weight: 4 })] })
    const of = [1, 2, 3].map((seq) => past('a', seq, aLogin({ ip: `hash-${seq}` })))
    const result = replayed(frequent, { sinceMs: beginMs + 3 * dayMs }, of)
    expect(result).toMatchObject({ signals: 1, openings: { after: 1 } })
  })

  test('tells how many of the decisions of then come out otherwise now', () => {
    const stored = (outcome: 'none' | 'open', version = 3) => [{ program: 'aliexpress', version, outcome }]
    const of = [
      past('a', 1, byProxy, { decisions: stored('open') }),
      past('b', 1, byProxy, { decisions: stored('none') }),
      past('c', 1, byProxy, { decisions: stored('none', 2) }),
    ]
    expect(replayed(published.rules, {}, of).stored).toEqual({ compared: 2, otherwise: 1 })
  })

  test('ends the same however often it was put away in between', () => {
    const draft = compiled({ thresholds, rules: [proxy, linked] })
    const rules: ReplayRules = { draft, published, sinceMs: beginMs, usualCaseMs: null }
    let replay = replayFrom(rules, null)
    for (const signal of signals) {
      replay.take(signal)
      replay = replayFrom(rules, JSON.parse(JSON.stringify(replay.state())))
    }
    expect(replay.result()).toEqual(replayed(draft))
  })

  test('keeps no more than some samples, however many sellers there are', () => {
    const of = Array.from({ length: 200 }, (_, no) => past(`seller-${no}`, 1, byProxy))
    const { changes } = replayed(published.rules, { published: null }, of)
    expect(changes.opened.sellers).toBe(200)
    expect(changes.opened.samples).toHaveLength(25)
  })
})
