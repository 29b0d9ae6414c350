import type { FeatureName } from './features.ts'
import type { ChangedMember, NetworkKind, SellerFacts, SignalType } from './signal.ts'

/**
 * What a feature can be at all, for proving that a rule is true of everybody or of nobody. A number lies within its range, ends
 * included; one that is not named here is from 0 to 90 million where it is whole (so that two of them multiplied are exact), and
 * from 0 to 10^15 otherwise. Whoever makes features keeps to these, and a test of theirs says so.
 */
export type NumberRange = { min: number; max: number }

/** From the first to the last day that a date can be: papers without an end are often written with the year 9999. */
const manyDays = 4_000_000
const ranges: Partial<Record<FeatureName, NumberRange>> = {
  'shop.phone_real_name_level': { min: 0, max: 2 },
  'shop.licence_days_left': { min: -manyDays, max: manyDays },
  'shop.age_days': { min: 0, max: manyDays },
  'listings.new_category_share_7d': { min: 0, max: 1 },
}

/** The range of a feature that is a number. */
export const rangeOf = (name: FeatureName, type: 'int' | 'double'): NumberRange =>
  ranges[name] ?? { min: 0, max: type === 'int' ? 90_000_000 : 1e15 }

const kinds = ['company', 'sole-trader', 'individual'] as const satisfies SellerFacts['kind'][]
const networks = ['home', 'company', 'mobile', 'public-wifi', 'hosting'] as const satisfies NetworkKind[]
const changedMembers = [
  'legal-representative',
  'operator',
  'shareholder',
  'phone',
  'bank-card',
  'address',
  'category',
] as const satisfies ChangedMember[]
const signalTypes = [
  'login',
  'shop-opened',
  'seller-told',
  'real-name-check',
  'registration-changed',
  'listings-added',
  'order',
  'withdrawal',
  'complaint',
  'violation',
] as const satisfies SignalType[]

const choices: Partial<Record<FeatureName, readonly string[]>> = {
  'shop.kind': kinds,
  'login.network': networks,
  'change.members_30d': changedMembers,
  'signal.type': signalTypes,
}

/** The words a feature can be, or hold where it is a list; null where it can be any. */
export const choicesOf = (name: FeatureName): readonly string[] | null => choices[name] ?? null
