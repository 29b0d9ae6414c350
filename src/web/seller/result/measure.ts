import { localeOf } from '#locales/locale.ts'

type Measure = { value: number | null; limit: number | null; unit: string | null }

/** Units that a person can check against the world: with a watch, a calendar, a look at the picture. */
const worldly: readonly string[] = ['ms', 'days', 'years', 'degrees', 'degrees/s', 'dB']
/** Those that say how far off something was, but nothing by themselves. */
const relative: readonly string[] = ['ratio', 'cos']

/**
 * What was measured and what is asked for, e.g. `382°, at least 340°`; null where it would tell a seller nothing. Whether
 * a limit is a least or a most follows from how it came out.
 */
export const measuredText = (
  { value, limit, unit, outcome }: Measure & { outcome: string },
  t: (key: string, values: Record<string, string>) => string,
  language: string,
): string | null => {
  const isTelling = unit !== null && (worldly.includes(unit) || (outcome === 'fail' && relative.includes(unit)))
  if (value === null || !isTelling) return null
  if (unit === 'days' && outcome === 'fail' && value < 0)
    return t('check:measuredOver', { value: measureText(-value, unit, language) })
  const measured = measureText(value, unit, language)
  if (limit === null) return t('check:measuredOnly', { value: measured })
  const isLeast = outcome === 'fail' ? value < limit : value > limit
  return t(isLeast ? 'check:measuredLeast' : 'check:measuredMost', {
    value: measured,
    limit: measureText(limit, unit, language),
  })
}

/** A measured value with its unit, short, in the words of the language: `1.2 s`, `14 days`, `31%`. */
export const measureText = (value: number, unit: string | null, language: string): string => {
  const number = (most: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: most, ...options }).format(value)
  switch (unit) {
    case 'ms':
      return measureText(value / 1000, 's', language)
    case 's':
      if (language === 'en') return `${number(1)} s`
      return language === 'zh' ? `${number(1)} 秒` : number(1, { style: 'unit', unit: 'second', unitDisplay: 'long' })
    case 'days':
      return number(0, { style: 'unit', unit: 'day', unitDisplay: 'long' })
    case 'years':
      return number(0, { style: 'unit', unit: 'year', unitDisplay: 'long' })
    case 'degrees':
      return `${number(0)}°`
    case 'degrees/s':
      if (language === 'en') return `${number(0)}° a second`
      return language === 'zh'
        ? `每秒 ${number(0)}°`
        : number(0, { style: 'unit', unit: 'degree-per-second', unitDisplay: 'long' })
    // A likeness below nothing is none.
    case 'cos':
      return measureText(Math.max(0, value), 'ratio', language)
    case 'ratio':
      return number(0, { style: 'percent' })
    case 'dB':
      return `${number(0)} dB`
    case 'px':
      return `${number(0)} px`
    default:
      return number(Math.abs(value) < 10 ? 2 : 0)
  }
}

/** A place in a recording: `0:07`. */
export const mediaTimeText = (atMs: number): string => {
  const seconds = Math.max(0, Math.floor(atMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
