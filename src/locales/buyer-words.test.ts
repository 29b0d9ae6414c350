import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buyerLanguages, loadBuyerWords } from './buyer-words.ts'
import type { Words } from './catalogue.ts'

const flat = (words: Words, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
const written = (language: string) =>
  flat(JSON.parse(readFileSync(join(import.meta.dirname, 'buyers', `${language}.json`), 'utf8')) as Words)
const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort()

test.each(buyerLanguages)('[RE3] %s says to buyers what English says', async (language) => {
  const english = written('en')
  const own = new Map(written(language))
  expect([...own.keys()]).toEqual(english.map(([key]) => key))
  for (const [key, text] of english)
    expect({ key, values: values(own.get(key) ?? '') }).toEqual({ key, values: values(text) })
  expect([...own.values()].filter((text) => text.trim() === '' || /[!！]/.test(text))).toEqual([])
  if (language !== 'en')
    expect([...own.values()].filter((text) => /\b(the|you|your|with|this)\b/i.test(text))).toEqual([])
  const say = await loadBuyerWords()
  for (const [key] of english) expect(say(language, key)).not.toBe(key)
  expect(() => say(language, 'no.such.words')).toThrow('no words')
})
