import { expect, test } from 'vitest'
import { createNoiseLog, expectNoise } from '#test/setup/noise.ts'

test('a line nobody announced makes the log fail once', () => {
  const log = createNoiseLog()
  expect(log.take({ from: 'console.error', text: 'boom' })).toBe(false)
  expect(() => log.assertQuiet()).toThrow(/console\.error: boom/)
  expect(() => log.assertQuiet()).not.toThrow()
})

test('an announced line passes, and one that never comes fails', () => {
  const log = createNoiseLog()
  log.expect(/boom/)
  expect(log.take({ from: 'console.warn', text: 'big boom' })).toBe(true)
  expect(() => log.assertQuiet()).not.toThrow()
  log.expect(/boom/)
  expect(() => log.assertQuiet()).toThrow(/did not: \/boom\//)
})

test('the console of a test is watched', () => {
  expectNoise(/watched: 1/)
  console.error('watched: %d', 1)
})
