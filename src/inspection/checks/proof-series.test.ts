import { expect, test } from 'vitest'
import { interpolated, proofSeries } from './proof-series.ts'

test('[FA2] between two points lies the line, before the first and after the last their own values', () => {
  const points = [
    { atMs: 100, value: 1 },
    { atMs: 300, value: 3 },
  ]
  expect([...interpolated(points, { length: 5, startMs: 0, stepMs: 100 })]).toEqual([1, 1, 2, 3, 3])
  expect([...interpolated([], { length: 2, startMs: 0, stepMs: 100 })]).toEqual([0, 0])
})

test('[FA2] a long series is thinned by means, and keeps its time', () => {
  const values = Float32Array.from({ length: 480 }, (_, i) => i)
  const thin = proofSeries('mouth-open', null, { startMs: 1000.4, stepMs: 20, values })
  expect(thin).toMatchObject({ label: 'mouth-open', unit: null, startMs: 1000, stepMs: 40 })
  expect(thin.values).toHaveLength(240)
  expect(thin.values.slice(0, 2)).toEqual([0.5, 2.5])
  expect(proofSeries('turn', 'degrees', { startMs: 0, stepMs: 20, values: values.subarray(0, 3) }).values).toEqual([
    0, 1, 2,
  ])
})
