import { describe, expect, test } from 'vitest'
import { dropAlpha, planesOf, type Rotation, signatureOf, writeRgb } from './picture-planes.ts'

/** ITU-R BT.601 and BT.709 as written in the recommendations, in floating point. */
const reference = (y: number, u: number, v: number, matrix: 'bt601' | 'bt709', fullRange: boolean): number[] => {
  const [kr, kb] = matrix === 'bt601' ? [0.299, 0.114] : [0.2126, 0.0722]
  const luma = fullRange ? y / 255 : (y - 16) / 219
  const cb = (u - 128) / (fullRange ? 255 : 224)
  const cr = (v - 128) / (fullRange ? 255 : 224)
  const red = luma + 2 * (1 - kr) * cr
  const blue = luma + 2 * (1 - kb) * cb
  const green = (luma - kr * red - kb * blue) / (1 - kr - kb)
  return [red, green, blue].map((level) => Math.max(0, Math.min(255, level * 255)))
}

const flat = (y: number, u: number, v: number) => {
  const i420 = new Uint8Array(4 * 2 + 2 + 2)
  i420.fill(y, 0, 8)
  i420.fill(u, 8, 10)
  i420.fill(v, 10, 12)
  return planesOf(i420, 4, 2)
}

describe('writeRgb', () => {
  test.each([
    ['bt601', false],
    ['bt601', true],
    ['bt709', false],
    ['bt709', true],
  ] as const)('gives the colours of %s, full range %s, within one level', (matrix, fullRange) => {
    const rgb = new Uint8Array(4 * 2 * 3)
    for (const y of [0, 16, 81, 145, 200, 235, 255])
      for (const u of [0, 16, 90, 128, 160, 240, 255])
        for (const v of [0, 16, 90, 128, 160, 240, 255]) {
          writeRgb(flat(y, u, v), { matrix, fullRange }, 0, rgb)
          const wanted = reference(y, u, v, matrix, fullRange)
          for (const [channel, level] of wanted.entries()) {
            expect(Math.abs(rgb[channel]! - level), `${y} ${u} ${v} channel ${channel}`).toBeLessThanOrEqual(1)
          }
        }
  })

  // Every sample has a level of its own, so that each can be found again.
  const widthPx = 5
  const heightPx = 3
  const i420 = new Uint8Array(15 + 2 * 6).fill(128)
  for (let at = 0; at < 15; at++) i420[at] = 10 + at * 10
  const planes = planesOf(i420, widthPx, heightPx)
  const grey = (rotation: Rotation): number[][] => {
    const rgb = new Uint8Array(15 * 3)
    writeRgb(planes, { matrix: 'bt601', fullRange: true }, rotation, rgb)
    const width = rotation === 90 || rotation === 270 ? heightPx : widthPx
    return Array.from({ length: 15 / width }, (_, row) =>
      Array.from({ length: width }, (_, column) => rgb[(row * width + column) * 3]!),
    )
  }
  const upright = [
    [10, 20, 30, 40, 50],
    [60, 70, 80, 90, 100],
    [110, 120, 130, 140, 150],
  ]
  const turnedClockwise = (rows: number[][]): number[][] =>
    rows[0]!.map((_, column) => rows.map((row) => row[column]!).reverse())

  test('turns pictures of odd width and height clockwise', () => {
    expect(grey(0)).toEqual(upright)
    expect(grey(90)).toEqual(turnedClockwise(upright))
    expect(grey(180)).toEqual(turnedClockwise(turnedClockwise(upright)))
    expect(grey(270)).toEqual(turnedClockwise(turnedClockwise(turnedClockwise(upright))))
  })
})

test('dropAlpha keeps red, green and blue in place', () => {
  const rgba = Uint8Array.from({ length: 32 }, (_, at) => (at % 4 === 3 ? 255 : at))
  const rgb = new Uint8Array(24)
  dropAlpha(new Uint32Array(rgba.buffer), new Uint32Array(rgb.buffer))
  expect([...rgb]).toEqual([...rgba].filter((_, at) => at % 4 !== 3))
})

describe('signatureOf', () => {
  test('tells frames apart that differ in one bit, and cells by their place', () => {
    const i420 = new Uint8Array(64 * 36 * 1.5).fill(100)
    const before = signatureOf(planesOf(i420, 64, 36))
    expect([...before.lumaGrid].every((level) => level === 25_600)).toBe(true)
    i420[3] = 101
    const after = signatureOf(planesOf(i420, 64, 36))
    expect(after.lumaCrc32).not.toBe(before.lumaCrc32)
    i420.fill(200, 0, 4)
    expect(signatureOf(planesOf(i420, 64, 36)).lumaGrid[0]).toBeGreaterThan(25_600)
    expect(signatureOf(planesOf(i420, 64, 36)).lumaGrid[143]).toBe(25_600)
  })

  test('works on pictures smaller than its grid', () => {
    const { lumaGrid } = signatureOf(planesOf(new Uint8Array(2 + 2).fill(7), 2, 1))
    expect(lumaGrid).toHaveLength(144)
  })
})
