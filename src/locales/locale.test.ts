import { expect, test } from 'vitest'
import { languages } from './catalogue.ts'
import { localeOf, ownNames, tagOf } from './locale.ts'

const at = new Date('2026-11-24T15:05:00Z')

test('[BK1] dates are Gregorian, by the 24-hour clock and in Latin digits in every language', () => {
  for (const language of languages) {
    const date = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
    const text = date.format(at)
    expect(text, language).toContain('2026')
    expect(text, language).toMatch(/15[:.]05/)
    expect(text, language).not.toMatch(/2569|[๐-๙]/)
  }
  // Without the calendar by name this would be the year 2569.
  expect(new Intl.DateTimeFormat('th-TH', { year: 'numeric' }).format(at)).toContain('2569')
})

test('every language has its own name and tag, and anything else is English', () => {
  expect(new Set(languages.map((language) => ownNames[language])).size).toBe(languages.length)
  expect(languages.map(tagOf)).toEqual(['zh-CN', 'en', 'th', 'id', 'vi', 'ms'])
  expect([tagOf('fr'), localeOf('toString')]).toEqual(['en', 'en-GB-u-ca-gregory-hc-h23-nu-latn'])
})
