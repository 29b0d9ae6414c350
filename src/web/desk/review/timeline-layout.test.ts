import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blockAt,
  inLanes,
  momentAt,
  momentText,
  neighbourMoment,
  percentAt,
  stepBlocks,
  timelineEndMs,
} from './timeline-layout.ts'

const steps = [
  { id: 'face', kind: 'face', startMs: 12_000, endMs: 20_000 },
  { id: 'front', kind: 'id-front', startMs: 0, endMs: 6000 },
  { id: 'pan', kind: 'pan', startMs: 20_000, endMs: null },
  { id: 'back', kind: 'id-back', startMs: 6000, endMs: 12_000 },
]

test('the line is as long as the clip, and longer when something lies behind its end', () => {
  const nothing = { steps: [], challenges: [], spans: [] }
  expect(timelineEndMs(nothing, null)).toBe(1000)
  expect(timelineEndMs({ ...nothing, steps }, null)).toBe(20_000)
  expect(timelineEndMs({ ...nothing, steps }, 62_000)).toBe(62_000)
  expect(timelineEndMs({ ...nothing, spans: [{ endMs: 63_000 }] }, 62_000)).toBe(63_000)
})

test('steps stand in the order of the recording, and an open one reaches the end', () => {
  expect(stepBlocks(steps, 30_000).map(({ id, no, endMs }) => [no, id, endMs])).toEqual([
    [1, 'front', 6000],
    [2, 'back', 12_000],
    [3, 'face', 20_000],
    [4, 'pan', 30_000],
  ])
})

test('where two steps meet, the later one is shown; between steps none is', () => {
  const blocks = stepBlocks([steps[1]!, { ...steps[0]!, startMs: 8000 }], 30_000)
  expect(blockAt(blocks, 6000)?.id).toBe('front')
  expect(blockAt(blocks, 7000)).toBeNull()
  expect(blockAt(stepBlocks(steps, 30_000), 6000)?.id).toBe('back')
})

test('a moment and its place on the line are each other’s reverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (endMs, share) => {
      expect(Math.abs(percentAt(momentAt(share, endMs), endMs) / 100 - share)).toBeLessThanOrEqual(0.5 / endMs + 1e-9)
    }),
  )
  expect(percentAt(-5, 1000)).toBe(0)
  expect(percentAt(2000, 1000)).toBe(100)
  expect(momentAt(3, 1000)).toBe(1000)
})

test('no two spans of one lane overlap, and no lane is opened without need', () => {
  const span = fc
    .tuple(fc.nat(10_000), fc.nat(3000))
    .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 25 }), fc.nat(500), (spans, leastMs) => {
      const laned = inLanes(spans, leastMs)
      const endOf = (one: { startMs: number; endMs: number }) => Math.max(one.endMs, one.startMs + leastMs)
      expect(laned).toHaveLength(spans.length)
      for (const one of laned)
        for (const other of laned)
          if (one !== other && one.lane === other.lane)
            expect(endOf(one) <= other.startMs || endOf(other) <= one.startMs).toBe(true)
      const most = Math.max(
        0,
        ...laned.map((at) => laned.filter((it) => it.startMs <= at.startMs && endOf(it) > at.startMs).length),
      )
      expect(Math.max(0, ...laned.map(({ lane }) => lane + 1))).toBeLessThanOrEqual(Math.max(most, laned.length && 1))
    }),
  )
})

test('jumping goes from mark to mark and does not stick to the one it stands on', () => {
  const moments = [9000, 3000, 6000]
  expect(neighbourMoment(moments, 0, 1)).toBe(3000)
  expect(neighbourMoment(moments, 3010, 1)).toBe(6000)
  expect(neighbourMoment(moments, 6100, -1)).toBe(3000)
  expect(neighbourMoment(moments, 9000, 1)).toBeNull()
  expect(neighbourMoment(moments, 3000, -1)).toBeNull()
  expect(neighbourMoment([], 0, 1)).toBeNull()
})

test('a moment is written as players write it', () => {
  expect(momentText(0)).toBe('0:00.0')
  expect(momentText(64_290)).toBe('1:04.2')
  expect(momentText(-20)).toBe('0:00.0')
  expect(momentText(3_600_000)).toBe('60:00.0')
})
