import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '#domain/risk/compile-rules.ts'
import { advance, emptyProfile } from '#domain/risk/profile.ts'
import { type PastSignal, replayFrom } from '#domain/risk/replay.ts'
import type { PastCase } from '#domain/risk/replay-cases.ts'
import type { SignalFacts } from '#domain/risk/signal.ts'
import { ruleSetWith, ruleWith } from '#test/world/a-rule-set.ts'
import { aLogin } from '#test/world/a-signal.ts'
import { assess, type NewestCase, type Standing } from '../signals/assess.ts'

const hourMs = 3_600_000
const beginMs = Date.UTC(2026, 3, 1)
const program = 'aliexpress'
const rules = [
  ruleWith({ id: 'hosting', when: 'login.network == "hosting"', weight: 3 }),
  ruleWith({ id: 'wifi', when: 'login.network == "public-wifi"', weight: 3 }),
  ruleWith({ id: 'no-show', when: 'standing.call_no_shows > 0', weight: 3 }),
  ruleWith({ id: 'orders', when: 'orders.count_24h > 1', weight: 5 }),
  ruleWith({ id: 'old', when: 'login.ips_7d == 1', weight: -1 }),
]
const compiled = compileRuleSet(ruleSetWith({ program, thresholds: { open: 5, person: 8 }, rules }))
if (!compiled.ok) throw new Error('rules of a test are wrong')
const published = { version: 1, rules: compiled.value }

/** What happens to a seller: signals some hours apart, and cases which end after some of them, are opened by hand, or ban. */
const anySignal = fc.record({
  afterHours: fc.integer({ min: 1, max: 40 }),
  facts: fc.oneof(
    fc
      .constantFrom('home' as const, 'hosting' as const, 'public-wifi' as const)
      .map((network): SignalFacts => aLogin({ network })),
    fc.constant<SignalFacts>({ type: 'order', amount: 5, currency: 'USD' }),
  ),
  noShows: fc.constantFrom(0, 0, 1),
  happens: fc.constantFrom('nothing', 'nothing', 'case-ends', 'case-ends', 'opened-by-hand', 'ban'),
})

const sellerFacts = {
  site: 'ES',
  kind: 'company' as const,
  mainCategory: 'toys',
  categories: ['toys'],
  phoneRealNameLevel: 2 as const,
  licence: null,
  hasCompanyName: true,
  hasCreditCode: true,
  personalEmail: null,
  emailDomainMismatch: null,
  contradictions: [],
  differsFromRegister: null,
  registeredAtMs: beginMs,
}

/** The signals and cases of one seller, decided on as they come in. */
const live = (happenings: readonly (typeof anySignal extends fc.Arbitrary<infer T> ? T : never)[]) => {
  const cases: (PastCase & { isBanned: boolean })[] = []
  const signals: PastSignal[] = []
  let profile = emptyProfile
  let standing: Standing = { decisions: [], settled: {}, settledCaseId: null }
  let nowMs = beginMs
  for (const [no, { afterHours, facts, noShows, happens }] of happenings.entries()) {
    nowMs += afterHours * hourMs
    const seq = no + 1
    profile = advance(profile, { atMs: nowMs, facts })
    const newest = cases.at(-1)
    const newestCase: NewestCase | null = newest ? { id: `${cases.length}`, isOver: newest.endedAtMs !== null } : null
    const { opening, told, ...next } = assess({
      profile,
      seller: sellerFacts,
      standing: {
        callNoShows: noShows,
        failedVerifications: 0,
        openCommitments: 0,
        linkedShops: null,
        linkedFailures: null,
        shopsOnNetwork: null,
      },
      newestCase,
      before: standing,
      rules: [{ program, ...published }],
      mayOpen: () => true,
      signal: { type: facts.type, seq },
      nowMs,
    })
    standing = next
    signals.push({
      ...{ sellerId: 'shop', seq, occurredAtMs: nowMs, receivedAtMs: nowMs, facts, inputs: told.values, cases },
      decisions: next.decisions,
    })
    if (opening) cases.push({ openedAtMs: nowMs + 50, endedAtMs: null, openedBySeq: seq, isBanned: false })
    const running = cases.at(-1)
    if (happens === 'opened-by-hand' && running?.endedAtMs !== null)
      cases.push({ openedAtMs: nowMs + 100, endedAtMs: null, openedBySeq: null, isBanned: false })
    if (happens === 'ban' && running) running.isBanned = true
    if (happens === 'case-ends' && running?.isBanned === false) running.endedAtMs ??= nowMs + 0.5 * hourMs
  }
  return { signals, cases }
}

test('[TR7] what decided then is replayed as it was: the same cases by the same signals, from whatever day on', () => {
  fc.assert(
    fc.property(fc.array(anySignal, { minLength: 1, maxLength: 40 }), fc.nat(20), (happenings, skipped) => {
      const { signals, cases } = live(happenings)
      const sinceMs = signals[Math.min(skipped, signals.length - 1)]?.receivedAtMs ?? beginMs
      const replay = replayFrom({ draft: published.rules, published, sinceMs, usualCaseMs: null }, null)
      const hadOne = cases[0] !== undefined && cases[0].openedAtMs < sinceMs
      for (const signal of signals)
        replay.take(signal.receivedAtMs >= sinceMs || hadOne ? signal : { ...signal, inputs: null })
      const replayed = replay.state().seller?.before.openings.map(({ seq }) => seq)
      const really = cases.flatMap(({ openedBySeq, openedAtMs }) =>
        openedBySeq !== null && openedAtMs >= sinceMs ? [openedBySeq] : [],
      )
      expect(replayed).toEqual(really)
    }),
    { numRuns: 500 },
  )
})
