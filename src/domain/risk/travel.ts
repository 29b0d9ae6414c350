/** `[when, country, latitude, longitude]`, newest first. */
export type SeenPlace = readonly [atS: number, country: string, latitudeDeg: number, longitudeDeg: number]

const placesCap = 12
const placesWindowS = 100 * 86_400
/** Faster than an airliner, ground to ground. */
const fastestKmh = 900
/** The place of an address is a city at best, and often the next big one: below this two places may be the same. */
const slackKm = 300
/** Two logins in the same second are a minute apart, so that a speed stays a number. */
const leastH = 1 / 60

/** Logins with places, of which the newest are kept. One that comes late slots in between. */
export const withPlace = (
  places: readonly SeenPlace[],
  atS: number,
  { country, latitudeDeg, longitudeDeg }: { country: string; latitudeDeg: number; longitudeDeg: number },
): readonly SeenPlace[] => {
  const mine: SeenPlace = [atS, country, latitudeDeg, longitudeDeg]
  let at = places.length
  while (at > 0 && isBefore(places[at - 1]!, mine)) at -= 1
  const next = [...places.slice(0, at), mine, ...places.slice(at)].slice(0, placesCap)
  const oldestS = next[0]![0] - placesWindowS
  return next.at(-1)![0] < oldestS ? next.filter(([placeS]) => placeS >= oldestS) : next
}

/**
 * The fastest that somebody would have travelled between neighbouring logins, the later of which is since `fromS`.
 * Distances within the slack are no travel.
 */
export const fastestTravel = (
  places: readonly SeenPlace[],
  fromS: number,
): { speedKmh: number; isImpossible: boolean } => {
  let speedKmh = 0
  for (let i = 0; i + 1 < places.length && places[i]![0] >= fromS; i += 1) {
    const [later, earlier] = [places[i]!, places[i + 1]!]
    const km = distanceKm(earlier, later)
    if (km < slackKm) continue
    speedKmh = Math.max(speedKmh, km / Math.max((later[0] - earlier[0]) / 3600, leastH))
  }
  return { speedKmh: Math.round(speedKmh), isImpossible: speedKmh > fastestKmh }
}

/** On a great circle of the mean radius (haversine); a tenth of a per cent off at most. */
const distanceKm = ([, , fromLat, fromLong]: SeenPlace, [, , toLat, toLong]: SeenPlace): number => {
  const half = Math.PI / 360
  const byLat = Math.sin((toLat - fromLat) * half)
  const byLong = Math.sin((toLong - fromLong) * half)
  const part = byLat * byLat + Math.cos(fromLat * 2 * half) * Math.cos(toLat * 2 * half) * byLong * byLong
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(part)))
}

const isBefore = (a: SeenPlace, b: SeenPlace): boolean => {
  if (a[0] !== b[0]) return a[0] < b[0]
  if (a[1] !== b[1]) return a[1] < b[1]
  return a[2] !== b[2] ? a[2] < b[2] : a[3] < b[3]
}
