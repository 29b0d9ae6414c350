import { expect, test } from 'vitest'
import type { LiveFacts } from '#domain/run-plan.ts'
import { focusKept } from './focus.ts'

const limits = { maxLosses: 0, kinds: ['hidden', 'blurred', 'left', 'reloaded', 'screen-shared'] as const }
const live = (...focusLosses: LiveFacts['focusLosses']): LiveFacts => ({ chunks: [], focusLosses })

test('[CK10] leaving the page once fails, with how often and when', () => {
  expect(focusKept(live({ atMs: 9000, kind: 'left' }, { atMs: 4000, kind: 'hidden' }), limits)).toMatchObject({
    check: 'focus.kept',
    outcome: 'fail',
    reason: 'left-the-page',
    value: 2,
    limit: 0,
    unit: 'losses',
    span: { startMs: 4000, endMs: 9000 },
  })
})

test('[CK10] staying passes, and so does what the program forgives', () => {
  expect(focusKept(live(), limits)).toMatchObject({ outcome: 'pass', value: 0, span: null })
  expect(focusKept(live({ atMs: 1, kind: 'resized' }), limits).outcome).toBe('pass')
  expect(focusKept(live({ atMs: 1, kind: 'blurred' }), { ...limits, maxLosses: 1 }).outcome).toBe('pass')
})

test('[CK10] a file cannot tell', () => {
  expect(focusKept(null, limits)).toMatchObject({ outcome: 'not-applicable', reason: null, value: null })
})
