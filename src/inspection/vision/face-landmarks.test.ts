import { expect, test } from 'vitest'
import type { RunModel } from '../models/load.ts'
import { faceLandmarks, fivePoints, leanToTurnBack } from './face-landmarks.ts'
import type { Point, RgbImage } from './image.ts'

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** A dark picture with one bright spot for each eye. */
const withEyes = (eyes: readonly Point[]): RgbImage => {
  const [width, height] = [320, 240]
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (eyes.some(([ex, ey]) => Math.hypot(x - ex, y - ey) < 4))
        data.fill(255, 3 * (y * width + x), 3 * (y * width + x) + 3)
  return { data, width, height }
}

/** Finds the bright spot of each half of what it is shown, and notes by how much the eyes lean there. */
const openSpotFinder = () => {
  const leansDeg: number[] = []
  const middleOf = (input: Float32Array, from: number, to: number): Point => {
    let [sum, sumX, sumY] = [0, 0, 0]
    for (let y = 0; y < 64; y += 1)
      for (let x = from; x < to; x += 1) {
        const bright = input[64 * y + x]!
        sum += bright
        sumX += bright * (x + 0.5)
        sumY += bright * (y + 0.5)
      }
    return [sumX / sum / 64, sumY / sum / 64]
  }
  const run: RunModel = async (input) => {
    const [left, right] = [middleOf(input, 0, 32), middleOf(input, 32, 64)]
    leansDeg.push((Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI)
    const points = Array.from({ length: 68 }, (_, i): Point => (i >= 42 && i < 48 ? right : left))
    return { output: { data: Float32Array.from(points.flat()), dims: [1, 136] } }
  }
  return { run, leansDeg }
}

const eyesLeaningBy = (degrees: number): [Point, Point] => {
  const [dx, dy] = [30 * Math.cos(radians(degrees)), 30 * Math.sin(radians(degrees))]
  return [
    [160 - dx, 110 - dy],
    [160 + dx, 110 + dy],
  ]
}

test.each([0, 5, -7])('a head that leans by %d degrees is looked at once', async (degrees) => {
  const finder = openSpotFinder()
  await faceLandmarks(finder.run, withEyes(eyesLeaningBy(degrees)), [90, 50, 230, 190])
  expect(finder.leansDeg).toHaveLength(1)
})

test.each([20, -32])('[CK4] a head that leans by %d degrees is turned upright for the model', async (degrees) => {
  const finder = openSpotFinder()
  const eyes = eyesLeaningBy(degrees)
  const points = await faceLandmarks(finder.run, withEyes(eyes), [90, 50, 230, 190])
  expect(finder.leansDeg).toHaveLength(2)
  expect(Math.abs(finder.leansDeg[0]! - degrees)).toBeLessThan(2)
  expect(Math.abs(finder.leansDeg[1]!)).toBeLessThan(2)
  // What it answers is told in the picture's own pixels again.
  fivePoints(points)
    .slice(0, 2)
    .forEach(([x, y], i) => {
      expect(Math.hypot(x - eyes[i]![0], y - eyes[i]![1])).toBeLessThan(1)
    })
})

test('how much is turned back grows without a jump', () => {
  const turned = Array.from({ length: 400 }, (_, i) => (leanToTurnBack(radians(i / 10)) * 180) / Math.PI)
  expect(turned.slice(1).every((deg, i) => deg >= turned[i]! && deg - turned[i]! < 0.4)).toBe(true)
  expect(leanToTurnBack(radians(-30))).toBe(-leanToTurnBack(radians(30)))
})
