import type { StaffLanguage } from '#domain/language.ts'
import type { CompiledRules } from '#domain/risk/compile-rules.ts'
import type { Translate } from '#locales/translate.ts'

/** What a rule set does, in words, as plain text that ends with a line break. Needs `risk`. */
export const describeRuleSet = (
  { set, reads }: CompiledRules,
  language: StaffLanguage,
  translate: Translate,
): string => {
  const say = (key: string, values?: Record<string, string | number>) =>
    translate(language, `risk:check.${key}`, values)
  const list = (words: readonly string[]) => words.join(language === 'zh' ? '、' : ', ')
  const { open, person } = set.thresholds
  const about = [
    set.sites === null ? say('all-sites') : say('sites', { sites: list(set.sites) }),
    say('open', { score: open }),
    person === null ? say('no-person') : say('person', { score: person }),
    ...Object.entries(set.lists).map(([name, entries]) => say('list', { name, entries: list(entries) })),
    say('reads', { features: list(reads) }),
  ]
  const rules = set.rules.map(({ id, when, weight, hard, staff, seller }) => {
    const points = `${weight > 0 ? '+' : ''}${weight}`.padStart(5)
    const told = seller?.[language] ?? seller?.en
    return [
      `${say('rule', { weight: points, id, words: staff[language] ?? '' })}${hard ? ` (${say('hard')})` : ''}`,
      `         ${say('asks', { when })}`,
      `         ${told === undefined ? say('untold') : say('told', { words: told })}`,
    ].join('\n')
  })
  const heading = say('heading', { program: set.program, count: set.rules.length })
  return `${[heading, about.map((line) => `  ${line}`).join('\n'), rules.join('\n')].join('\n\n')}\n`
}
