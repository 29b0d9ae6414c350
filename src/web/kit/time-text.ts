import { localeOf } from '#locales/locale.ts'

/**
 * Instants as people read them: weekday, day, month and 24-hour time in the given zone (the person's own by default).
 */
export const instantText = (at: string, language: string, zone?: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at))

/** Only the time of day, `14:05`. */
export const timeOfDayText = (at: string, language: string, zone?: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at))

/** A calendar day as documents have them (`YYYY-MM-DD`), in no zone: `1 December 2026`. */
export const dateText = (day: string, language: string): string =>
  dayParts(day, language, 'UTC', { day: 'numeric', month: 'long', year: 'numeric' })

/** A day in full, `Tuesday 24 November`. */
export const longDayText = (at: string, language: string, zone?: string): string =>
  dayParts(at, language, zone, { weekday: 'long', day: 'numeric', month: 'long' })

/** A day where there is little room, in the parts that stand under each other: `Tue`, `24 Nov`. */
export const shortDayTexts = (at: string, language: string, zone?: string): { weekday: string; day: string } => ({
  weekday: dayParts(at, language, zone, { weekday: 'short' }),
  day: dayParts(at, language, zone, { day: 'numeric', month: 'short' }),
})

const dayParts = (at: string, language: string, zone: string | undefined, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    ...parts,
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at))

/** `Indonesian`, `印度尼西亚语`: a language by its name in the reader's. */
export const languageName = (code: string, language: string): string =>
  new Intl.DisplayNames(localeOf(language), { type: 'language' }).of(code) ?? code
