import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from '#domain/finding.ts'

/**
 * Golden findings: what the inspection makes of the project's own sessions, kept as `test/golden/NAME.json`, so that a
 * change of any check shows in review and not only one that some test asked about. `GOLDEN=renew` writes them anew.
 */
export type GoldenFinding = Pick<Finding, 'outcome' | 'reason' | 'value' | 'limit' | 'unit'>
export type Golden = Record<string, GoldenFinding>

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'golden')

/** Two digits that count: what follows is the encoder's noise. */
const coarse = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(2)))

/** Measured by an operator's model alone: what the stand-in of the tests makes of a voice is no property of the product. */
const operatorsChecks: ReadonlySet<string> = new Set<Finding['check']>(['voice.same-speaker'])

export const goldenOf = (findings: readonly (GoldenFinding & Pick<Finding, 'check'>)[]): Golden => {
  const golden: Golden = {}
  for (const { check, outcome, reason, value, limit, unit } of findings) {
    const key = check in golden ? `${check} again` : check
    golden[key] = { outcome, reason, value: operatorsChecks.has(check) ? null : coarse(value), limit, unit }
  }
  return golden
}

/** Footage rendered and encoded on another machine moves values a little; a quarter, or a tenth of the limit, is a change. */
const sameValue = (kept: GoldenFinding, seen: GoldenFinding): boolean => {
  if (kept.value === null || seen.value === null) return kept.value === seen.value
  const slack = Math.max(0.25 * Math.abs(kept.value), 0.1 * Math.abs(kept.limit ?? 0), 0.05)
  return Math.abs(kept.value - seen.value) <= slack
}

const isSame = (kept: GoldenFinding, seen: GoldenFinding): boolean =>
  kept.outcome === seen.outcome &&
  kept.reason === seen.reason &&
  kept.limit === seen.limit &&
  kept.unit === seen.unit &&
  sameValue(kept, seen)

const told = (finding: GoldenFinding | undefined): string =>
  finding === undefined
    ? 'nothing'
    : `${finding.outcome}${finding.reason === null ? '' : ` ${finding.reason}`}, ${finding.value} of ${finding.limit} ${finding.unit}`

/** What differs beyond noise, one line each: check, as kept, as seen. */
export const differences = (kept: Golden, seen: Golden): string[] =>
  [...new Set([...Object.keys(kept), ...Object.keys(seen)])].sort().flatMap((check) => {
    const [before, now] = [kept[check], seen[check]]
    return before && now && isSame(before, now) ? [] : [`${check}: was ${told(before)}; is ${told(now)}`]
  })

/** Values that differ by no more than noise stay as they were kept, so that renewing shows nothing but changes. */
const renewed = (kept: Golden, seen: Golden): Golden =>
  Object.fromEntries(
    Object.entries(seen).map(([check, now]) => {
      const before = kept[check]
      return [check, before && isSame(before, now) ? before : now]
    }),
  )

/** Answers how the findings differ from the golden ones; with `GOLDEN=renew` it keeps them instead and answers nothing. */
export const changesFromGolden = async (name: string, findings: readonly Finding[]): Promise<string[]> => {
  const file = join(folder, `${name}.json`)
  const seen = goldenOf(findings)
  const text = await readFile(file, 'utf8').catch(() => null)
  const kept = text === null ? null : (JSON.parse(text) as Golden)
  if (process.env.GOLDEN !== 'renew') {
    return kept === null ? [`there is no test/golden/${name}.json; GOLDEN=renew writes it`] : differences(kept, seen)
  }
  await mkdir(folder, { recursive: true })
  // One finding to a line, so that a change is one line in review.
  const lines = Object.entries(kept === null ? seen : renewed(kept, seen)).map(
    ([check, finding]) => `  ${JSON.stringify(check)}: ${JSON.stringify(finding)}`,
  )
  await writeFile(file, `{\n${lines.join(',\n')}\n}\n`)
  return []
}
