import { expect, test } from 'vitest'
import { lineOf, outlineOf, soundHeightPx, timeOf, widthPx, xOf } from './sound-layout.ts'

const wave = { startMs: 1000, stepMs: 100, levels01: [0, 0.5, 1, 0], marks: [] }
const mouth = { label: 'mouth-open', unit: null, startMs: 900, stepMs: 200, values: [0, 2, 1] }

test('[FA2] sound and what was measured beside it share one line of time', () => {
  expect(timeOf(wave, [mouth])).toEqual({ startMs: 900, endMs: 1500 })
  expect(timeOf(null, [mouth])).toEqual({ startMs: 900, endMs: 1500 })
  expect(timeOf(wave, [])).toEqual({ startMs: 1000, endMs: 1400 })
  expect(timeOf(null, [])).toBeNull()
  expect(timeOf({ ...wave, levels01: [] }, [])).toBeNull()
})

test('[FA2] what is outside the picture stays at its edge', () => {
  const time = { startMs: 1000, endMs: 2000 }
  expect([xOf(500, time), xOf(1500, time), xOf(9000, time)]).toEqual([0, widthPx / 2, widthPx])
})

test('[FA2] loudness is drawn around the middle, silence as a line, the loudest to the edge', () => {
  const points = outlineOf(wave, { startMs: 1000, endMs: 1400 })
    .split(' ')
    .map((point) => point.split(',').map(Number))
  expect(points).toHaveLength(8)
  const [, loud] = [points[0], points[2]]
  expect(Math.abs((points[0]?.[1] ?? 0) - soundHeightPx / 2)).toBeLessThan(1)
  expect(loud?.[1]).toBe(2)
  expect(points[5]?.[1]).toBe(soundHeightPx - 2)
})

test('[FA2] a series fills its own range; a flat one lies in the middle', () => {
  const time = { startMs: 900, endMs: 1500 }
  const heights = (values: number[]) =>
    lineOf({ ...mouth, values }, time)
      .split(' ')
      .map((point) => Number(point.split(',')[1]))
  expect(heights([0, 2, 1])).toEqual([soundHeightPx - 3, 3, soundHeightPx / 2])
  expect(heights([4, 4])).toEqual([soundHeightPx / 2, soundHeightPx / 2])
})
