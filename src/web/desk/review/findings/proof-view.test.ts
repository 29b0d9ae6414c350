import { expect, test } from 'vitest'
import { closeUp, isMostlyShown, labelPlace, type Proof } from './proof-view.ts'

const proof = (marks: Proof['marks']): Proof => ({ frameId: 'f', atMs: 0, widthPx: 1280, heightPx: 720, marks })
const square = (label: string, x: number, y: number, side: number): Proof['marks'][number] => ({
  label,
  points: [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ],
})

test('a close-up shows the smallest mark with room around it and keeps the proportions', () => {
  const { x, y, width, height } = closeUp(proof([square('card', 300, 200, 400), square('number', 500, 400, 150)]))
  expect(width / height).toBeCloseTo(1280 / 720)
  expect(x).toBeLessThan(500)
  expect(x + width).toBeGreaterThan(650)
  expect(y).toBeLessThan(400)
  expect(y + height).toBeGreaterThan(550)
  expect(width).toBeLessThan(700)
})

test('a mark in the corner does not push the view out of the picture', () => {
  const view = closeUp(proof([square('face', 1200, 660, 60)]))
  expect(view.x + view.width).toBeLessThanOrEqual(1280 + 1e-6)
  expect(view.y + view.height).toBeLessThanOrEqual(720 + 1e-6)
  const first = closeUp(proof([square('face', 0, 0, 60)]))
  expect(first).toMatchObject({ x: 0, y: 0 })
})

test('a tiny mark is not blown up to a few pixels, a huge one and none show the whole', () => {
  expect(closeUp(proof([square('number', 600, 300, 4)])).width).toBeCloseTo(1280 * 0.12)
  expect(closeUp(proof([square('card', 0, 0, 720)]))).toEqual({ x: 0, y: 0, width: 1280, height: 720 })
  expect(closeUp(proof([]))).toEqual({ x: 0, y: 0, width: 1280, height: 720 })
  expect(closeUp(proof([{ label: 'card', points: [] }])).width).toBe(1280)
})

test('the words of a mark stay in the picture', () => {
  const shown = { x: 0, y: 0, width: 1280, height: 720 }
  const high = square('card', 0, 5, 100).points
  expect(labelPlace(high, shown, 20).y).toBeGreaterThan(20)
  const low = square('card', 200, 300, 100).points
  expect(labelPlace(low, shown, 20)).toEqual({ x: 200, y: 292 })
})

test('words stand only beside what is mostly in view', () => {
  const shown = { x: 100, y: 100, width: 200, height: 100 }
  expect(isMostlyShown(square('number', 150, 120, 40).points, shown)).toBe(true)
  expect(isMostlyShown(square('card', 0, 0, 600).points, shown)).toBe(false)
  expect(isMostlyShown(square('face', 400, 400, 40).points, shown)).toBe(false)
})
