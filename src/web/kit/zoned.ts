/**
 * Instants by the clock of a zone (IANA name). Calculated by the browser's own zone data, so that a day on which clocks
 * change is right as soon as the browser is.
 */
const formats = new Map<string, Intl.DateTimeFormat>()

const formatIn = (zone: string, part: 'day' | 'offset'): Intl.DateTimeFormat => {
  const key = `${part} ${zone}`
  const known = formats.get(key)
  if (known) return known
  const made =
    part === 'day'
      ? new Intl.DateTimeFormat('en-CA', {
          timeZone: zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          calendar: 'gregory',
          numberingSystem: 'latn',
        })
      : new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortOffset' })
  formats.set(key, made)
  return made
}

const partOf = (format: Intl.DateTimeFormat, at: string, type: Intl.DateTimeFormatPartTypes): string =>
  format.formatToParts(new Date(at)).find((part) => part.type === type)?.value ?? ''

/** The calendar day on which an instant falls in a zone, as `YYYY-MM-DD`. */
export const dayIn = (at: string, zone: string): string => {
  const format = formatIn(zone, 'day')
  return [partOf(format, at, 'year'), partOf(format, at, 'month'), partOf(format, at, 'day')].join('-')
}

/** How far a zone's clock stands from universal time at an instant: `UTC`, `UTC+7`, `UTC-3:30`. */
export const offsetIn = (at: string, zone: string): string =>
  partOf(formatIn(zone, 'offset'), at, 'timeZoneName').replace('GMT', 'UTC').replace(/\+0$/, '')

/** Whether two zones show the same wall time at an instant. */
export const isSameClock = (at: string, one: string, other: string): boolean =>
  one === other || offsetIn(at, one) === offsetIn(at, other)

/** The zone of this computer. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
