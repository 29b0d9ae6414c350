import { expect, test } from 'vitest'
import { learnServerTime, serverNowMs } from './server-time.ts'

test('a computer that is minutes wrong counts by the server, and whole seconds do not make its clock jump', () => {
  const minutesWrong = Date.now() + 300_000
  learnServerTime(minutesWrong)
  expect(Math.abs(serverNowMs() - minutesWrong)).toBeLessThan(1000)
  const before = serverNowMs() - Date.now()
  // Answers of the second that is going on: their date is its beginning.
  learnServerTime(Math.floor(serverNowMs() / 1000) * 1000)
  expect(serverNowMs() - Date.now()).toBe(before)
  learnServerTime(Number.NaN)
  expect(serverNowMs() - Date.now()).toBe(before)
})
