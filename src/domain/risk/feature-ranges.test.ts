import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFacts, type FactsAt } from '#test/world/a-signal.ts'
import { choicesOf, rangeOf } from './feature-ranges.ts'
import { type FeatureName, featureMinimum, featureTypes } from './features.ts'
import { advance, emptyProfile, featuresOf } from './profile.ts'
import type { SellerFacts, SignalFacts, StandingFacts } from './signal.ts'

const startMs = Date.UTC(2026, 4, 1, 9, 30)
const dayMs = 86_400_000

/** Signals at the edges of what the contract lets in: amounts, counts and places that no real shop has. */
const extreme: fc.Arbitrary<SignalFacts> = fc.oneof(
  fc.record({
    type: fc.constantFrom('order' as const, 'withdrawal' as const),
    amount: fc.oneof(fc.constantFrom(0, 5e-324, 1e-300, 0.01, 1e12), fc.double({ min: 0, max: 1e12, noNaN: true })),
    currency: fc.constantFrom('USD', 'VND'),
  }),
  fc.record({
    type: fc.constant('listings-added' as const),
    count: fc.constantFrom(1, 1_000_000),
    category: fc.constantFrom('a', 'b'),
  }),
  fc.record({
    type: fc.constant('login' as const),
    ip: fc.constantFrom('one', 'two'),
    ipNetwork: fc.constant('network'),
    device: fc.constant(null),
    place: fc.record({
      country: fc.constantFrom('CN', 'AR'),
      latitudeDeg: fc.constantFrom(-90, 0, 90),
      longitudeDeg: fc.constantFrom(-180, 0, 180),
    }),
    network: fc.constantFrom('home' as const, 'company' as const, 'mobile' as const, null),
    isProxy: fc.constant(null),
  }),
)
/** Days long enough for "usual", and moments in the same second. */
const history = fc.array(
  fc.record({
    atMs: fc.oneof(
      fc.integer({ min: startMs - 99 * dayMs, max: startMs }),
      fc.integer({ min: 0, max: 40 }).map((day) => startMs - day * dayMs),
    ),
    facts: fc.oneof(anyFacts, extreme, extreme),
  }),
  { maxLength: 60 },
)
const anyDay = fc.constantFrom('0001-01-01', '1970-01-01', '2026-05-01', '9999-12-31')
const seller: fc.Arbitrary<SellerFacts> = fc.record({
  site: fc.constant('ES'),
  kind: fc.constantFrom('company' as const, 'sole-trader' as const, 'individual' as const),
  mainCategory: fc.constant('toys'),
  categories: fc.constant(['toys']),
  phoneRealNameLevel: fc.constantFrom(0 as const, 1 as const, 2 as const),
  licence: fc.option(fc.record({ validTo: fc.option(anyDay) })),
  hasCompanyName: fc.boolean(),
  hasCreditCode: fc.boolean(),
  personalEmail: fc.option(fc.boolean()),
  emailDomainMismatch: fc.option(fc.boolean()),
  contradictions: fc.constant([]),
  differsFromRegister: fc.option(fc.boolean()),
  registeredAtMs: fc.constant(startMs),
})
const count = fc.constantFrom(0, 1, 500, 10_000_000)
const standing: fc.Arbitrary<StandingFacts> = fc.record({
  callNoShows: count,
  failedVerifications: count,
  openCommitments: count,
  linkedShops: fc.option(count),
  linkedFailures: fc.option(count),
  shopsOnNetwork: fc.option(count),
})

const outOfRange = (name: FeatureName, value: unknown): boolean => {
  const type = featureTypes[name]
  if (type === 'int' || type === 'double') {
    const { min, max } = rangeOf(name, type)
    const isWithin = typeof value === 'number' && value >= min && value <= max
    return !isWithin || (type === 'int' && !Number.isSafeInteger(value)) || value < (featureMinimum[name] ?? -Infinity)
  }
  const choices = choicesOf(name)
  if (choices === null) return false
  const words = Array.isArray(value) ? value : [value]
  return words.some((word) => typeof word !== 'string' || !choices.includes(word))
}

test('[TR4] every feature lies in the range by which rules are proven to be always or never true, whatever came', () => {
  const anySource = fc.record({ history, seller: fc.option(seller), standing: fc.option(standing) })
  fc.assert(
    fc.property(
      anySource,
      fc.integer({ min: -300_000, max: 120 * dayMs }),
      ({ history: signals, ...told }, afterMs) => {
        const { values } = featuresOf({
          ...told,
          profile: signals.reduce<typeof emptyProfile>(
            (profile, signal: FactsAt) => advance(profile, signal),
            emptyProfile,
          ),
          signalType: signals.at(-1)?.facts.type ?? null,
          nowMs: startMs + afterMs,
        })
        const wrong = Object.entries(values).filter(([name, value]) => outOfRange(name as FeatureName, value))
        expect(wrong).toEqual([])
      },
    ),
    { numRuns: 1_000 },
  )
})

test('[TR4] an amount beside the least that there is is as many times the usual as a range allows', () => {
  const order = (day: number, amount: number): FactsAt => ({
    atMs: startMs - day * dayMs,
    facts: { type: 'order', amount, currency: 'USD' },
  })
  const signals = [order(9, 5e-324), order(8, 5e-324), order(7, 5e-324), order(0, 1e12)]
  const profile = signals.reduce<typeof emptyProfile>((known, signal) => advance(known, signal), emptyProfile)
  const { values } = featuresOf({ profile, seller: null, standing: null, signalType: 'order', nowMs: startMs })
  expect(values['orders.ratio_to_usual']).toBe(rangeOf('orders.ratio_to_usual', 'double').max)
})
