import { Temporal } from 'temporal-polyfill'
import { type TimeSpan, uncovered } from '../time-span.ts'

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Wall-clock times `HH:MM` of the duty's zone. One that ends at or before its begin goes past midnight. */
export type WallSpan = { from: string; to: string }

/**
 * When one reviewer holds calls, as a duty roster says it: by the clock on the wall of the site's office, week after week.
 * Days are `YYYY-MM-DD` in that zone; the day of a duty is the day on which it begins.
 */
export type Duty = {
  reviewerId: string
  /** IANA zone of the site. */
  zone: string
  weekdays: Weekday[]
  hours: WallSpan
  breaks: WallSpan[]
  firstDay: string
  lastDay: string | null
}

/** How far a duty may reach into the days beside its own: past midnight, and a day on which the clocks change. */
const reachDays = 2

/**
 * The spans in which a duty really works between two instants, breaks and holidays (`YYYY-MM-DD`) left out, in order.
 * A wall time that the clocks skip counts as the instant they skip to; one that comes twice, as the first of the two. So
 * a night on which clocks change is as long as it is, and no span is ever counted twice. [BK1]
 */
export const workingSpans = (duty: Duty, { fromMs, toMs }: TimeSpan, holidays: ReadonlySet<string>): TimeSpan[] => {
  const dayOf = (atMs: number) =>
    Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(duty.zone).toPlainDate()
  const end = dayOf(toMs).add({ days: reachDays })
  const spans: TimeSpan[] = []
  for (
    let day = dayOf(fromMs).subtract({ days: reachDays });
    Temporal.PlainDate.compare(day, end) <= 0;
    day = day.add({ days: 1 })
  )
    if (isOnDuty(duty, day, holidays)) spans.push(...spansOf(duty, day))
  return spans
    .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }))
    .filter((span) => span.fromMs < span.toMs)
}

const isOnDuty = (duty: Duty, day: Temporal.PlainDate, holidays: ReadonlySet<string>): boolean => {
  const text = day.toString()
  const isInForce = text >= duty.firstDay && (duty.lastDay === null || text <= duty.lastDay)
  return isInForce && duty.weekdays.includes(day.dayOfWeek as Weekday) && !holidays.has(text)
}

const spansOf = (duty: Duty, day: Temporal.PlainDate): TimeSpan[] => {
  const whole = wallSpan(duty.zone, day, duty.hours)
  const breaks = duty.breaks.map((one) => {
    // A break after midnight belongs to the night that began on the duty's day.
    const isNextDay = one.from < duty.hours.from
    return wallSpan(duty.zone, isNextDay ? day.add({ days: 1 }) : day, one)
  })
  return uncovered(whole, breaks)
}

const wallSpan = (zone: string, day: Temporal.PlainDate, { from, to }: WallSpan): TimeSpan => {
  const at = (on: Temporal.PlainDate, time: string) =>
    on.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  return { fromMs: at(day, from), toMs: at(to <= from ? day.add({ days: 1 }) : day, to) }
}
