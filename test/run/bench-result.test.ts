import { expect, test } from 'vitest'
import { percentile, tableText } from '../../bench/bench-result.ts'

test('a percentile is one of the samples, and none is invented', () => {
  expect(percentile([5, 1, 3], 0.5)).toBe(3)
  expect(percentile([5, 1, 3], 0.95)).toBe(5)
  expect(percentile([4], 0)).toBe(4)
  expect(percentile([], 0.5)).toBeNull()
})

test('a table lines up its columns, also beside Chinese', () => {
  const table = tableText({
    title: 'T',
    columns: ['name', 'ms'],
    rows: [
      ['认证', 9],
      ['long name', 1234],
    ],
    notes: ['a note'],
  })
  expect(table.split('\n')).toEqual([
    'T',
    '',
    'name         ms',
    '─────────  ────',
    '认证          9',
    'long name  1234',
    '  a note',
  ])
})
