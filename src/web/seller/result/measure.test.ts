import { expect, test } from 'vitest'
import { measuredText, measureText, mediaTimeText } from './measure.ts'

test('[FA2] values are told with their unit, in the words of the language', () => {
  expect(measureText(1250, 'ms', 'en')).toBe('1.3 s')
  expect(measureText(1250, 'ms', 'zh')).toBe('1.3 秒')
  expect(measureText(14, 'days', 'en')).toBe('14 days')
  expect(measureText(0.1249, 'ratio', 'en')).toBe('12%')
  expect(measureText(-0.12, 'cos', 'en')).toBe('0%')
  expect(measureText(1234.5, null, 'en')).toBe('1,235')
})

const said = (key: string, values: Record<string, string>) => `${key} ${Object.values(values).join(' ')}`
const told = (outcome: string, value: number, limit: number | null, unit: string) =>
  measuredText({ outcome, value, limit, unit }, said, 'en')

test('[FA2] a limit is named as what it is: a least or a most', () => {
  expect(told('pass', 382, 340, 'degrees')).toBe('check:measuredLeast 382° 340°')
  expect(told('pass', 800, 2000, 'ms')).toBe('check:measuredMost 0.8 s 2 s')
  expect(told('fail', 40, 240, 'degrees')).toBe('check:measuredLeast 40° 240°')
  expect(told('fail', 0.42, 0.05, 'ratio')).toBe('check:measuredMost 42% 5%')
  expect(told('fail', -9, 0, 'days')).toBe('check:measuredOver 9 days')
  expect(told('fail', 0.1, null, 'dB')).toBe('check:measuredOnly 0 dB')
})

test('[FA2] what a number of ours means to nobody is not told', () => {
  expect(told('pass', 0.87, 0.42, 'cos')).toBeNull()
  expect(told('fail', -31, -10, 'score')).toBeNull()
})

test('[FA2] places in a recording are told in minutes and seconds', () => {
  expect(mediaTimeText(7400)).toBe('0:07')
  expect(mediaTimeText(61_000)).toBe('1:01')
  expect(mediaTimeText(-5)).toBe('0:00')
})
