import { type Sightings, seenSince, sighted } from './profile-lists.ts'
import type { NetworkKind, SignalFacts } from './signal.ts'
import { dayS, lack, type ToldFeatures, tell } from './told-features.ts'
import { fastestTravel, type SeenPlace, withPlace } from './travel.ts'

/** What is kept of a seller's logins. */
export type LoginProfile = {
  /** When the first three logins ever were, earliest first: what is unusual shows only against what was before. */
  firstS: readonly number[]
  latest: { atS: number; country: string | null; network: NetworkKind | null } | null
  /** When the last login came through a listed proxy, and when the last one was held against a list. */
  proxyS: number | null
  proxyToldS: number | null
  ips: Sightings
  networks: Sightings
  devices: Sightings
  countries: Sightings
  places: readonly SeenPlace[]
}

export const noLogins: LoginProfile = {
  firstS: [],
  latest: null,
  proxyS: null,
  proxyToldS: null,
  ips: [],
  networks: [],
  devices: [],
  countries: [],
  places: [],
}

/** What was not seen for so long is new when it comes again; nothing older is taken in. */
export const windowS = 100 * dayS
const caps = { ips: 16, networks: 12, devices: 12, countries: 8 }
/** Logins before the one in question, or days since the first, from which on "new" means something. */
const historyLogins = 3
const historyS = 7 * dayS

type Login = Extract<SignalFacts, { type: 'login' }>

export const withLogin = (logins: LoginProfile, atS: number, facts: Login): LoginProfile => {
  const country = facts.place?.country ?? null
  const latest = { atS, country, network: facts.network }
  return {
    firstS: withFirst(logins.firstS, atS),
    latest: logins.latest === null || isLater(latest, logins.latest) ? latest : logins.latest,
    proxyS: facts.isProxy === true ? laterOf(logins.proxyS, atS) : logins.proxyS,
    proxyToldS: facts.isProxy === null ? logins.proxyToldS : laterOf(logins.proxyToldS, atS),
    ips: sighted(logins.ips, tag(facts.ip), atS, { windowS, cap: caps.ips }),
    networks: sighted(logins.networks, tag(facts.ipNetwork), atS, { windowS, cap: caps.networks }),
    devices:
      facts.device === null
        ? logins.devices
        : sighted(logins.devices, tag(facts.device), atS, { windowS, cap: caps.devices }),
    countries:
      country === null ? logins.countries : sighted(logins.countries, country, atS, { windowS, cap: caps.countries }),
    places: facts.place === null ? logins.places : withPlace(logins.places, atS, facts.place),
  }
}

export const tellLogins = (told: ToldFeatures, logins: LoginProfile, nowS: number): void => {
  if (logins.latest === null) {
    lack(told, 'no-such-signal', ...loginFeatures)
    return
  }
  const { values } = told
  tell(told, 'login.country', logins.latest.country, 'not-told')
  tell(told, 'login.network', logins.latest.network, 'not-told')
  tellNewness(told, 'login.ip_is_new', logins, logins.ips, nowS)
  values['login.ips_7d'] = seenSince(logins.ips, nowS - 7 * dayS)
  values['login.networks_7d'] = seenSince(logins.networks, nowS - 7 * dayS)
  if (logins.devices.length === 0) lack(told, 'not-told', 'login.device_is_new', 'login.devices_30d')
  else {
    tellNewness(told, 'login.device_is_new', logins, logins.devices, nowS)
    values['login.devices_30d'] = seenSince(logins.devices, nowS - 30 * dayS)
  }
  if (logins.countries.length === 0) lack(told, 'not-told', 'login.countries_7d')
  else values['login.countries_7d'] = seenSince(logins.countries, nowS - 7 * dayS)
  tellTravel(told, logins, nowS)
  if (logins.proxyToldS === null) lack(told, 'no-source', 'login.proxy')
  else values['login.proxy'] = logins.proxyS !== null && logins.proxyS >= nowS - dayS
}

const loginFeatures = [
  'login.country',
  'login.ip_is_new',
  'login.device_is_new',
  'login.impossible_travel',
  'login.speed_kmh',
  'login.proxy',
  'login.network',
  'login.ips_7d',
  'login.networks_7d',
  'login.devices_30d',
  'login.countries_7d',
] as const

/** Whether something was first seen in the last 24 hours, by a seller who had been known for long enough before. */
const tellNewness = (
  told: ToldFeatures,
  name: 'login.ip_is_new' | 'login.device_is_new',
  { firstS }: LoginProfile,
  sightings: Sightings,
  nowS: number,
): void => {
  let isTooEarly = false
  const thirdS = firstS[historyLogins - 1]
  for (const sighting of sightings) {
    const seenFirstS = sighting[1]
    if (seenFirstS < nowS - dayS) continue
    const hasHistory = (thirdS !== undefined && thirdS < seenFirstS) || firstS[0]! <= seenFirstS - historyS
    if (hasHistory) {
      told.values[name] = true
      return
    }
    isTooEarly = true
  }
  if (isTooEarly) lack(told, 'too-little-history', name)
  else told.values[name] = false
}

const tellTravel = (told: ToldFeatures, { places }: LoginProfile, nowS: number): void => {
  if (places.length < 2) {
    lack(told, places.length === 0 ? 'not-told' : 'too-little-history', 'login.impossible_travel', 'login.speed_kmh')
    return
  }
  const { speedKmh, isImpossible } = fastestTravel(places, nowS - dayS)
  told.values['login.speed_kmh'] = speedKmh
  told.values['login.impossible_travel'] = isImpossible
}

/** Enough of a keyed hash to tell a few dozen apart; a profile keeps many of them. */
const tag = (hash: string): string => hash.slice(-10)

const withFirst = (firstS: readonly number[], atS: number): readonly number[] => {
  const last = firstS[historyLogins - 1]
  return last !== undefined && last <= atS ? firstS : [...firstS, atS].sort((a, b) => a - b).slice(0, historyLogins)
}

const laterOf = (knownS: number | null, atS: number): number => (knownS === null || atS > knownS ? atS : knownS)

/** Of two in the same second the one that names more, then the one later in the alphabet: either, but always the same. */
const isLater = (a: NonNullable<LoginProfile['latest']>, b: NonNullable<LoginProfile['latest']>): boolean => {
  if (a.atS !== b.atS) return a.atS > b.atS
  return `${a.country ?? ''} ${a.network ?? ''}` > `${b.country ?? ''} ${b.network ?? ''}`
}
