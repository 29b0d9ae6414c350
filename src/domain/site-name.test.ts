import { expect, test } from 'vitest'
import { siteName } from './site-name.ts'

test('a site that is called by a country’s code is named as the country is', () => {
  expect(siteName('en', 'MY')).toBe('Malaysia')
  expect(siteName('zh', 'th')).toBe('泰国')
})

test('any other site keeps its name', () => {
  expect(siteName('en', 'global')).toBe('global')
  expect(siteName('en', 'QQ')).toBe('QQ')
  expect(siteName('en', '1!')).toBe('1!')
})
