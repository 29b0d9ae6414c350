import { addedTo, type Buckets, sumBetween, sumSince } from './profile-lists.ts'
import { dayOf, hourOf, lack, type ToldFeatures } from './told-features.ts'

/** What is kept of listings: how many by hour and day, and the categories with the days they were first and last listed in. */
export type ListingProfile = {
  firstDay: number | null
  hours: Buckets
  days: Buckets
  /** The one listed in last first. */
  categories: readonly (readonly [category: string, firstDay: number, lastDay: number, count: number])[]
}

export const noListings: ListingProfile = { firstDay: null, hours: [], days: [], categories: [] }

/** An hour and two days more than is asked for, so that a clock that goes ahead a little hides nothing. */
const spans = { hours: 25, days: 34 }
/** The newest categories are kept, as many as fit; a seller has a few. */
const caps = { categories: 16, categoryCharacters: 320, count: 9_999_999 }
/** A shop that lists less than this a day on average is taken to list so much: ten articles are no mass listing. */
const leastUsualPerDay = 5
/** Days since the first listing from which on "usual" and "new category" mean something. */
const historyDays = 7

export const withListings = (
  listings: ListingProfile,
  atS: number,
  { count, category }: { count: number; category: string },
): ListingProfile => {
  const day = dayOf(atS)
  return {
    firstDay: listings.firstDay === null ? day : Math.min(listings.firstDay, day),
    hours: addedTo(listings.hours, hourOf(atS), count, spans.hours),
    days: addedTo(listings.days, day, count, spans.days),
    categories: withCategory(listings.categories, day, category, count),
  }
}

const withCategory = (
  categories: ListingProfile['categories'],
  day: number,
  category: string,
  count: number,
): ListingProfile['categories'] => {
  const known = categories.find(([name]) => name === category)
  const mine = [
    category,
    Math.min(known?.[1] ?? day, day),
    Math.max(known?.[2] ?? day, day),
    Math.min((known?.[3] ?? 0) + count, caps.count),
  ] as const
  const sorted = [mine, ...categories.filter((one) => one !== known)].sort(
    (a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1),
  )
  let characters = 0
  const fits = sorted.findIndex(([name], i) => {
    characters += name.length
    return i >= caps.categories || characters > caps.categoryCharacters
  })
  return fits < 0 ? sorted : sorted.slice(0, fits)
}

/**
 * Rates are held against the mean of the days of the month before yesterday, quiet days too. `onFile` are the categories of
 * the registration, null without one: a category is new when it was first listed in the last 7 days and is not on file.
 */
export const tellListings = (
  told: ToldFeatures,
  { firstDay, hours, days, categories }: ListingProfile,
  onFile: readonly string[] | null,
  nowS: number,
): void => {
  if (firstDay === null) {
    lack(
      told,
      'no-such-signal',
      'listings.count_24h',
      'listings.count_7d',
      'listings.ratio_to_usual',
      'listings.categories_7d',
      'listings.new_category_share_7d',
    )
    return
  }
  const { values } = told
  const today = dayOf(nowS)
  const weekFrom = today - 6
  const lastDay = sumSince(hours, hourOf(nowS) - 23)
  const lastWeek = sumSince(days, weekFrom)
  values['listings.count_24h'] = lastDay
  values['listings.count_7d'] = lastWeek

  const knownDays = Math.min(30, today - 1 - firstDay)
  if (knownDays < historyDays) lack(told, 'too-little-history', 'listings.ratio_to_usual')
  else {
    const perDay = sumBetween(days, today - 1 - knownDays, today - 2) / knownDays
    values['listings.ratio_to_usual'] = lastDay / Math.max(perDay, leastUsualPerDay)
  }

  const recent = categories.filter(([, , last]) => last >= weekFrom)
  values['listings.categories_7d'] = recent.map(([name]) => name).sort()
  if (firstDay > today - historyDays && !onFile?.length) {
    lack(told, 'too-little-history', 'listings.new_category_share_7d')
    return
  }
  let inNew = 0
  for (const [name, first, , count] of recent) if (first >= weekFrom && !onFile?.includes(name)) inNew += count
  values['listings.new_category_share_7d'] = lastWeek === 0 ? 0 : Math.min(1, inNew / lastWeek)
}
