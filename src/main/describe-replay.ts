import type { StaffLanguage } from '#domain/language.ts'
import { type Opening, type ReplayResult, replayChanges } from '#domain/risk/replay-counts.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { Translate } from '#locales/translate.ts'

const samplesShown = 5

type About = { program: string; since: string; published: number | null; sets: readonly RuleSet[] }

/** What a replay found, in words, as plain text that ends with a line break. Needs `risk`. */
export const describeReplay = (
  result: ReplayResult,
  { program, since, published, sets }: About,
  language: StaffLanguage,
  translate: Translate,
): string => {
  const say = (key: string, values?: Record<string, string | number>) =>
    translate(language, `risk:replay.${key}`, values)
  const words = new Map(sets.flatMap(({ rules }) => rules.map(({ id, staff }) => [id, staff[language] ?? id] as const)))
  const { openings, changes, over, stored } = result
  const opening = (of: Opening | null) =>
    of === null
      ? say('no-opening')
      : say('opening', { at: new Date(of.atMs).toISOString(), score: of.score, rules: of.rules.join(', ') })
  const blocks = replayChanges
    .filter((change) => changes[change].sellers > 0)
    .map((change) =>
      [
        say(`${change}.count`, { sellers: changes[change].sellers }),
        ...changes[change].byRule.map(
          ({ rule, sellers }) => `  ${String(sellers).padStart(7)}  ${rule}: ${words.get(rule) ?? ''}`,
        ),
        ...changes[change].samples
          .slice(0, samplesShown)
          .map(({ sellerId, before, after }) =>
            say('sample', { seller: sellerId, before: opening(before), after: opening(after) }),
          ),
      ].join('\n'),
    )
  const never = result.rules.length === 0 ? [] : neverTrue(result, sets.at(-1))
  return `${[
    [
      published === null
        ? say('heading-alone', { program, since })
        : say('heading', { program, since, version: published }),
      say('looked', { signals: result.signals, sellers: result.sellers }),
      say('openings', openings),
      say('over', over),
    ].join('\n'),
    ...blocks,
    ...(never.length > 0 ? [say('never', { rules: never.join(', ') })] : []),
    ...(stored.otherwise > 0 ? [say('stored', stored)] : []),
  ].join('\n\n')}\n`
}

/** Rules of the draft that were true of no signal. */
const neverTrue = ({ rules }: ReplayResult, draft: RuleSet | undefined): string[] => {
  const seen = new Set(rules.filter(({ after }) => after > 0).map(({ rule }) => rule))
  return (draft?.rules ?? []).map(({ id }) => id).filter((id) => !seen.has(id))
}
