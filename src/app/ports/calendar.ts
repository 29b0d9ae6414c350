/**
 * [NO2] One event of a calendar file. `uid` stays the same and `sequence` rises while a call is moved about, so that calendar
 * programs change the entry they have instead of adding another.
 */
export type CalendarEntry = {
  /** `PUBLISH` is a file that somebody fetched; the others are mailed and answered. */
  method: 'REQUEST' | 'CANCEL' | 'PUBLISH'
  uid: string
  sequence: number
  startMs: number
  endMs: number
  writtenAtMs: number
  title: string
  description: string
  /** Where the call is entered. */
  url: string
  /** Whose calendar it is for. */
  attendee: string
}

export type Calendar = {
  /** The text of an `.ics` file (RFC 5545), times in UTC. */
  write(entry: CalendarEntry): string
}
