import { type FeatureName, featureTypes } from '#domain/risk/features.ts'
import type { FeatureValues, RuleSet } from '#domain/risk/rule-set.ts'

/** One table of thirty rules, from which each engine gets its own in the way it likes best. All conditions of a rule hold together. */
export type Condition = {
  feature: FeatureName
  op: '>' | '>=' | '<' | '==' | 'in'
  value: number | boolean | string | string[]
}
export type TableRule = { id: string; weight: number; conditions: Condition[] }

const sensitive = ['beauty', 'adult', 'e-cigarettes', 'medical-devices', 'car-parts', 'consumer-electronics']
const when = (feature: FeatureName, op: Condition['op'], value: Condition['value']): Condition => ({
  feature,
  op,
  value,
})

const conditions: Condition[][] = [
  [when('shop.age_days', '<', 30)],
  [when('shop.age_days', '<', 90), when('shop.main_category', 'in', sensitive)],
  [when('shop.age_days', '<', 7), when('listings.count_24h', '>', 100)],
  [when('shop.age_days', '>', 730), when('violations.count_90d', '==', 0)],
  [when('shop.kind', '==', 'sole-trader')],
  [when('shop.kind', '==', 'individual'), when('orders.largest_24h', '>', 5_000)],
  [when('shop.kind', '==', 'company'), when('shop.personal_email', '==', true)],
  [when('shop.main_category', 'in', sensitive)],
  [when('shop.main_category', '==', 'adult'), when('shop.kind', '==', 'individual')],
  [when('shop.phone_real_name_level', '<', 2)],
  [when('login.proxy', '==', true)],
  [when('login.proxy', '==', true), when('login.device_is_new', '==', true)],
  [when('login.device_is_new', '==', true)],
  [when('login.device_is_new', '==', true), when('orders.largest_24h', '>', 1_000)],
  [when('login.impossible_travel', '==', true)],
  [when('login.ips_7d', '>=', 12)],
  [when('login.ips_7d', '>=', 6), when('login.countries_7d', '>=', 2)],
  [when('login.countries_7d', '>=', 3)],
  [when('login.country', 'in', ['RU', 'BR', 'US'])],
  [when('login.country', '==', 'CN'), when('login.proxy', '==', true), when('shop.age_days', '<', 60)],
  [when('listings.count_24h', '>=', 200)],
  [when('listings.count_24h', '>=', 50), when('shop.main_category', 'in', ['beauty', 'e-cigarettes'])],
  [when('orders.largest_24h', '>', 2_500)],
  [when('orders.largest_24h', '>', 2_500), when('login.impossible_travel', '==', true)],
  [when('orders.ratio_to_usual', '>', 10)],
  [when('orders.ratio_to_usual', '>', 5), when('orders.largest_24h', '>', 500), when('shop.age_days', '<', 180)],
  [when('violations.count_90d', '>=', 1)],
  [when('violations.count_90d', '>=', 3)],
  [
    when('violations.count_90d', '>=', 2),
    when('shop.kind', '==', 'sole-trader'),
    when('shop.main_category', 'in', sensitive),
  ],
  [when('shop.phone_real_name_level', '<', 1), when('login.ips_7d', '>=', 4)],
]

export const table: TableRule[] = conditions.map((of, no) => ({
  id: `rule-${no}`,
  weight: (no % 7) + 1,
  conditions: of,
}))
export const openAt = 28
export const tableFeatures = [...new Set(conditions.flat().map(({ feature }) => feature))]

/** A number as CEL writes it for a feature of this type. */
const literal = ({ feature, op, value }: Condition): string => {
  if (op === '==' && typeof value === 'number' && featureTypes[feature] === 'double') return `${value}.0`
  return JSON.stringify(value)
}

export const ruleSetOfTable = (): RuleSet => ({
  program: 'aliexpress',
  sites: null,
  lists: {},
  thresholds: { open: openAt, person: null },
  rules: table.map(({ id, weight, conditions: of }) => ({
    id,
    when: of.map((condition) => `${condition.feature} ${condition.op} ${literal(condition)}`).join(' && '),
    weight,
    hard: false,
    staff: { zh: id, en: id },
    seller: null,
  })),
})

/** The same inputs in every run: a small generator of chance with a seed (mulberry32). */
export const randomInputs = (count: number, seed = 1): FeatureValues[] => {
  let state = seed
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (most: number) => Math.floor(chance() * (most + 1))
  const oneOf = <T>(choices: readonly T[]): T => choices[upTo(choices.length - 1)] as T
  return Array.from({ length: count }, () => ({
    'shop.age_days': Math.round(chance() * 10_000) / 10,
    'shop.kind': oneOf(['company', 'sole-trader', 'individual']),
    'shop.main_category': oneOf(['toys', 'garden', ...sensitive]),
    'shop.personal_email': chance() < 0.3,
    'shop.phone_real_name_level': upTo(2),
    'login.proxy': chance() < 0.2,
    'login.device_is_new': chance() < 0.3,
    'login.impossible_travel': chance() < 0.1,
    'login.country': oneOf(['CN', 'ES', 'RU', 'BR', 'US', 'FR']),
    'login.ips_7d': upTo(20),
    'login.countries_7d': upTo(4),
    'listings.count_24h': upTo(400),
    'orders.largest_24h': Math.round(chance() * 600_000) / 100,
    'orders.ratio_to_usual': Math.round(chance() * 2_000) / 100,
    'violations.count_90d': upTo(4),
  }))
}
