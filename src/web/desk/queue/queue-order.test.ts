import { expect, test } from 'vitest'
import type { QueueItem } from '../calls/desk-queries.ts'
import { inQueueOrder, nextItem, queueGroups, stepInList } from './queue-order.ts'

const nowMs = Date.parse('2026-03-02T08:00:00Z')
const minuteMs = 60_000
const item = (attemptId: string, dueInMinutes: number, openedMinutesAgo = 100): QueueItem => ({
  caseId: `c-${attemptId}`,
  attemptId,
  sellerId: `s-${attemptId}`,
  program: 'aliexpress',
  why: 'unsure',
  openedAt: new Date(nowMs - openedMinutesAgo * minuteMs).toISOString(),
  dueAt: new Date(nowMs + dueInMinutes * minuteMs).toISOString(),
})
const names = (items: readonly QueueItem[]) => items.map(({ attemptId }) => attemptId)

test('[DE4] the promise most at risk stands on top, whatever the order it came in', () => {
  expect(names(inQueueOrder([item('calm', 110), item('broken', -5), item('soon', 12)]))).toEqual([
    'broken',
    'soon',
    'calm',
  ])
})

test('equal promises keep one order', () => {
  const younger = item('b', 30, 10)
  const older = item('c', 30, 90)
  const twin = item('a', 30, 10)
  expect(names(inQueueOrder([younger, older, twin]))).toEqual(['c', 'a', 'b'])
  expect(names(inQueueOrder([twin, older, younger]))).toEqual(['c', 'a', 'b'])
})

test('[DE4] late, at risk and in time are told apart, and empty groups are not shown', () => {
  const groups = queueGroups([item('calm', 61), item('due', 0), item('soon', 60)], nowMs)
  expect(groups.map(({ urgency, items }) => [urgency, names(items)])).toEqual([
    ['late', ['due']],
    ['at-risk', ['soon']],
    ['in-time', ['calm']],
  ])
  expect(queueGroups([item('calm', 90)], nowMs).map(({ urgency }) => urgency)).toEqual(['in-time'])
  expect(queueGroups([], nowMs)).toEqual([])
})

test('after a decision comes the most urgent other run, even while the list still holds the decided one', () => {
  const items = [item('calm', 110), item('decided', 3), item('soon', 12)]
  expect(nextItem(items, 'decided')?.attemptId).toBe('soon')
  expect(nextItem([item('decided', 3)], 'decided')).toBeNull()
})

test('j and k step through the list and stop at its ends', () => {
  expect(stepInList(3, -1, 1)).toBe(0)
  expect(stepInList(3, -1, -1)).toBe(2)
  expect(stepInList(3, 2, 1)).toBe(2)
  expect(stepInList(3, 0, -1)).toBe(0)
  expect(stepInList(0, -1, 1)).toBe(-1)
})
