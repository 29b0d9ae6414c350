import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { defaultLimits } from '#domain/inspection-settings.ts'

/** Counts what evaluate.ts wrote at the limits in force: one row for each speaker, one for each language. */
type Brief = { margin: number | null; free: number | null }
type Line = Brief & {
  speaker: string
  language: string
  digits: string
  likeliest: string
  others: Brief[]
  oneWrong: Brief[]
}

const { positionals } = parseArgs({ allowPositionals: true })
const limits = defaultLimits['digits.spoken']
const zones: Record<string, { pass: number; fail: number }> = {
  en: { pass: limits.passEnNats, fail: limits.failEnNats },
  zh: { pass: limits.passZhNats, fail: limits.failZhNats },
}

// JSON has no infinity: a string that cannot be aligned at all is written as null.
const passes = (language: string, { margin, free }: Brief): boolean =>
  (margin ?? -1e9) >= (zones[language]?.pass ?? 0) && (free ?? -1e9) >= -limits.maxOtherNats
const fails = (language: string, { margin }: Brief): boolean => (margin ?? -1e9) <= (zones[language]?.fail ?? 0)

const lines = (await Promise.all(positionals.map((path) => readFile(path, 'utf8'))))
  .flatMap((text) => text.trim().split('\n'))
  .map((text) => JSON.parse(text) as Line)
const share = (part: number, whole: number): string =>
  `${part}/${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`

/** How many of some strings passed and failed; the rest was left to a person. */
const outcomes = (what: string, language: string, strings: readonly Brief[]): string =>
  `${what}: passed ${share(strings.filter((one) => passes(language, one)).length, strings.length)}, failed ${share(strings.filter((one) => fails(language, one)).length, strings.length)}`

const tell = (name: string, rows: readonly Line[]): void => {
  const language = rows[0]?.language ?? ''
  const right = rows.filter(({ digits, likeliest }) => digits === likeliest).length
  console.log(
    [
      name,
      outcomes('shown string', language, rows),
      outcomes(
        'random other',
        language,
        rows.flatMap((row) => row.others),
      ),
      outcomes(
        'one digit wrong',
        language,
        rows.flatMap((row) => row.oneWrong),
      ),
      `transcribed right ${share(right, rows.length)}`,
    ].join(' | '),
  )
}
for (const [speaker, rows] of Map.groupBy(lines, (line) => line.speaker)) tell(speaker, rows)
for (const [language, rows] of Map.groupBy(lines, (line) => line.language)) tell(`all ${language}`, rows)
