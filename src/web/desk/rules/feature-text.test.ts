import { expect, test } from 'vitest'
import { readValue, writeValue } from './feature-text.ts'

test('[TR4] what is typed becomes a value of the feature’s type, or nothing is known', () => {
  expect(readValue('int', ' 12 ')).toBe(12)
  expect(readValue('int', '1.5')).toBeNull()
  expect(readValue('double', '-0.25')).toBe(-0.25)
  expect(readValue('double', '1e9')).toBeNull()
  expect(readValue('bool', 'false')).toBe(false)
  expect(readValue('bool', 'maybe')).toBeNull()
  expect(readValue('string', '')).toBeNull()
  expect(readValue('list<string>', 'a, b，c')).toEqual(['a', 'b', 'c'])
})

test('[TR4] a value is written so that it reads as the same', () => {
  expect(readValue('double', writeValue(1.5))).toBe(1.5)
  expect(readValue('list<string>', writeValue(['a', 'b']))).toEqual(['a', 'b'])
  expect(writeValue(undefined)).toBe('')
})
