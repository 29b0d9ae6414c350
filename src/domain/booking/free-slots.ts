import { Temporal } from 'temporal-polyfill'
import type { TimeSpan } from '../time-span.ts'
import { type Duty, type WallSpan, workingSpans } from './duty.ts'
import { type Slot, slotsOf } from './slots.ts'

/** A duty with the days off of its site. */
export type RosteredDuty = { duty: Duty; holidays: ReadonlySet<string> }
/** Times that reviewers have given away already. */
export type Busy = { reviewerId: string; span: TimeSpan }

/**
 * [BK1] [BK2] Slots that begin between two instants and overlap nothing that their reviewer has given away, earliest first; of one
 * time, the reviewer with the fewest calls around that day first.
 */
export const freeSlots = (
  rostered: readonly RosteredDuty[],
  busy: readonly Busy[],
  within: TimeSpan,
  slotMinutes: number,
): Slot[] => {
  const given = Map.groupBy(busy, ({ reviewerId }) => reviewerId)
  const givenBy = (reviewerId: string) => given.get(reviewerId) ?? []
  const free = rostered
    .flatMap(({ duty, holidays }) => slotsOf(duty, within, { slotMinutes, holidays }))
    .filter(({ reviewerId, startMs, endMs }) =>
      isFree(reviewerId, { fromMs: startMs, toMs: endMs }, givenBy(reviewerId)),
    )
  const load = new Map(
    free.map((slot) => [
      slot,
      givenBy(slot.reviewerId).filter(({ span }) => Math.abs(span.fromMs - slot.startMs) < aroundMs).length,
    ]),
  )
  const loadOf = (slot: Slot) => load.get(slot) ?? 0
  return free.sort((a, b) => a.startMs - b.startMs || loadOf(a) - loadOf(b) || (a.reviewerId < b.reviewerId ? -1 : 1))
}

/** Half a day to either side. */
const aroundMs = 12 * 60 * 60_000

/** Whether a reviewer who works on these duties is at work for the whole of a span. */
export const covers = (rostered: readonly RosteredDuty[], span: TimeSpan): boolean =>
  rostered.some(({ duty, holidays }) =>
    workingSpans(duty, span, holidays).some((one) => one.fromMs <= span.fromMs && one.toMs >= span.toMs),
  )

export const isFree = (reviewerId: string, span: TimeSpan, busy: readonly Busy[]): boolean =>
  !busy.some((one) => one.reviewerId === reviewerId && one.span.fromMs < span.toMs && one.span.toMs > span.fromMs)

/** [BK1] Whether an instant lies in a span of wall time, by the clock of a zone. A span that ends before it begins passes midnight. */
export const isWithinWall = ({ from, to }: WallSpan, zone: string, atMs: number): boolean => {
  const time = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
  return from < to ? time >= from && time < to : time >= from || time < to
}
