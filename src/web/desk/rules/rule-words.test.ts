import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { staffLanguages } from '#domain/language.ts'
import { featureNames, featureTypes } from '#domain/risk/features.ts'
import { loadTranslate } from '#locales/translate.ts'

/** The members of a string union in the source. */
const membersOf = (path: string, type: string): string[] => {
  const source = readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8')
  const from = source.split(`export type ${type} =`)[1] ?? ''
  return [...(from.split('\n\n')[0] ?? '').matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name)
}

test('[TR4] words of the rules room that are put together at run time are there for every member', async () => {
  const t = await loadTranslate(['risk'])
  const groups = {
    state: membersOf('src/domain/risk/rule-version.ts', 'RuleVersionState'),
    event: membersOf('src/app/rules/rule-versions.ts', 'RuleEventName'),
    problem: membersOf('src/domain/risk/rule-set.ts', 'RuleProblemCode'),
    part: membersOf('src/domain/risk/rule-diff.ts', 'RulePart'),
    outcome: ['none', 'open', 'open-with-person'],
    conflict: ['revision', 'draft', 'published', 'version', 'rules'],
    did: ['editedBy', 'proposedBy', 'publishedBy'],
    openIs: ['draft', 'proposed'],
    type: [...new Set(Object.values(featureTypes).map((type) => type.replace('list<string>', 'list')))],
  }
  for (const members of Object.values(groups)) expect(members.length).toBeGreaterThan(1)
  const keys = [
    ...Object.entries(groups).flatMap(([group, members]) => members.map((name) => `risk:rules.${group}.${name}`)),
    ...['publish', 'reject', 'rollBack', 'retire', 'propose'].flatMap((step) =>
      ['body', 'go', 'done'].map((part) => `risk:rules.${step}.${part}`),
    ),
    ...['rollBack', 'retire'].map((what) => `risk:rules.${what}.title`),
    ...featureNames.map((name) => `risk:feature.${name}`),
  ]
  const values = { name: 'x', version: 1, count: 2 }
  for (const language of staffLanguages) for (const key of keys) expect(() => t(language, key, values)).not.toThrow()
})
