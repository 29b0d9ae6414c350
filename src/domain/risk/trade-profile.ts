import { addedTo, type Buckets, largestOf, peaksWith, sumSince } from './profile-lists.ts'
import { dayOf, hourOf, lack, type ToldFeatures } from './told-features.ts'

/** What is kept of orders, or of withdrawals: how many by the hour, and the largest amounts within each currency. */
export type TradeProfile = {
  firstS: number | null
  hours: Buckets
  /** The one used last first. */
  currencies: readonly CurrencyProfile[]
}

type CurrencyProfile = {
  currency: string
  lastS: number
  /** Of the last 24 hours, hour by hour. */
  peaks: Buckets
  /** The largest amount of a day, of the newest days that had any. */
  days: Buckets
}

export const noTrade: TradeProfile = { firstS: null, hours: [], currencies: [] }

const caps = { currencies: 2, peaks: 12, days: 14 }
/** An hour and two days more than is asked for, so that a clock that goes ahead a little hides nothing. */
const spans = { hours: 25, days: 33 }
/** A thousandth of a cent is an amount, too: what is more times the usual than this is as much. */
const ratioMost = 1e15
/** Days with amounts before "usual" means something. */
const historyDays = 3

export const withTrade = (
  trade: TradeProfile,
  atS: number,
  { amount, currency }: { amount: number; currency: string },
): TradeProfile => {
  const known = trade.currencies.find((one) => one.currency === currency)
  const mine: CurrencyProfile = {
    currency,
    lastS: Math.max(known?.lastS ?? atS, atS),
    peaks: peaksWith(known?.peaks ?? [], hourOf(atS), amount, spans.hours, caps.peaks),
    days: largestOf(known?.days ?? [], dayOf(atS), amount, spans.days, caps.days),
  }
  const currencies = [mine, ...trade.currencies.filter((one) => one !== known)]
  return {
    firstS: trade.firstS === null ? atS : Math.min(trade.firstS, atS),
    hours: addedTo(trade.hours, hourOf(atS), 1, spans.hours),
    currencies: currencies
      .sort((a, b) => b.lastS - a.lastS || (a.currency < b.currency ? -1 : 1))
      .slice(0, caps.currencies),
  }
}

/**
 * How many there were in the last 24 hours, and how many times the usual amount the largest was: the median of the largest
 * amounts of the newest days that had any, of the 30 before yesterday. Held against each other within a currency only;
 * the largest ratio of any currency counts, and one without enough days has none.
 */
const tellTrade = (
  told: ToldFeatures,
  { hours, currencies }: TradeProfile,
  nowS: number,
  names: {
    count: 'orders.count_24h' | 'withdrawals.count_24h'
    ratio: 'orders.ratio_to_usual' | 'withdrawals.ratio_to_usual'
  },
): { currency: string; largest: number }[] => {
  const from = hourOf(nowS) - 23
  told.values[names.count] = sumSince(hours, from)
  const recent = currencies.flatMap(({ currency, peaks, days }) => {
    const largest = peaks.find((peak) => peak[0] >= from)?.[1]
    return largest === undefined ? [] : [{ currency, largest, usual: usualOf(days, dayOf(nowS)) }]
  })
  const ratios = recent.flatMap(({ largest, usual }) => (usual === null ? [] : [Math.min(largest / usual, ratioMost)]))
  if (ratios.length > 0) told.values[names.ratio] = Math.max(...ratios)
  else if (recent.length === 0) told.values[names.ratio] = 0
  else lack(told, 'too-little-history', names.ratio)
  return recent
}

export const tellOrders = (told: ToldFeatures, orders: TradeProfile, nowS: number): void => {
  if (orders.firstS === null) {
    lack(told, 'no-such-signal', 'orders.count_24h', 'orders.largest_24h', 'orders.currency', 'orders.ratio_to_usual')
    return
  }
  const recent = tellTrade(told, orders, nowS, { count: 'orders.count_24h', ratio: 'orders.ratio_to_usual' })
  const [only, ...others] = recent
  // Which of two amounts in different currencies is the larger takes a rate, and there is none.
  if (others.length > 0) {
    lack(told, 'no-source', 'orders.largest_24h', 'orders.currency')
    return
  }
  told.values['orders.largest_24h'] = only?.largest ?? 0
  if (only) told.values['orders.currency'] = only.currency
  else lack(told, 'no-such-signal', 'orders.currency')
}

export const tellWithdrawals = (told: ToldFeatures, withdrawals: TradeProfile, nowS: number): void => {
  if (withdrawals.firstS === null) {
    lack(told, 'no-such-signal', 'withdrawals.count_24h', 'withdrawals.ratio_to_usual')
    return
  }
  tellTrade(told, withdrawals, nowS, { count: 'withdrawals.count_24h', ratio: 'withdrawals.ratio_to_usual' })
}

const usualOf = (days: Buckets, today: number): number | null => {
  const amounts: number[] = []
  for (const day of days) if (day[0] >= today - 31 && day[0] <= today - 2 && day[1] > 0) amounts.push(day[1])
  amounts.sort((a, b) => a - b)
  if (amounts.length < historyDays) return null
  const middle = amounts.length >> 1
  return amounts.length % 2 === 1 ? amounts[middle]! : (amounts[middle - 1]! + amounts[middle]!) / 2
}
