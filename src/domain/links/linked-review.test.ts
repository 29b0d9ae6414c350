import { expect, test } from 'vitest'
import { isReviewDue } from './linked-review.ts'

const failed = { openedAtMs: 100 }

test('[TR3] a shop without a case is reviewed, and one whose case ended before', () => {
  expect(isReviewDue(null, failed)).toBe(true)
  expect(isReviewDue({ status: 'restored', decidedAtMs: 99 }, failed)).toBe(true)
  expect(isReviewDue({ status: 'withdrawn', decidedAtMs: 150 }, failed)).toBe(true)
})

test('[TR3] one that has a case or is banned is not', () => {
  for (const status of ['awaiting-seller', 'in-review', 'locked', 'offline', 'banned'])
    expect(isReviewDue({ status, decidedAtMs: null }, failed)).toBe(false)
})

test('[TR3] whoever completed early is spared', () => {
  for (const status of ['passed', 'restored']) expect(isReviewDue({ status, decidedAtMs: 100 }, failed)).toBe(false)
})
