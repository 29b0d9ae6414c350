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

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pass: { type: 'string' }, other: { type: 'string' }, fail: { type: 'string' } },
})
const limits = defaultLimits['digits.spoken']
const passMargin = Number(values.pass ?? limits.passMarginNats)
const maxOther = Number(values.other ?? limits.maxOtherNats)
const failMargin = Number(values.fail ?? limits.failMarginNats)

// JSON has no infinity: a string that cannot be aligned at all is written as null.
const passes = ({ margin, free }: Brief): boolean => (margin ?? -1e9) >= passMargin && (free ?? -1e9) >= -maxOther
const fails = ({ margin }: Brief): boolean => (margin ?? -1e9) <= -failMargin

const lines = (await Promise.all(positionals.map((path) => readFile(path, 'utf8'))))
  .flatMap((text) => text.trim().split('\n'))
  .map((text) => JSON.parse(text) as Line)
const share = (part: number, whole: number): string =>
  `${part}/${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`

const tell = (name: string, rows: readonly Line[]): void => {
  const others = rows.flatMap((row) => row.others)
  const oneWrong = rows.flatMap((row) => row.oneWrong)
  console.log(
    [
      name,
      `shown string: passed ${share(rows.filter(passes).length, rows.length)}, failed ${share(rows.filter(fails).length, rows.length)}`,
      `random other: passed ${share(others.filter(passes).length, others.length)}, failed ${share(others.filter(fails).length, others.length)}`,
      `one digit wrong: passed ${share(oneWrong.filter(passes).length, oneWrong.length)}, failed ${share(oneWrong.filter(fails).length, oneWrong.length)}`,
      `transcribed right ${share(rows.filter(({ digits, likeliest }) => digits === likeliest).length, rows.length)}`,
    ].join(' | '),
  )
}
for (const [speaker, rows] of Map.groupBy(lines, (line) => line.speaker)) tell(speaker, rows)
for (const [language, rows] of Map.groupBy(lines, (line) => line.language)) tell(`all ${language}`, rows)
