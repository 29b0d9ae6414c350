import { expect, test } from 'vitest'
import { countsExitCode, countsLine } from './counts.ts'

test('the last line has one fixed form', () => {
  expect(countsLine({ passed: 12, failed: 0, skipped: 3, files: 2, skippedNames: [] })).toBe(
    '12 passed, 0 failed, 3 skipped',
  )
})

test('a run succeeds only when something ran and nothing failed', () => {
  expect(countsExitCode({ passed: 1, failed: 0, skipped: 0, files: 1, skippedNames: [] })).toBe(0)
  expect(countsExitCode({ passed: 5, failed: 1, skipped: 0, files: 1, skippedNames: [] })).toBe(1)
  expect(countsExitCode({ passed: 0, failed: 0, skipped: 4, files: 1, skippedNames: [] })).toBe(1)
  expect(countsExitCode({ passed: 0, failed: 0, skipped: 0, files: 0, skippedNames: [] })).toBe(1)
})
