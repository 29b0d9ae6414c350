import fc from 'fast-check'
import type { SignalFacts } from '#domain/risk/signal.ts'

export type FactsAt = { atMs: number; facts: SignalFacts }
export type LoginFacts = Extract<SignalFacts, { type: 'login' }>

/** Rough places of four cities, as an address's look-up gives them. */
export const cities = {
  hangzhou: { country: 'CN', latitudeDeg: 30.3, longitudeDeg: 120.2 },
  shanghai: { country: 'CN', latitudeDeg: 31.2, longitudeDeg: 121.5 },
  singapore: { country: 'SG', latitudeDeg: 1.4, longitudeDeg: 103.8 },
  lagos: { country: 'NG', latitudeDeg: 6.5, longitudeDeg: 3.4 },
} as const

/** A login from home in Hangzhou, on the seller's usual device, held against the operator's list of proxies. */
export const aLogin = (changes: Partial<LoginFacts> = {}): LoginFacts => ({
  type: 'login',
  ip: 'hash-of-ip-1',
  ipNetwork: 'hash-of-network-1',
  device: 'hash-of-device-1',
  place: cities.hangzhou,
  network: 'home',
  isProxy: false,
  ...changes,
})

const oneOf = (prefix: string, count: number) => fc.integer({ min: 1, max: count }).map((n) => `${prefix}-${n}`)
const amount = fc.oneof(
  fc.constantFrom(0, 10, 99.5, 1e6),
  fc.integer({ min: 1, max: 100_000 }).map((n) => n / 100),
)

/** Any facts; with few different addresses, devices, categories and currencies, so that no list of a profile gets full. */
export const anyFacts: fc.Arbitrary<SignalFacts> = fc.oneof(
  fc.record({
    type: fc.constant('login' as const),
    ip: oneOf('ip', 9),
    ipNetwork: oneOf('network', 5),
    device: fc.option(oneOf('device', 5)),
    place: fc.option(fc.constantFrom(...Object.values(cities))),
    network: fc.option(fc.constantFrom('home' as const, 'public-wifi' as const, 'hosting' as const)),
    isProxy: fc.option(fc.boolean()),
  }),
  fc.constant({ type: 'shop-opened' as const }),
  fc.constant({ type: 'seller-told' as const }),
  fc.record({
    type: fc.constant('real-name-check' as const),
    outcome: fc.constantFrom('passed' as const, 'failed' as const),
  }),
  fc.record({
    type: fc.constant('registration-changed' as const),
    member: fc.constantFrom('phone' as const, 'operator' as const, 'category' as const),
    inRegister: fc.option(fc.boolean()),
  }),
  fc.record({
    type: fc.constant('listings-added' as const),
    count: fc.integer({ min: 1, max: 500 }),
    category: oneOf('category', 6),
  }),
  fc.record({ type: fc.constant('order' as const), amount, currency: fc.constantFrom('USD', 'CNY') }),
  fc.record({ type: fc.constant('withdrawal' as const), amount, currency: fc.constantFrom('USD', 'CNY') }),
  fc.record({
    type: fc.constant('complaint' as const),
    about: fc.constantFrom('counterfeit' as const, 'intellectual-property' as const),
    outcome: fc.constantFrom('alleged' as const, 'upheld' as const),
  }),
  fc.constant({ type: 'violation' as const }),
)
