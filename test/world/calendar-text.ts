/** What a calendar program takes from an `.ics` file with one event; written against RFC 5545, not against the writer. */
export type CalendarEvent = {
  method: string
  uid: string
  sequence: number
  status: string
  startMs: number
  endMs: number
  summary: string
  description: string
  organizer: string
  attendee: string
  alarm: boolean
}

export const calendarOf = (text: string): CalendarEvent => {
  if (!/^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR(\r\n)?$/.test(text)) throw new Error('not an iCalendar file')
  if (text.split('\r\n').some((line) => new TextEncoder().encode(line).length > 75))
    throw new Error('a line is too long')
  const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n')
  const alarm = { from: lines.indexOf('BEGIN:VALARM'), to: lines.indexOf('END:VALARM') }
  const event = lines.filter((_, at) => at < alarm.from || at > alarm.to)
  const value = (name: string): string => {
    const found = event.filter((line) => new RegExp(`^${name}[:;]`).test(line))
    if (found.length !== 1) throw new Error(`${found.length} lines of ${name}`)
    return found[0]!
      .replace(/^[A-Z-]+(?:;[A-Z-]+=(?:"[^"]*"|[^";:]*))*:/, '')
      .replace(/\\([\\;,nN])/g, (_, c) => (/n/i.test(c) ? '\n' : c))
  }
  const instant = (name: string): number => {
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value(name)) ?? []
    if (!year) throw new Error(`${name} is no instant in UTC`)
    return Date.UTC(+year, +month! - 1, +day!, +hour!, +minute!, +second!)
  }
  instant('DTSTAMP')
  return {
    method: value('METHOD'),
    uid: value('UID'),
    sequence: Number(value('SEQUENCE')),
    status: value('STATUS'),
    startMs: instant('DTSTART'),
    endMs: instant('DTEND'),
    summary: value('SUMMARY'),
    description: value('DESCRIPTION'),
    organizer: value('ORGANIZER').replace(/^mailto:/i, ''),
    attendee: value('ATTENDEE').replace(/^mailto:/i, ''),
    alarm: alarm.from !== -1,
  }
}
