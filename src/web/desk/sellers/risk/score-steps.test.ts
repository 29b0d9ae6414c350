import { expect, test } from 'vitest'
import { scoreSteps } from './score-steps.ts'

const box = { widthPx: 120, heightPx: 120, leftPx: 10, rightPx: 10, topPx: 10, bottomPx: 10 }
const point = (seq: number, atMs: number, score: number, opened = false) => ({ seq, atMs, score, opened })

test('a score holds until the next signal, and to the end of the line', () => {
  const { path, marks } = scoreSteps([point(1, 0, 0), point(2, 500, 50), point(3, 1000, 100, true)], null, box)
  expect(path).toBe('M10 110H60V60H110V10H110')
  expect(marks.map(({ opened }) => opened)).toEqual([false, false, true])
})

test('the score that opens a case is on the picture, however low the scores are', () => {
  const { opensAtY, ticks } = scoreSteps([point(1, 0, 5)], 60, box)
  expect(opensAtY).toBeGreaterThan(10)
  expect(opensAtY).toBeLessThan(60)
  expect(ticks.map(({ score }) => score)).toEqual([0, 20, 40, 60])
})

test('scores below zero have their place', () => {
  const { marks, ticks } = scoreSteps([point(1, 0, -20), point(2, 10, 20)], null, box)
  expect(marks.map(({ y }) => y)).toEqual([110, 10])
  expect(ticks.map(({ score }) => score)).toContain(-20)
})
