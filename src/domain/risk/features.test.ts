import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLogin, anyFacts, cities, type FactsAt } from '#test/world/a-signal.ts'
import { type FeatureName, featureMinimum, featureNames, featureTypes } from './features.ts'
import { advance, emptyProfile, type FeatureSources, featuresOf } from './profile.ts'
import type { SellerFacts, SignalFacts } from './signal.ts'

const startMs = Date.UTC(2026, 4, 1, 9, 30)
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const told = (signals: readonly FactsAt[], afterMs: number, sources: Partial<FeatureSources> = {}) =>
  featuresOf({
    profile: signals.reduce(advance, emptyProfile),
    seller: null,
    standing: null,
    signalType: 'login',
    nowMs: startMs + afterMs,
    ...sources,
  })
const at = (afterMs: number, facts: SignalFacts): FactsAt => ({ atMs: startMs + afterMs, facts })
/** What has a value, and else why not. */
const look = (name: FeatureName, signals: readonly FactsAt[], afterMs: number) => {
  const { values, missing } = told(signals, afterMs)
  return values[name] ?? missing[name]
}
const daily = (days: number, facts: SignalFacts) => Array.from({ length: days }, (_, day) => at(day * dayMs, facts))

describe('[TR2] features of logins', () => {
  const before = daily(4, aLogin())
  const afterMs = 4 * dayMs
  const isNew = (signals: FactsAt[], lookMs = afterMs) =>
    [look('login.ip_is_new', signals, lookMs), look('login.device_is_new', signals, lookMs)] as const

  test('an address or a device is new when it was not seen before, by a seller who was', () => {
    const other = aLogin({ ip: 'hash-of-ip-2' })
    expect(isNew([...before, at(afterMs, aLogin())])).toEqual([false, false])
    expect(isNew([...before, at(afterMs, other)])).toEqual([true, false])
    expect(isNew([...before, at(afterMs, aLogin({ device: 'hash-of-device-2' }))])).toEqual([false, true])
    // For a day; and a late login of the same address from before takes the newness away.
    expect(isNew([...before, at(afterMs, other)], afterMs + 25 * hourMs)[0]).toBe(false)
    expect(isNew([...before, at(afterMs, other), at(hourMs, other)])[0]).toBe(false)
  })

  test('nothing is new to who has no history: three logins, or a week', () => {
    const first = [at(0, aLogin())]
    expect(isNew(first, 0)).toEqual(['too-little-history', 'too-little-history'])
    const second = [...first, at(hourMs, aLogin({ ip: 'hash-of-ip-2' }))]
    expect(isNew(second, hourMs)[0]).toBe('too-little-history')
    const aWeekLater = [...first, at(8 * dayMs, aLogin({ ip: 'hash-of-ip-2' }))]
    expect(isNew(aWeekLater, 8 * dayMs)).toEqual([true, false])
  })

  test('an address not seen for a hundred days is new again, and a device seen meanwhile is not', () => {
    const back = [...before, at(50 * dayMs, aLogin({ ip: 'hash-of-ip-2' })), at(120 * dayMs, aLogin())]
    expect(isNew(back, 120 * dayMs)).toEqual([true, false])
  })

  test('travel that no airliner makes is impossible, and a city beside another is no travel', () => {
    const travel = (from: keyof typeof cities, to: keyof typeof cities, hours: number) => {
      const signals = [at(0, aLogin({ place: cities[from] })), at(hours * hourMs, aLogin({ place: cities[to] }))]
      const { values } = told(signals, hours * hourMs)
      return [values['login.impossible_travel'], values['login.speed_kmh']]
    }
    expect(travel('hangzhou', 'shanghai', 0)).toEqual([false, 0])
    // 11,900 km in 10 hours, and in 20.
    expect(travel('hangzhou', 'lagos', 10)).toEqual([true, expect.closeTo(1190, -2)])
    expect(travel('hangzhou', 'lagos', 20)).toEqual([false, expect.closeTo(595, -2)])
    expect(travel('hangzhou', 'lagos', 0)[1]).toBeGreaterThan(100_000)
  })

  test('a late login slots in between its neighbours', () => {
    const there = [at(0, aLogin()), at(23 * hourMs, aLogin())]
    expect(look('login.impossible_travel', there, 23 * hourMs)).toBe(false)
    const late = [...there, at(20 * hourMs, aLogin({ place: cities.lagos }))]
    expect(look('login.impossible_travel', late, 23 * hourMs)).toBe(true)
  })

  test('nothing is said of places, devices and proxies that nobody tells', () => {
    const bare = daily(4, aLogin({ device: null, place: null, network: null, isProxy: null }))
    const { missing } = told(bare, afterMs)
    expect(missing).toMatchObject({
      'login.country': 'not-told',
      'login.network': 'not-told',
      'login.device_is_new': 'not-told',
      'login.impossible_travel': 'not-told',
      'login.countries_7d': 'not-told',
      'login.proxy': 'no-source',
    })
    expect(look('login.speed_kmh', [at(0, aLogin())], 0)).toBe('too-little-history')
    expect(look('login.proxy', [...before, at(afterMs, aLogin({ isProxy: true }))], afterMs)).toBe(true)
    expect(look('login.proxy', before, afterMs)).toBe(false)
  })

  test('counts addresses, networks, devices and countries of their span', () => {
    const roaming = [0, 1, 2, 9].map((days) =>
      at(-days * dayMs, aLogin({ ip: `ip-${days}`, ipNetwork: `net-${days % 2}`, device: `device-${days}` })),
    )
    const { values } = told([...roaming, at(0, aLogin({ place: cities.singapore }))], hourMs)
    expect(values).toMatchObject({
      'login.country': 'SG',
      'login.ips_7d': 4,
      'login.networks_7d': 3,
      'login.devices_30d': 5,
      'login.countries_7d': 2,
    })
  })
})

describe('[TR2] features of what a shop does', () => {
  const listings = (count: number, category = 'phone-cases') => ({ type: 'listings-added' as const, count, category })
  const order = (amount: number, currency = 'USD') => ({ type: 'order' as const, amount, currency })

  test('sudden mass listing shows against the mean of the days before, and never against less than five a day', () => {
    const usual = [...daily(20, listings(10)), at(21 * dayMs, listings(200))]
    expect(look('listings.count_24h', usual, 21 * dayMs)).toBe(200)
    expect(look('listings.count_7d', usual, 21 * dayMs)).toBe(250)
    expect(look('listings.ratio_to_usual', usual, 21 * dayMs)).toBeCloseTo(200 / 10)
    const seldom = [at(0, listings(1)), at(21 * dayMs, listings(10))]
    expect(look('listings.ratio_to_usual', seldom, 21 * dayMs)).toBe(2)
    expect(look('listings.ratio_to_usual', [at(0, listings(900))], dayMs)).toBe('too-little-history')
  })

  test('an aggressive change of category is a share of the week, in categories never listed and not on file', () => {
    const changed = [...daily(20, listings(10)), at(20 * dayMs, listings(140, 'e-cigarettes'))]
    expect(look('listings.new_category_share_7d', changed, 20 * dayMs)).toBeCloseTo(140 / 200)
    expect(look('listings.categories_7d', changed, 20 * dayMs)).toEqual(['e-cigarettes', 'phone-cases'])
    const late = [...changed, at(2 * dayMs, listings(1, 'e-cigarettes'))]
    expect(look('listings.new_category_share_7d', late, 20 * dayMs)).toBe(0)
    expect(look('listings.new_category_share_7d', [at(0, listings(5))], 0)).toBe('too-little-history')
    const onFile = { ...sellerOnFile, categories: ['e-cigarettes'] }
    const { values } = told([at(0, listings(5)), at(0, listings(15, 'e-cigarettes'))], 0, { seller: onFile })
    expect(values['listings.new_category_share_7d']).toBe(0.25)
  })

  test('an order is held against the usual largest of a day, within its currency', () => {
    const usual = [...daily(10, order(100)), at(3 * dayMs, order(5000))]
    const large = [...usual, at(12 * dayMs, order(800))]
    expect(look('orders.ratio_to_usual', large, 12 * dayMs)).toBe(8)
    expect(look('orders.largest_24h', large, 12 * dayMs)).toBe(800)
    expect(look('orders.currency', large, 12 * dayMs)).toBe('USD')
    // Yen are not dollars, and there is nothing to hold them against.
    const yen = [...usual, at(12 * dayMs, order(90_000, 'JPY'))]
    expect(look('orders.ratio_to_usual', yen, 12 * dayMs)).toBe('too-little-history')
    const both = [...large, at(12 * dayMs, order(90_000, 'JPY'))]
    expect(look('orders.ratio_to_usual', both, 12 * dayMs)).toBe(8)
    expect(look('orders.largest_24h', both, 12 * dayMs)).toBe('no-source')
    expect(look('orders.count_24h', both, 12 * dayMs)).toBe(2)
    expect(look('orders.largest_24h', large, 14 * dayMs)).toBe(0)
  })

  test('a large withdrawal shows in the same way', () => {
    const usual = [0, 7, 14].map((days) => at(days * dayMs, { ...order(200), type: 'withdrawal' as const }))
    const large = [...usual, at(20 * dayMs, { ...order(1000), type: 'withdrawal' as const })]
    expect(look('withdrawals.ratio_to_usual', large, 20 * dayMs)).toBe(5)
    expect(look('withdrawals.count_24h', large, 20 * dayMs)).toBe(1)
    expect(look('withdrawals.ratio_to_usual', usual.slice(0, 2), 7 * dayMs)).toBe('too-little-history')
  })

  test('changes of the registration count for thirty days, and those that the register does not show are told', () => {
    const change = { type: 'registration-changed' as const, member: 'legal-representative' as const }
    const seen = [at(0, { ...change, inRegister: true })]
    expect(look('change.legal_representative_30d', seen, 29 * dayMs)).toBe(true)
    expect(look('change.legal_representative_30d', seen, 31 * dayMs)).toBe(false)
    expect(look('change.operator_30d', seen, dayMs)).toBe(false)
    expect(look('change.members_30d', seen, dayMs)).toEqual(['legal-representative'])
    expect(look('change.not_in_register', seen, dayMs)).toBe(false)
    expect(look('change.not_in_register', [at(0, { ...change, inRegister: null })], dayMs)).toBe('not-told')
    expect(look('change.not_in_register', [...seen, at(hourMs, { ...change, inRegister: false })], dayMs)).toBe(true)
  })

  test('violations count for ninety days; a complaint that is raised and upheld is one', () => {
    const complaint = { type: 'complaint' as const, about: 'counterfeit' as const }
    const signals = [
      at(0, { type: 'violation' }),
      at(dayMs, { ...complaint, outcome: 'alleged' }),
      at(dayMs, { ...complaint, outcome: 'alleged' }),
      at(5 * dayMs, { ...complaint, outcome: 'upheld' }),
    ]
    const counts = (afterMs: number) => {
      const { values } = told(signals, afterMs)
      return [
        values['violations.count_90d'],
        values['violations.counterfeit_or_ip_90d'],
        values['violations.upheld_90d'],
      ]
    }
    expect(counts(6 * dayMs)).toEqual([3, 2, 1])
    expect(counts(89 * dayMs)).toEqual([3, 2, 1])
    expect(counts(92 * dayMs)).toEqual([1, 1, 1])
    expect(counts(200 * dayMs)).toEqual([0, 0, 0])
  })

  test('a shop is as old as its opening, however late that is told', () => {
    expect(look('shop.age_days', [at(0, { type: 'shop-opened' })], 36 * hourMs)).toBe(1.5)
    const failed = [at(0, { type: 'real-name-check', outcome: 'failed' } as const)]
    expect(look('shop.real_name_check_failed', failed, dayMs)).toBe(true)
    const passed = [at(0, { type: 'real-name-check', outcome: 'passed' } as const)]
    expect(look('shop.real_name_check_failed', passed, dayMs)).toBe(false)
  })
})

const sellerOnFile: SellerFacts = {
  site: 'ES',
  kind: 'company',
  mainCategory: 'phone-cases',
  categories: ['phone-cases'],
  phoneRealNameLevel: 2,
  licence: { validTo: '2026-05-31' },
  hasCompanyName: true,
  hasCreditCode: true,
  personalEmail: false,
  emailDomainMismatch: null,
  contradictions: [],
  differsFromRegister: null,
  registeredAtMs: startMs,
}

describe('[TR2] no seller is scored from thin air', () => {
  test('of a seller nobody knows, every feature but the signal is missing, and why is said', () => {
    const { values, missing } = told([], 0)
    expect(values).toEqual({ 'signal.type': 'login' })
    expect(Object.keys(missing).length).toBe(featureNames.length - 1)
    expect(missing).toMatchObject({ 'shop.site': 'not-on-file', 'login.country': 'no-such-signal' })
    expect(missing).toMatchObject({
      'standing.failed_verifications': 'no-source',
      'violations.count_90d': 'no-such-signal',
    })
  })

  test('every feature either has a value of its type or a reason, whatever came', () => {
    const anyHistory = fc.array(
      fc.record({ atMs: fc.integer({ min: startMs - 99 * dayMs, max: startMs }), facts: anyFacts }),
      { maxLength: 40 },
    )
    const standing = fc.option(
      fc.constant({
        callNoShows: 1,
        failedVerifications: 0,
        openCommitments: 2,
        linkedShops: null,
        linkedFailures: 0,
        shopsOnNetwork: 3,
      }),
    )
    fc.assert(
      fc.property(anyHistory, fc.option(fc.constant(sellerOnFile)), standing, (signals, seller, standing) => {
        const { values, missing } = told(signals, hourMs, { seller, standing })
        expect([...Object.keys(values), ...Object.keys(missing)].toSorted()).toEqual(featureNames.toSorted())
        for (const name of Object.keys(values) as FeatureName[]) {
          const value = values[name]
          const type = featureTypes[name]
          if (type === 'bool') expect(value).toBeTypeOf('boolean')
          else if (type === 'string') expect(value).toBeTypeOf('string')
          else if (type === 'list<string>') expect(Array.isArray(value)).toBe(true)
          else expect(value, name).toSatisfy(type === 'int' ? Number.isSafeInteger : Number.isFinite)
          if (typeof value === 'number')
            expect(value).toBeGreaterThanOrEqual(featureMinimum[name] ?? Number.NEGATIVE_INFINITY)
        }
      }),
    )
  })

  test('a licence has days left, no end, or is not there', () => {
    const left = (seller: Partial<SellerFacts>) => {
      const { values, missing } = told([], 0, { seller: { ...sellerOnFile, ...seller } })
      return values['shop.licence_days_left'] ?? missing['shop.licence_days_left']
    }
    expect(left({})).toBe(30)
    expect(left({ licence: { validTo: '2026-04-30' } })).toBe(-1)
    expect(left({ licence: { validTo: null } })).toBe('does-not-apply')
    expect(left({ licence: null })).toBe('not-on-file')
    expect(left({ licence: null, kind: 'individual' })).toBe('does-not-apply')
  })
})
