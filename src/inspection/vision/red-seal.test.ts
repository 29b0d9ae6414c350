import { expect, test } from 'vitest'
import type { RgbImage } from './image.ts'
import type { PrintFrame } from './print-frame.ts'
import { findRedSeal } from './red-seal.ts'

const [width, height] = [640, 360]
const upright: PrintFrame = { cos: 1, sin: 0, box: [0, 0, width, height] }

/** Paper with whatever `paint` says of a pixel: null leaves it plain. */
const paper = (paint: (x: number, y: number) => readonly [number, number, number] | null): RgbImage => {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i += 1)
    data.set(paint(i % width, Math.floor(i / width)) ?? [236, 230, 214], 3 * i)
  return { data, width, height }
}
const red = [205, 50, 48] as const
const ring = (share01: number, colour: readonly [number, number, number] = red) =>
  paper((x, y) => {
    const [dx, dy] = [x - 420, y - 180]
    const turn = (Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI)
    return Math.abs(Math.hypot(dx, dy) - 60) < 2 && turn <= share01 ? colour : null
  })
const ringOf = (image: RgbImage) => findRedSeal(image, upright, upright.box, 840)?.ring01 ?? 0

test('[CK2] a red circle is found where it is', () => {
  const seal = findRedSeal(ring(1), upright, upright.box, 840)
  expect(seal?.ring01).toBe(1)
  const [[x0, y0], , [x1, y1]] = seal!.quad
  expect(Math.hypot((x0 + x1) / 2 - 420, (y0 + y1) / 2 - 180)).toBeLessThan(4)
  expect(Math.abs(x1 - x0 - 120)).toBeLessThan(12)
})

test('[CK2] half a circle is half a seal, a black one and plain paper are none', () => {
  expect(ringOf(ring(0.5))).toBeGreaterThan(0.4)
  expect(ringOf(ring(0.5))).toBeLessThan(0.7)
  expect(ringOf(ring(1, [40, 40, 44]))).toBe(0)
  expect(ringOf(paper(() => null))).toBe(0)
})

test('[CK2] a red cloth beside the sheet and a red line across it are no seal', () => {
  expect(ringOf(paper((x) => (x > 380 ? red : null)))).toBeLessThan(0.5)
  expect(ringOf(paper((_, y) => (Math.abs(y - 200) < 3 ? red : null)))).toBeLessThan(0.5)
})

test('[CK2] lamplight that makes all paper reddish hides no seal and makes none', () => {
  const warm = (image: RgbImage): RgbImage => ({
    ...image,
    data: image.data.map((v, i) => (i % 3 === 2 ? v * 0.6 : v)),
  })
  expect(ringOf(warm(ring(1)))).toBeGreaterThan(0.8)
  expect(ringOf(warm(paper(() => null)))).toBe(0)
})
