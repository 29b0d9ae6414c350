import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { featureNames, featureTypes } from '#domain/risk/features.ts'
import { ruleLimits } from '#domain/risk/rule-limits.ts'
import { loadTranslate, type Translate } from '#locales/translate.ts'

const doc = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')
let translate: Translate
beforeAll(async () => {
  translate = await loadTranslate(['risk'])
})

test('[TR4] docs/rules.md lists every feature with its type and in the words of the desk', () => {
  const listed = [...doc.matchAll(/^\| `([a-z]+\.[a-z0-9_]+)` \| `([^`]+)` \| (.+) \|$/gm)].map(([, ...row]) => row)
  expect(listed).toEqual(
    featureNames.map((name) => [name, featureTypes[name], translate('en', `risk:feature.${name}`)]),
  )
})

test('[TR4] docs/rules.md says the bounds that are kept', () => {
  const { rules, characters, nodes, depth, stepsOfRule, stepsOfSet } = ruleLimits
  const number = (value: number) => value.toLocaleString('en')
  const said = doc.replaceAll('\n', ' ')
  expect(said).toContain(`${rules} rules of ${number(characters)} characters, ${nodes} parts and a depth of ${depth}`)
  expect(said).toContain(`${number(stepsOfRule)} steps a rule and ${number(stepsOfSet)} a set`)
})
