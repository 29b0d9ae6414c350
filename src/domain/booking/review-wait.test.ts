import { expect, test } from 'vitest'
import type { TimeSpan } from '../time-span.ts'
import { reviewWait } from './review-wait.ts'

const hour = 3_600_000
const midnight = Date.UTC(2026, 10, 23)
const span = (from: number, to: number): TimeSpan => ({ fromMs: midnight + from * hour, toMs: midnight + to * hour })
/** Four by day, one by night. */
const roster = [[span(-2, 30)], [span(6, 22)], [span(6, 22)], [span(6, 22)]]
/** Half an hour of somebody's duty for each review. */
const pace = { ended: 20, dutyMs: 10 * hour, coming: roster }

test('[BK6] the same queue takes four times as long by night, when one is on duty and not four', () => {
  const at = (hours: number) => reviewWait({ ...pace, ahead: 7 }, midnight + hours * hour)
  expect(at(10)).toEqual({ ahead: 7, onDuty: 4, nextOnDutyMs: null, expectedMs: midnight + 11 * hour })
  expect(at(1)).toEqual({ ahead: 7, onDuty: 1, nextOnDutyMs: null, expectedMs: midnight + 5 * hour })
})

test('[BK6] a queue that lasts into the morning gets faster there', () => {
  // Seven hours of work: two by the one at night, five by four people.
  expect(reviewWait({ ...pace, ahead: 13 }, midnight + 4 * hour).expectedMs).toBe(midnight + 7.25 * hour)
})

test('[BK6] while nobody is on duty nothing is done, and who comes next is said', () => {
  const coming = [[span(6, 22)]]
  expect(reviewWait({ ...pace, coming, ahead: 1 }, midnight)).toEqual({
    ahead: 1,
    onDuty: 0,
    nextOnDutyMs: midnight + 6 * hour,
    expectedMs: midnight + 7 * hour,
  })
})

test('[BK6] nothing is said where too few reviews tell the pace, nobody is on the roster, or it ends too soon', () => {
  const expected = (of: Partial<typeof pace>, ahead = 0) =>
    reviewWait({ ...pace, ...of, ahead }, midnight + 10 * hour).expectedMs
  expect(expected({})).not.toBeNull()
  expect(expected({ ended: 4 })).toBeNull()
  expect(expected({ dutyMs: 0 })).toBeNull()
  expect(expected({ coming: [] })).toBeNull()
  expect(expected({}, 500)).toBeNull()
  expect(reviewWait({ ...pace, coming: [], ahead: 0 }, midnight)).toMatchObject({ onDuty: 0, nextOnDutyMs: null })
})
