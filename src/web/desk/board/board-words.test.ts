import { expect, test } from 'vitest'
import { standingOf } from './board-words.ts'

test('[RE2] the worst that is true of a restriction names it', () => {
  const since = '2026-03-02T08:00:00Z'
  const lifted = { state: 'lifted', drift: { kind: 'left-behind', since }, overdue: true } as const
  expect(standingOf(lifted)).toBe('leftBehind')
  expect(standingOf({ state: 'lifting', drift: null, overdue: true })).toBe('overdue')
  expect(standingOf({ state: 'applying', drift: { kind: 'not-taken', since }, overdue: false })).toBe('notTaken')
  expect(standingOf({ state: 'applied', drift: null, overdue: false })).toBe('applied')
})
