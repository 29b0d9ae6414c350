/**
 * The lists that a profile is made of. Each is bounded, plain JSON, and in one order whatever order its entries came in:
 * the same signals make the same list. What is folded into a list is never read from it by position.
 */

/** What happened in an hour or a day, counted from 1970 in UTC: `[which, how much]`, oldest first. */
export type Buckets = readonly (readonly [when: number, amount: number])[]

/** Sums stop growing here: no shop reaches it, and a profile stays small. */
const sumCap = 9_999_999

/**
 * Merges an amount into its bucket. Only the buckets less than `span` before the newest are kept, and no more than `cap` of
 * them: the newest.
 */
const merged = (
  buckets: Buckets,
  when: number,
  amount: number,
  { span, cap, merge }: { span: number; cap: number; merge: (a: number, b: number) => number },
): Buckets => {
  const last = buckets.at(-1)
  if (last && when <= last[0] - span) return buckets
  const next: (readonly [number, number])[] = []
  const oldest = Math.max(last?.[0] ?? when, when) - span
  let isIn = false
  for (const bucket of buckets) {
    if (bucket[0] <= oldest) continue
    if (!isIn && bucket[0] >= when) {
      isIn = true
      if (bucket[0] === when) {
        next.push([when, merge(bucket[1], amount)])
        continue
      }
      next.push([when, amount])
    }
    next.push(bucket)
  }
  if (!isIn) next.push([when, amount])
  return next.length > cap ? next.slice(next.length - cap) : next
}

const sum = (a: number, b: number): number => Math.min(a + b, sumCap)

export const addedTo = (buckets: Buckets, when: number, amount: number, span: number, cap = span): Buckets =>
  merged(buckets, when, Math.min(amount, sumCap), { span, cap, merge: sum })

/** The largest of each bucket, of the `cap` newest. */
export const largestOf = (buckets: Buckets, when: number, amount: number, span: number, cap: number): Buckets =>
  merged(buckets, when, amount, { span, cap, merge: Math.max })

export const sumSince = (buckets: Buckets, from: number): number => sumBetween(buckets, from, Number.POSITIVE_INFINITY)

/** From the one up to and with the other. */
export const sumBetween = (buckets: Buckets, from: number, to: number): number => {
  let total = 0
  for (const bucket of buckets) if (bucket[0] >= from && bucket[0] <= to) total += bucket[1]
  return total
}

/**
 * The largest that may still be asked for, hour by hour: an hour is left out when a later one saw more. Oldest, and so
 * largest, first; of more than `cap` the largest are kept.
 */
export const peaksWith = (peaks: Buckets, when: number, amount: number, span: number, cap: number): Buckets => {
  const newest = Math.max(peaks.at(-1)?.[0] ?? when, when)
  if (when <= newest - span) return peaks
  const kept = peaks.filter(
    ([hour, peak]) => hour > newest - span && (hour < when ? peak > amount : hour > when || peak >= amount),
  )
  const isBeaten = kept.some(([hour, peak]) => hour >= when && peak >= amount)
  if (isBeaten) return kept
  const next = [
    ...kept.filter(([hour]) => hour < when),
    [when, amount] as const,
    ...kept.filter(([hour]) => hour > when),
  ]
  return next.slice(0, cap)
}

/** What was seen, when first and when last, newest first: addresses, devices, countries. */
export type Sightings = readonly (readonly [what: string, firstS: number, lastS: number])[]

/**
 * Merges one sighting. What was not seen for `windowS` is forgotten, and new when it comes again. Of more than `cap` the
 * newest are kept; what was dropped so counts as new when it comes again.
 */
export const sighted = (
  sightings: Sightings,
  what: string,
  atS: number,
  { windowS, cap }: { windowS: number; cap: number },
): Sightings => {
  const newestS = Math.max(sightings[0]?.[2] ?? atS, atS)
  if (atS < newestS - windowS) return sightings
  let mine: readonly [string, number, number] = [what, atS, atS]
  const next: (readonly [string, number, number])[] = []
  for (const sighting of sightings) {
    if (sighting[2] < newestS - windowS) continue
    if (sighting[0] === what) mine = mergedSighting(sighting, atS, windowS)
    else next.push(sighting)
  }
  let place = next.length
  while (place > 0 && isNewer(mine, next[place - 1]!)) place -= 1
  next.splice(place, 0, mine)
  return next.length > cap ? next.slice(0, cap) : next
}

const mergedSighting = (
  [what, firstS, lastS]: readonly [string, number, number],
  atS: number,
  windowS: number,
): readonly [string, number, number] => {
  if (atS > lastS + windowS) return [what, atS, atS]
  if (atS < firstS - windowS) return [what, firstS, lastS]
  return [what, Math.min(firstS, atS), Math.max(lastS, atS)]
}

const isNewer = (a: readonly [string, number, number], b: readonly [string, number, number]): boolean =>
  a[2] !== b[2] ? a[2] > b[2] : a[0] < b[0]

export const seenSince = (sightings: Sightings, fromS: number): number => {
  let count = 0
  for (const sighting of sightings) if (sighting[2] >= fromS) count += 1
  return count
}
