import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { subCheckIds } from '#domain/checks.ts'
import { reasonCodes } from '#domain/failure-catalogue.ts'
import { staffLanguages } from '#domain/language.ts'
import { isStaffLanguage, languages, loadWords, namespaces, sellerNamespaces, type Words } from './catalogue.ts'
import { loadTranslate } from './translate.ts'

const flat = (words: Words, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )

/** English has a singular and the others have none, so plural forms of one key count as that key. */
const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort()

test('every file is in the catalogue and every namespace has its file', () => {
  for (const language of languages) {
    const files = readdirSync(join(import.meta.dirname, language)).filter((name) => name.endsWith('.json'))
    const expected = isStaffLanguage(language) ? namespaces : sellerNamespaces
    expect(files.sort(), language).toEqual(expected.map((it) => `${it}.json`).sort())
  }
})

/** Words that stand in nearly every English sentence and in none of another language. */
const leftInEnglish = /\b(the|you|your|and|with|this|until)\b/i

/** As it stands in the file. */
const written = (language: string, namespace: string) =>
  flat(JSON.parse(readFileSync(join(import.meta.dirname, language, `${namespace}.json`), 'utf8')) as Words)

describe.each(languages.filter((language) => !isStaffLanguage(language)))('[BK3] %s', (language) => {
  test.each(sellerNamespaces)('says what English says: %s', (namespace) => {
    const english = new Map(written('en', namespace).map(([key, text]) => [withoutPlural(key), placeholders(text)]))
    const own = written(language, namespace)
    const keys = (words: [string, string][]) => [...new Set(words.map(([key]) => withoutPlural(key)))].sort()
    expect(keys(own)).toEqual(keys(written('en', namespace)))
    for (const [key, text] of own)
      expect({ key, values: placeholders(text) }).toEqual({ key, values: english.get(withoutPlural(key)) })
    expect(own.filter(([, text]) => text.trim() === '')).toEqual([])
    expect(own.filter(([, text]) => /[!！]/.test(text))).toEqual([])
    expect(own.filter(([, text]) => leftInEnglish.test(text.replace(/\{\{\w+\}\}/g, '')))).toEqual([])
    // Plural forms that the language does not have would never be shown.
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const others = own.filter(([key]) => /_(zero|one|two|few|many)$/.test(key))
    expect({ forms, others }).toEqual({ forms: ['other'], others: [] })
  })
})

test('the words of staff come in English to whoever reads another language', async () => {
  expect(await loadWords('th', 'desk')).toEqual(await loadWords('en', 'desk'))
  expect(staffLanguages).toEqual(['zh', 'en'])
})

describe.each(namespaces)('%s', (namespace) => {
  const load = async () => ({
    zh: flat(await loadWords('zh', namespace)),
    en: flat(await loadWords('en', namespace)),
  })

  test('both languages have the same keys, and nothing is empty', async () => {
    const { zh, en } = await load()
    const keys = (words: [string, string][]) => [...new Set(words.map(([key]) => withoutPlural(key)))].sort()
    expect(keys(zh)).toEqual(keys(en))
    expect(zh.length).toBeGreaterThan(0)
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('both languages speak of the same values', async () => {
    const { zh, en } = await load()
    const inZh = new Map(zh.map(([key, text]) => [withoutPlural(key), placeholders(text)]))
    // The singular may say "one" instead of the number.
    for (const [key, text] of en.filter(([key]) => !key.endsWith('_one')))
      expect({ key, values: placeholders(text) }).toEqual({ key, values: inZh.get(withoutPlural(key)) })
  })

  test('Chinese stands in Chinese punctuation and calm words', async () => {
    const { zh, en } = await load()
    expect(zh.filter(([, text]) => /[\u4e00-\u9fff][,;:?!(]/.test(text))).toEqual([])
    expect([...zh, ...en].filter(([, text]) => /[!！]/.test(text))).toEqual([])
  })
})

test('every code that people are told has words in every language', async () => {
  const translate = await loadTranslate()
  const refusals = [...codesOf('src/domain/refusal.ts', 'RefusalCode')]
  const events = [
    ...readSource('src/domain/case/events.ts').matchAll(/\n {6}type: '([\w-]+)'|\{ type: '([\w-]+)'/g),
  ].map(([, long, short]) => long ?? short ?? '')
  const notices = codesOf('src/domain/program.ts', 'NoticeKind')
  const capabilities = codesOf('src/domain/program.ts', 'Capability')
  const problems = codesOf('src/domain/device-rules.ts', 'DeviceProblem')
  const steps = codesOf('src/domain/case/next-step.ts', 'NextStep')
  const voids = codesOf('src/domain/case/events.ts', 'VoidReason')
  for (const found of [refusals, events, notices, capabilities, problems, steps, voids])
    expect(found.length).toBeGreaterThan(4)
  const keys = [
    ...reasonCodes.flatMap((code) => ['title', 'why', 'fix'].map((part) => `failure:${code}.${part}`)),
    ...subCheckIds.map((id) => `check:${id}`),
    ...refusals.map((code) => `refusal:${code}`),
    ...events.map((type) => `history:${type}`),
    ...notices.flatMap((kind) => [`notice:${kind}.title`, `notice:${kind}.body`]),
    ...capabilities.map((name) => `common:capability.${name}`),
    ...problems.flatMap((code) => [`device:problem.${code}.title`, `device:problem.${code}.fix`]),
    ...steps.map((step) => `seller:next.${step}.title`),
    ...voids.map((why) => `seller:void.${why}`),
  ]
  for (const language of languages) for (const key of keys) expect(() => translate(language, key)).not.toThrow()
  expect(() => translate('en', 'refusal:no-such-code')).toThrow('no words')
})

function readSource(path: string): string {
  return readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
}

/** The members of a string union in the source: types leave nothing behind that could be asked at run time. */
function codesOf(path: string, type: string): string[] {
  const from = readSource(path).split(`export type ${type} =`)[1] ?? ''
  const union =
    /^\s*\|?\s*'[\w-]+'(\s*(\/\*\*[^*]*\*\/\s*)?\|\s*'[\w-]+')*/.exec(from.replace(/\/\/.*$/gm, ''))?.[0] ?? ''
  return [...union.matchAll(/'([\w-]+)'/g)].map(([, code = '']) => code)
}
