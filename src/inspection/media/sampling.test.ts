import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSampler, rateAt } from './sampling.ts'

const sampled = (stampsMs: number[], framesPerSecond: number): number[] => {
  const sampler = openSampler({ framesPerSecond, spans: [] })
  return stampsMs.filter((ptsMs) => sampler.isDue(ptsMs))
}
const stamps = (framesPerSecond: number, seconds: number): number[] =>
  Array.from({ length: framesPerSecond * seconds }, (_, index) => Math.round((index * 1000) / framesPerSecond))

test('the rate is right for any frame rate', () => {
  expect(sampled(stamps(30, 10), 5)).toHaveLength(50)
  expect(sampled(stamps(120, 10), 5)).toHaveLength(50)
  expect(sampled(stamps(25, 10), 5)).toHaveLength(50)
  expect(sampled(stamps(5, 10), 5)).toHaveLength(50)
  expect(sampled(stamps(30, 10), 0)).toHaveLength(0)
  expect(sampled(stamps(30, 10), 1000)).toHaveLength(300)
})

test('a variable frame rate gives at most one sample a slot, and one wherever there is a frame', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (distances) => {
      let ptsMs = 0
      const times = distances.map((distance) => {
        ptsMs += distance
        return ptsMs
      })
      const slots = new Set(times.map((time) => Math.floor(((time + 0.5) * 5) / 1000)))
      expect(sampled(times, 5)).toHaveLength(slots.size)
    }),
  )
})

test('stamps that jump to and fro give no more samples than their length allows', () => {
  const jumping = Array.from({ length: 10_000 }, (_, index) => (index % 2) * 1000 + index / 100)
  expect(sampled(jumping, 5)).toHaveLength(2)
  // What comes after a clock was set back far is looked at all the same, as long as it claims a time of its own.
  expect(sampled([0, 600_000, 200, 400, 600], 5)).toEqual([0, 600_000, 200, 400, 600])
})

test('spans say what holds in them, the densest where they overlap', () => {
  const plan = {
    framesPerSecond: 5,
    spans: [
      { fromMs: 1000, toMs: 3000, framesPerSecond: 10 },
      { fromMs: 2000, toMs: 4000, framesPerSecond: 2 },
      { fromMs: 8000, toMs: null, framesPerSecond: 0 },
    ],
  }
  expect([0, 1000, 2500, 3000, 4000, 9000].map((ptsMs) => rateAt(plan, ptsMs))).toEqual([5, 10, 10, 2, 5, 0])
})
