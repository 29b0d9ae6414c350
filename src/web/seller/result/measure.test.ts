import { expect, test } from 'vitest'
import { measureText, mediaTimeText } from './measure.ts'

test('[FA2] values are told with their unit, in the words of the language', () => {
  expect(measureText(1250, 'ms', 'en')).toBe('1.3 secs')
  expect(measureText(1250, 'ms', 'zh')).toBe('1.3秒')
  expect(measureText(14, 'days', 'en')).toBe('14 days')
  expect(measureText(0.3149, 'cos', 'en')).toBe('0.31')
  expect(measureText(1234.5, null, 'en')).toBe('1,235')
})

test('[FA2] places in a recording are told in minutes and seconds', () => {
  expect(mediaTimeText(7400)).toBe('0:07')
  expect(mediaTimeText(61_000)).toBe('1:01')
  expect(mediaTimeText(-5)).toBe('0:00')
})
