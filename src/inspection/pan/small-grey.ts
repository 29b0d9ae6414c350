import type { RgbImage } from '../vision/image.ts'

/** A small brightness picture, enough to follow how a camera turns. Rows from the top, no padding. */
export type Grey = { data: Uint8Array; width: number; height: number }

const longSidePx = 320

/** Box averages of every second sample; a picture smaller than 320 keeps its size. */
export const smallGrey = ({ data, width, height }: RgbImage): Grey => {
  const step = Math.max(1, Math.floor(Math.max(width, height) / longSidePx))
  const small = { width: Math.floor(width / step), height: Math.floor(height / step) }
  const out = new Uint8Array(small.width * small.height)
  const skip = step >= 4 ? 2 : 1
  for (let y = 0, at = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++, at++) {
      let sum = 0
      let count = 0
      for (let dy = 0; dy < step; dy += skip)
        for (let dx = 0; dx < step; dx += skip) {
          const from = ((y * step + dy) * width + x * step + dx) * 3
          sum += 77 * data[from]! + 150 * data[from + 1]! + 29 * data[from + 2]!
          count++
        }
      out[at] = sum / (count * 256)
    }
  return { data: out, ...small }
}

/** Mean strength of edges in grey levels: how sharp a picture is compared with others of the same room. */
export const sharpness = ({ data, width, height }: Grey): number => {
  let sum = 0
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      sum += Math.abs(4 * data[at]! - data[at - 1]! - data[at + 1]! - data[at - width]! - data[at + width]!)
    }
  return sum / Math.max(1, (width - 2) * (height - 2))
}

/** One eighth of each side, as deviations from the mean: cheap to compare, blind to exposure. */
export type Thumb = { data: Float32Array; width: number; height: number }

export const thumbOf = ({ data, width, height }: Grey): Thumb => {
  const thumb = { width: Math.floor(width / 8), height: Math.floor(height / 8) }
  const out = new Float32Array(thumb.width * thumb.height)
  let mean = 0
  for (let y = 0, at = 0; y < thumb.height; y++)
    for (let x = 0; x < thumb.width; x++, at++) {
      let sum = 0
      for (let dy = 0; dy < 8; dy++) for (let dx = 0; dx < 8; dx++) sum += data[(y * 8 + dy) * width + x * 8 + dx]!
      out[at] = sum / 64
      mean += sum / 64
    }
  mean /= Math.max(1, out.length)
  for (let at = 0; at < out.length; at++) out[at]! -= mean
  return { data: out, ...thumb }
}

/** Two thumbs must share at least this much of their width to be compared. */
const minShared01 = 0.6

/** The sideways shift (in pixels of the grey picture) at which two thumbs are most alike, and how alike, −1 … 1. */
export const bestShift = (from: Thumb, to: Thumb): { shiftPx: number; alike: number } => {
  const { width, height } = from
  const most = Math.floor(width * (1 - minShared01))
  let best = { shiftPx: 0, alike: -1 }
  for (let shift = -most; shift <= most; shift++) {
    let product = 0
    let squareFrom = 0
    let squareTo = 0
    const [first, last] = [Math.max(0, -shift), Math.min(width, width - shift)]
    for (let y = 0; y < height; y++)
      for (let x = first; x < last; x++) {
        const a = from.data[y * width + x]!
        const b = to.data[y * width + x + shift]!
        product += a * b
        squareFrom += a * a
        squareTo += b * b
      }
    // Flat pictures are alike at every shift, which says nothing.
    const flat = (last - first) * height * 9
    if (squareFrom < flat || squareTo < flat) continue
    const alike = product / Math.sqrt(squareFrom * squareTo)
    if (alike > best.alike) best = { shiftPx: shift * 8, alike }
  }
  return best
}
