import { expect, test } from 'vitest'
import { isMeasure, measureOf } from './measure.ts'

test('times are read in seconds, shares with two places, counts as they are', () => {
  expect(measureOf(2140, 'ms')).toEqual({ text: '2.1', unit: 's', count: 2 })
  expect(measureOf(80, 'ms')).toEqual({ text: '0.08', unit: 's', count: 2 })
  expect(measureOf(0.4567, 'cos')).toEqual({ text: '0.46', unit: 'cos', count: 2 })
  expect(measureOf(2, 'persons')).toEqual({ text: '2', unit: 'persons', count: 2 })
  expect(measureOf(21.6, 'degrees')).toEqual({ text: '22', unit: 'degrees', count: 2 })
  expect(measureOf(-3, 'days')).toEqual({ text: '-3', unit: 'days', count: -3 })
  expect(measureOf(0, 'bool')).toEqual({ text: '', unit: 'no', count: 1 })
})

test('a unit that is not known shows the number alone, never a guess', () => {
  expect(measureOf(1.23456, 'furlongs')).toEqual({ text: '1.23', unit: 'none', count: 2 })
  expect(measureOf(7, null)).toEqual({ text: '7', unit: 'none', count: 2 })
})

test('what has no unit, and what is yes or no, is not shown as a measure', () => {
  expect([null, 'bool', 'ms', 'cos'].map(isMeasure)).toEqual([false, false, true, true])
})
