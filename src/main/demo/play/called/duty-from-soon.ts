import { Temporal } from 'temporal-polyfill'
import type { DutyAsked } from '#contracts/desk-calls.ts'

type Wanted = Pick<DutyAsked, 'reviewerId' | 'site' | 'zone' | 'languages' | 'programs'>

/** A duty that begins in two minutes by the clock of the site's office, every day: so the first time that is free comes soon. */
export const dutyFromSoon = (wanted: Wanted): DutyAsked => {
  const begins = Temporal.Now.zonedDateTimeISO(wanted.zone).add({ minutes: 2 })
  const time = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
  return {
    ...wanted,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    hours: { from: time(begins), to: time(begins.add({ hours: 23 })) },
    breaks: [],
    firstDay: begins.toPlainDate().toString(),
    lastDay: null,
  }
}
