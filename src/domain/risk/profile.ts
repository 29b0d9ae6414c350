import { type IncidentProfile, noIncidents, tellIncidents, withIncident } from './incident-profile.ts'
import { type ListingProfile, noListings, tellListings, withListings } from './listing-profile.ts'
import { type LoginProfile, noLogins, tellLogins, windowS, withLogin } from './login-profile.ts'
import { tellShop, tellStanding } from './shop-features.ts'
import type { SellerFacts, SignalFacts, SignalType, StandingFacts } from './signal.ts'
import type { ToldFeatures } from './told-features.ts'
import { noTrade, type TradeProfile, tellOrders, tellWithdrawals, withTrade } from './trade-profile.ts'

/**
 * [TR1] What is kept of a seller's signals, so that features need no look at the signals themselves: plain JSON of a few
 * kilobytes for any history. It is the same whatever order its signals came in, as long as none is older than the window
 * and no list is full. Where one is, the newest win: the addresses, devices, categories and currencies seen last, the
 * largest amounts of 24 hours, and what was dropped counts as new when it comes again.
 *
 * Times are seconds, hours or days since 1970 in UTC.
 */
export type RiskProfile = {
  version: 1
  logins: LoginProfile
  incidents: IncidentProfile
  listings: ListingProfile
  orders: TradeProfile
  withdrawals: TradeProfile
}

export const emptyProfile: RiskProfile = {
  version: 1,
  logins: noLogins,
  incidents: noIncidents,
  listings: noListings,
  orders: noTrade,
  withdrawals: noTrade,
}

/** A signal that happened longer ago than this is refused by name before it gets here: what it would change is forgotten. */
export const profileWindowMs = windowS * 1000

/** The profile with one more signal in it. Whoever calls sees to it that no signal is taken in twice. */
export const advance = (profile: RiskProfile, { atMs, facts }: { atMs: number; facts: SignalFacts }): RiskProfile => {
  const atS = Math.floor(atMs / 1000)
  switch (facts.type) {
    case 'login':
      return { ...profile, logins: withLogin(profile.logins, atS, facts) }
    case 'listings-added':
      return { ...profile, listings: withListings(profile.listings, atS, facts) }
    case 'order':
      return { ...profile, orders: withTrade(profile.orders, atS, facts) }
    case 'withdrawal':
      return { ...profile, withdrawals: withTrade(profile.withdrawals, atS, facts) }
    case 'seller-told':
      return profile
    default:
      return { ...profile, incidents: withIncident(profile.incidents, atS, facts) }
  }
}

export type FeatureSources = {
  profile: RiskProfile
  /** Null where there is no registration. */
  seller: SellerFacts | null
  /** Null where nobody looked. */
  standing: StandingFacts | null
  /** Of the signal that is being decided on; null where something else asked for a decision. */
  signalType: SignalType | null
  nowMs: number
}

/** [TR2] All features of a seller at a moment: each in `values` or, with the reason, in `missing`. */
export const featuresOf = ({ profile, seller, standing, signalType, nowMs }: FeatureSources): ToldFeatures => {
  const told = signalFeaturesOf({ profile, categories: seller?.categories ?? null, signalType, nowMs })
  tellShop(told, seller, nowMs)
  tellStanding(told, standing)
  return told
}

export type SignalFeatureSources = Pick<FeatureSources, 'profile' | 'signalType' | 'nowMs'> & {
  /** Those that the registration names; null where there is none. */
  categories: readonly string[] | null
}

/** [TR7] The features that signals alone tell, so that a replay can make them anew. */
export const signalFeaturesOf = ({ profile, categories, signalType, nowMs }: SignalFeatureSources): ToldFeatures => {
  const nowS = Math.floor(nowMs / 1000)
  const told: ToldFeatures = { values: {}, missing: {} }
  tellIncidents(told, profile.incidents, nowS)
  tellLogins(told, profile.logins, nowS)
  tellListings(told, profile.listings, categories, nowS)
  tellOrders(told, profile.orders, nowS)
  tellWithdrawals(told, profile.withdrawals, nowS)
  if (signalType === null) told.missing['signal.type'] = 'no-such-signal'
  else told.values['signal.type'] = signalType
  return told
}
