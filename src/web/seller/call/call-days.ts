import { dayIn, offsetIn } from '../../kit/zoned.ts'
import type { CallTimes, SellerCall } from '../api/call-queries.ts'

export type CallTime = CallTimes['times'][number]

/** A day of the seller's calendar with the times that can be had on it, earliest first. */
export type CallDay = { day: string; times: CallTime[] }

/** [BK1] Free times by the days on which they fall in a zone, both in order. Days without any are not there. */
export const daysOf = (times: readonly CallTime[], zone: string): CallDay[] => {
  const days: CallDay[] = []
  for (const time of [...times].sort((one, other) => Date.parse(one.startAt) - Date.parse(other.startAt))) {
    const day = dayIn(time.startAt, zone)
    const last = days.at(-1)
    if (last?.day === day) last.times.push(time)
    else days.push({ day, times: [time] })
  }
  return days
}

/** A day on which clocks go back has an hour twice: whether a day's times need more than the wall clock to be told apart. */
export const hasTwoOffsets = ({ times }: CallDay, zone: string): boolean =>
  new Set(times.map(({ startAt }) => offsetIn(startAt, zone))).size > 1

/** [BK3] Held only when asked for ahead: a language that needs longer than the others. */
export const isOnRequest = (call: Pick<SellerCall, 'languages'>, language: string): boolean =>
  leadOf(call, language) > Math.min(...call.languages.map(({ leadMinutes }) => leadMinutes))

const leadOf = (call: Pick<SellerCall, 'languages'>, language: string): number =>
  call.languages.find((one) => one.language === language)?.leadMinutes ?? 0

/**
 * How long before a time it can be booked no more. Whoever was let down by us waits for nothing but a free time, unless
 * somebody who speaks the language has to be found first. [BK3] [BK4]
 */
export const leadMs = (call: Pick<SellerCall, 'languages' | 'missed'>, language: string): number =>
  call.missed.at(-1)?.side === 'us' && !isOnRequest(call, language) ? 0 : leadOf(call, language) * 60_000

/** The times that can still be booked: what has come too close since the list was fetched is gone from it. */
export const openTimes = (
  times: readonly CallTime[],
  { nowMs, leadMs, lockedUntil }: { nowMs: number; leadMs: number; lockedUntil: string | null },
): CallTime[] => {
  const earliestMs = Math.max(nowMs + leadMs, lockedUntil === null ? 0 : Date.parse(lockedUntil))
  return times.filter(({ startAt }) => Date.parse(startAt) >= earliestMs && Date.parse(startAt) > nowMs)
}

/** A call that begins within the deadline keeps it, however long it lasts. */
export const isAfter = ({ startAt }: CallTime, deadlineAt: string): boolean =>
  Date.parse(startAt) >= Date.parse(deadlineAt)

/**
 * [BK3] What is shown first: the seller's own language where calls are held in it without asking, else the first. Who wants
 * one on request asks for it, and so waits longer by their own choice.
 */
export const firstLanguage = (call: Pick<SellerCall, 'languages' | 'booked'>, own: string): string =>
  call.booked?.language ??
  (call.languages.find(({ language }) => language === own && !isOnRequest(call, language)) ?? call.languages[0])
    ?.language ??
  own
