import { useTranslation } from 'react-i18next'
import { localeOf } from '#locales/locale.ts'
import { languageName } from '../../kit/time-text.ts'
import type { DutyView, Roster } from '../calls/call-queries.ts'
import { useDeskWords } from '../words/use-desk-words.ts'
import { passesMidnight, weekdayRuns } from './duty-form.ts'

/** The first of January 2024 was a Monday. */
const mondayMs = Date.parse('2024-01-01T12:00:00Z')
const dayMs = 24 * 60 * 60_000

/** How the roster speaks of days, hours and people. */
export const useRosterWords = (roster: Roster) => {
  const { t, i18n } = useTranslation('desk')
  const words = useDeskWords()
  const dateText = (day: string, parts: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(localeOf(i18n.language), { ...parts, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))
  const weekday = (no: number): string =>
    dateText(new Date(mondayMs + (no - 1) * dayMs).toISOString().slice(0, 10), { weekday: 'short' })
  const hours = (span: { from: string; to: string }): string =>
    span.from !== '' && span.from === span.to
      ? t('roster.spanDay', span)
      : t(passesMidnight(span) ? 'roster.spanOverNight' : 'roster.span', span)
  return {
    weekday,
    weekdays: (days: readonly number[]): string =>
      words.list(
        weekdayRuns(days).map(([from, to]) =>
          from === to ? weekday(from) : t('roster.days', { from: weekday(from), to: weekday(to) }),
        ),
      ),
    hours,
    breaks: (breaks: DutyView['breaks']): string => words.list(breaks.map(hours)),
    /** `Mon 23 Nov 2026` */
    day: (day: string): string => dateText(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    languages: (codes: readonly string[]): string => words.list(codes.map((code) => languageName(code, i18n.language))),
    programs: (names: readonly string[]): string =>
      words.list(names.map((name) => roster.programs.find((one) => one.name === name)?.title ?? name)),
    reviewer: (id: string): string => roster.reviewers.find((one) => one.id === id)?.name ?? t('roster.gone'),
  }
}
