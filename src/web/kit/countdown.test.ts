import { expect, test } from 'vitest'
import { isAtRisk, nextTickMs, remaining } from './countdown.ts'

const hourMs = 3_600_000

test('what is left is rounded up, so that a second is shown until it is over', () => {
  expect(remaining(1000, 999)).toMatchObject({ seconds: 1, over: false })
  expect(remaining(1000, 1000)).toMatchObject({ seconds: 0, over: true })
  expect(remaining(1000, 5000)).toMatchObject({ totalMs: 0, over: true })
  expect(remaining(72 * hourMs, hourMs)).toMatchObject({ days: 2, hours: 23, minutes: 0, seconds: 0 })
})

test('the text is told again exactly when it changes', () => {
  expect(nextTickMs(10_000, 0)).toBe(1000)
  expect(nextTickMs(10_400, 0)).toBe(400)
  expect(nextTickMs(2 * hourMs + 30_000, 0)).toBe(30_000)
  expect(nextTickMs(0, 1)).toBe(Number.POSITIVE_INFINITY)
})

test('a deadline is at risk in its last tenth and in its last hour', () => {
  expect(isAtRisk(72 * hourMs, 0, 72 * hourMs)).toBe(false)
  expect(isAtRisk(72 * hourMs, 65 * hourMs, 72 * hourMs)).toBe(true)
  expect(isAtRisk(2 * hourMs, 0, null)).toBe(false)
  expect(isAtRisk(hourMs, 0, null)).toBe(true)
})
