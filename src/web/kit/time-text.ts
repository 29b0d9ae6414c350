/**
 * Instants as people read them: weekday, day, month and 24-hour time in the given zone (the person's own by default).
 * Gregorian and Latin digits are asked for by name, since some locales default to other calendars.
 */
export const instantText = (at: string, language: string, zone?: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at))

/** Only the time of day, `14:05`. */
export const timeOfDayText = (at: string, language: string, zone?: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    numberingSystem: 'latn',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at))

const localeOf = (language: string): string => (language === 'zh' ? 'zh-CN' : 'en-GB')
