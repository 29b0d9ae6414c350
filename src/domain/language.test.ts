import { expect, test } from 'vitest'
import { readingLanguageOf, readingLanguages, staffLanguageOf } from './language.ts'

test('[BK3] a tag is read in its own language, and in English where we do not write it', () => {
  const read = (...tags: string[]) => tags.map(readingLanguageOf)
  expect(read('th', 'th-TH', 'ID', 'vi_VN', 'ms-MY', 'zh-Hant-TW')).toEqual(['th', 'th', 'id', 'vi', 'ms', 'zh'])
  // A language whose code merely begins alike is another one.
  expect(read('fr', '', 'tha', 'vih-VN')).toEqual(['en', 'en', 'en', 'en'])
})

test('the desk speaks two of them', () => {
  expect(readingLanguages.map(staffLanguageOf)).toEqual(['zh', 'en', 'en', 'en', 'en', 'en'])
})
