import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFacts, type FactsAt } from '#test/world/a-signal.ts'
import { advance, emptyProfile, featuresOf, type RiskProfile } from './profile.ts'

const startMs = Date.UTC(2026, 4, 1, 9, 30)
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const profileOf = (signals: readonly FactsAt[]): RiskProfile => signals.reduce(advance, emptyProfile)
const told = (signals: readonly FactsAt[], afterMs: number) =>
  featuresOf({
    profile: profileOf(signals),
    seller: null,
    standing: null,
    signalType: 'login',
    nowMs: startMs + afterMs,
  })
describe('[TR1] a profile', () => {
  const withinWindow = fc.array(
    fc.record({ atMs: fc.integer({ min: startMs - 99 * dayMs, max: startMs }), facts: anyFacts }),
    { maxLength: 60 },
  )

  test('is the same in whatever order the signals of a hundred days came in', () => {
    const shuffled = withinWindow.chain((signals) =>
      fc.tuple(fc.constant(signals), fc.shuffledSubarray(signals, { minLength: signals.length })),
    )
    fc.assert(
      fc.property(shuffled, ([signals, others]) => {
        expect(profileOf(others)).toEqual(profileOf(signals))
      }),
      { numRuns: 300 },
    )
  })

  test('tells the same of a year whose signals come up to a hundred days late', () => {
    const lateYear = fc.array(
      fc.record({
        atMs: fc.integer({ min: startMs - 365 * dayMs, max: startMs }),
        lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 99 * dayMs })),
        facts: anyFacts,
      }),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(lateYear, (signals) => {
        const asHappened = signals.toSorted((a, b) => a.atMs - b.atMs)
        const asReceived = signals.toSorted((a, b) => a.atMs + a.lateMs - (b.atMs + b.lateMs))
        for (const afterMs of [0, 5 * hourMs, dayMs])
          expect(told(asReceived, afterMs)).toEqual(told(asHappened, afterMs))
      }),
      { numRuns: 300 },
    )
  })

  test('stays below 8 KB, however much there is', () => {
    const unlike = (n: number): FactsAt[] => {
      const atMs = startMs + n * 37 * minuteMs
      const [ip, network, device] = [`hash-of-ip-${n}`, `hash-of-net-${n}`, `hash-of-dev-${n}`]
      const place = {
        country: String.fromCharCode(65 + (n % 26), 66),
        latitudeDeg: -(n % 89) - 0.1,
        longitudeDeg: -100.1,
      }
      // Falling from hour to hour and day to day, so that every one of them is a peak.
      const money = { amount: 999_999_999_999.99 - n, currency: ['USD', 'CNY', 'EUR', 'BRL'][n % 4]! }
      const members = [
        'legal-representative',
        'operator',
        'shareholder',
        'phone',
        'bank-card',
        'address',
        'category',
      ] as const
      return [
        { type: 'login', ip, ipNetwork: network, device, place, network: 'public-wifi', isProxy: true } as const,
        { type: 'listings-added', count: 1_000_000, category: `${n}${'电'.repeat(70)}` } as const,
        { type: 'listings-added', count: 1_000_000, category: `consumer-electronics-${n % 40}` } as const,
        { type: 'order', ...money } as const,
        { type: 'withdrawal', ...money } as const,
        { type: 'registration-changed', member: members[n % 7]!, inRegister: false } as const,
        { type: 'complaint', about: 'counterfeit', outcome: n % 2 === 0 ? 'alleged' : 'upheld' } as const,
        { type: 'violation' } as const,
        { type: 'real-name-check', outcome: 'failed' } as const,
        { type: 'shop-opened' } as const,
      ].map((facts) => ({ atMs, facts }))
    }
    const profile = profileOf(Array.from({ length: 6000 }, (_, n) => n).flatMap(unlike))
    const bytes = Buffer.byteLength(JSON.stringify(profile))
    expect(bytes).toBeGreaterThan(4000)
    expect(bytes).toBeLessThan(8192)
  })

  test('survives storage as JSON', () => {
    fc.assert(
      fc.property(withinWindow, (signals) => {
        const profile = profileOf(signals)
        expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
      }),
      { numRuns: 50 },
    )
  })
})
