import { describe, expect, test } from 'vitest'
import { ruleSetWith, ruleWith } from '#test/world/a-rule-set.ts'
import { aLogin } from '#test/world/a-signal.ts'
import { calmSeller } from '#test/world/calm-seller.ts'
import { type CompiledRules, compileRuleSet } from './compile-rules.ts'
import { type PastSignal, type ReplayRules, replayFrom } from './replay.ts'
import type { PastCase } from './replay-cases.ts'
import type { ReplayResult } from './replay-counts.ts'
import type { RuleSet } from './rule-set.ts'

const compiled = (changes: Partial<RuleSet>): CompiledRules => {
  const result = compileRuleSet(ruleSetWith({ thresholds: { open: 4, person: null }, ...changes }))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

const dayMs = 86_400_000
const beginMs = Date.UTC(2026, 3, 1)
const day = (no: number) => beginMs + no * dayMs
const hosting = ruleWith({ id: 'hosting', when: 'login.network == "hosting"', weight: 4 })
const wifi = ruleWith({ id: 'wifi', when: 'login.network == "public-wifi"', weight: 4 })
const linked = ruleWith({ id: 'linked', when: 'standing.linked_shops > 0', weight: 4 })
const both = compiled({ rules: [hosting, wifi] })
const none = compiled({ rules: [ruleWith({ when: 'standing.linked_shops > 9', weight: 4 })] })

type Network = 'home' | 'hosting' | 'public-wifi'
/** One login a day from a network of this kind, the first on day 1. */
const logins = (networks: readonly Network[], cases: readonly PastCase[] = [], linkedShops = 0): PastSignal[] =>
  networks.map((network, no) => ({
    sellerId: 'shop',
    seq: no + 1,
    occurredAtMs: day(no + 1),
    receivedAtMs: day(no + 1),
    facts: aLogin({ network }),
    inputs: { ...calmSeller, 'standing.linked_shops': linkedShops },
    cases,
    decisions: [],
  }))

const replayed = (signals: PastSignal[], changes: Partial<ReplayRules> = {}): ReplayResult => {
  const published = { version: 1, rules: none }
  const rules = { draft: both, published, sinceMs: beginMs, usualCaseMs: 2 * dayMs, ...changes }
  let replay = replayFrom(rules, null)
  for (const signal of signals) {
    replay.take(signal)
    replay = replayFrom(rules, JSON.parse(JSON.stringify(replay.state())))
  }
  return replay.result()
}
/** The signals by which a draft would open cases, where nothing is published. Told one by one, since a sample shows the first. */
const openings = (signals: PastSignal[], changes: Partial<ReplayRules> = {}): number[] => {
  const found: number[] = []
  const published = { version: 1, rules: none }
  const rules = { draft: both, published, sinceMs: beginMs, usualCaseMs: 2 * dayMs, ...changes }
  const replay = replayFrom(rules, null)
  for (const signal of signals) {
    replay.take(signal)
    const now = replay.state().seller?.after.openings ?? []
    for (const { seq } of now.slice(found.length)) found.push(seq)
  }
  return found
}
const aCase = (openedDay: number, endedDay: number | null, openedBySeq: number | null = null): PastCase => ({
  openedAtMs: day(openedDay) + 1_000,
  endedAtMs: endedDay === null ? null : day(endedDay),
  openedBySeq,
})

describe('[TR7] cases as they would have been', () => {
  test('while one runs, nothing opens another', () => {
    expect(openings(logins(['hosting', 'public-wifi', 'home', 'home']))).toEqual([1])
  })

  test('what one has settled opens no other while it stands; what comes back after a day, or is news, does', () => {
    expect(openings(logins(['hosting', 'hosting', 'hosting', 'hosting', 'hosting']))).toEqual([1])
    const usualCaseMs = 1.5 * dayMs
    expect(openings(logins(['hosting', 'hosting', 'home', 'hosting']), { usualCaseMs })).toEqual([1, 4])
    expect(openings(logins(['hosting', 'home', 'hosting']), { usualCaseMs })).toEqual([1, 3])
    expect(openings(logins(['hosting', 'hosting', 'hosting', 'public-wifi']))).toEqual([1, 4])
  })

  test('a case that signals really opened ends as it did: late, early, or never after a ban', () => {
    const news: Network[] = ['hosting', 'home', 'home', 'public-wifi', 'home', 'home', 'home', 'hosting']
    expect(openings(logins(news, [aCase(1, 5, 1)]))).toEqual([1, 8])
    expect(openings(logins(news, [aCase(1, 2, 1)]))).toEqual([1, 4, 8])
    expect(openings(logins(news, [aCase(1, null, 1)]))).toEqual([1])
  })

  test("one that would have opened at another time lasts as long as the seller's own nearest; a seller's without one, as usual", () => {
    const news: Network[] = ['hosting', 'home', 'home', 'public-wifi', 'home', 'home']
    expect(openings(logins(news, [aCase(2, 6, 2)]))).toEqual([1])
    expect(openings(logins(news, [aCase(2, 2.5, 2), aCase(30, 90, 99)]))).toEqual([1, 4])
    expect(openings(logins(news), { usualCaseMs: 2.5 * dayMs })).toEqual([1, 4])
    expect(openings(logins(news), { usualCaseMs: null })).toEqual([1])
  })

  test('a case that these rules did not open is taken as it was, under both', () => {
    const byHand = aCase(0.5, 3)
    expect(openings(logins(['hosting', 'hosting', 'public-wifi'], [byHand]))).toEqual([3])
    const found = replayed(logins(['hosting', 'hosting', 'home'], [byHand]), { published: { version: 1, rules: both } })
    expect(found.openings).toEqual({ before: 0, after: 0, same: 0 })
  })

  test('nobody would have opened it by hand while one of these runs', () => {
    const byHand = aCase(1.5, 20)
    expect(openings(logins(['hosting', 'home', 'home', 'public-wifi'], [byHand]))).toEqual([1, 4])
  })

  test('what was true when a case ended before the first day is settled', () => {
    const networks: Network[] = ['hosting', 'hosting', 'hosting', 'hosting', 'public-wifi']
    expect(openings(logins(networks, [aCase(1, 2.5, 1)]), { sinceMs: day(3) })).toEqual([5])
    expect(openings(logins(networks, [aCase(1, null, 1)]), { sinceMs: day(3) })).toEqual([])
    expect(openings(logins(networks, []), { sinceMs: day(3) })).toEqual([3, 5])
  })

  test('of a case that ended before everything that is known, what is true first is settled', () => {
    const signals = logins(['hosting', 'hosting', 'public-wifi'], [aCase(-200, -150)])
    expect(openings(signals)).toEqual([3])
  })

  test('what stands is settled by its rules, and other rules settle other things', () => {
    const draft = compiled({ rules: [linked, wifi] })
    const result = replayed(logins(['home', 'home', 'home', 'home', 'public-wifi'], [], 2), {
      draft,
      published: { version: 1, rules: compiled({ rules: [linked] }) },
    })
    // Both open one for the link; only the draft opens a second one.
    expect(result.openings).toEqual({ before: 1, after: 1, same: 0 })
    expect(result.changes.opened).toMatchObject({
      sellers: 1,
      samples: [{ before: null, after: { seq: 5, rules: ['linked', 'wifi'] } }],
    })
  })

  test('a seller with the same first case and another second one counts by the second', () => {
    const result = replayed(logins(['hosting', 'home', 'home', 'public-wifi', 'home']), {
      draft: compiled({ rules: [hosting] }),
      published: { version: 1, rules: both },
      usualCaseMs: dayMs,
    })
    expect(result.changes.notOpened).toMatchObject({ sellers: 1, samples: [{ before: { seq: 4 }, after: null }] })
    expect(result.changes.changed.sellers + result.changes.opened.sellers).toBe(0)
  })
})
