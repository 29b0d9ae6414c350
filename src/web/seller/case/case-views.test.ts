import { expect, test } from 'vitest'
import { staleAfter } from '../api/nudges.ts'
import { mainClock } from './main-clock.ts'
import { placeOf, wayOf } from './way.ts'

const nowMs = Date.parse('2026-11-24T00:00:00Z')
const clock = (kind: Parameters<typeof mainClock>[0][number]['kind'], hours: number) => ({
  kind,
  owner: 'seller' as const,
  dueAt: new Date(nowMs + hours * 3_600_000).toISOString(),
})

test('[DE4] the corner shows the clock that matters now, and a past one only when none is left', () => {
  expect(mainClock([clock('complete-verification', 60), clock('run-expires', 0.1)], nowMs)?.kind).toBe('run-expires')
  expect(mainClock([clock('complete-verification', -1), clock('restriction-stage', 90)], nowMs)?.kind).toBe(
    'restriction-stage',
  )
  expect(mainClock([clock('complete-verification', -1)], nowMs)?.kind).toBe('complete-verification')
  expect(mainClock([], nowMs)).toBeNull()
})

test('[NO4] every next step has its place on the way', () => {
  expect(placeOf({ nextStep: 'confirm-phone', status: 'awaiting-seller' })).toEqual({ stop: 'prepare', failed: true })
  const states = (nextStep: 'check-device' | 'wait-for-review' | 'wait-for-lock' | 'nothing') =>
    wayOf({ nextStep, status: 'awaiting-seller' }, (stop) => stop).map((step) => step.state)
  expect(states('check-device')).toEqual(['current', 'ahead', 'ahead', 'ahead', 'ahead'])
  expect(states('wait-for-review')).toEqual(['done', 'done', 'done', 'current', 'ahead'])
  expect(states('wait-for-lock')).toEqual(['done', 'done', 'failed', 'ahead', 'ahead'])
  expect(states('nothing')).toEqual(['done', 'done', 'done', 'done', 'done'])
})

test('a nudge makes stale what it speaks of', () => {
  // A reviewer's decision changes the case: the run that is shown must not go on waiting for it.
  expect(staleAfter({ what: 'case', id: 'c' })).toEqual([['attempt'], ['home']])
  expect(staleAfter({ what: 'attempt', id: 'a' })).toEqual([['attempt'], ['home']])
  expect(staleAfter({ what: 'rehearsal', id: 'r' })).toEqual([['rehearsal', 'r']])
  expect(staleAfter({ what: 'notices', id: 'n' })).toEqual([['home']])
})
