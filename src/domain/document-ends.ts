import { Temporal } from 'temporal-polyfill'
import { isRealDate } from './identity-number.ts'

/** The last day on which a document is valid, `YYYY-MM-DD`; null is one without an end, undefined is one that nobody knows. */
export type LastDay = string | null | undefined

/** What is known of one document: read from it in the run, on file, and what a person who saw it confirmed. [RE4] */
export type KnownEnds = { read: LastDay; onFile: LastDay; confirmed: LastDay }

/** Whoever confirmed an end saw the original; else the earlier of what was read and what is on file counts. */
const endOf = ({ read, onFile, confirmed }: KnownEnds): LastDay =>
  confirmed === undefined ? earliest([read, onFile]) : confirmed

const earliest = (days: readonly LastDay[]): LastDay => {
  const known = days.filter((day) => day !== undefined)
  if (known.length === 0) return undefined
  return known.filter((day) => day !== null).sort()[0] ?? null
}

/**
 * [RE3] When the first of the documents that a pass was made with ends, by the clock of `zone`: at the end of its last day. Null is
 * never; undefined where the end of the identity card is not known, for then nothing could fall with it. A shop without a
 * licence has no end of one.
 */
export const firstEndMs = (
  { card, licence }: { card: KnownEnds; licence: KnownEnds | null },
  zone: string,
): number | null | undefined => {
  const ofCard = endOf(card)
  if (ofCard === undefined) return undefined
  const first = earliest([ofCard, licence ? endOf(licence) : undefined])
  if (typeof first !== 'string') return null
  return Temporal.PlainDate.from(first).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
}

/** An end as a check prints what it read: a date, or 长期 for none. */
export const readEnd = (printed: string | null | undefined): LastDay => {
  if (printed === '长期') return null
  return printed && isRealDate(printed) ? printed : undefined
}
