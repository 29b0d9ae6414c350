import { takeTensor } from '../models/tensor-memory.ts'
import type { Homography } from './homography.ts'
import type { RgbImage } from './image.ts'

/**
 * Bilinear sampling of `image` into a `width` × `height` picture, where `map` takes a pixel of the result to a place in
 * the source. Outside the source it is black.
 */
export const warpRgb = (image: RgbImage, width: number, height: number, map: Homography): RgbImage => {
  const data = new Uint8Array(width * height * 3)
  const row = new Float32Array(width * 3)
  const sample = rowSampler(image, width, map)
  for (let y = 0; y < height; y += 1) {
    sample(y, row)
    for (let i = 0; i < row.length; i += 1) data[y * row.length + i] = row[i]! + 0.5
  }
  return { data, width, height }
}

export type TensorFormat = {
  mean: readonly [number, number, number]
  std: readonly [number, number, number]
  /** Order of the planes. Several models were trained on OpenCV's BGR and silently lose accuracy on RGB. */
  order: 'rgb' | 'bgr'
}

/**
 * The same as planar float32 `[3, height, width]`, each value (v − mean) / std, for a model's input. The model's run
 * takes the tensor over; whoever wants it for something else copies it. Rows longer than the picture end in zeros.
 */
export const warpTensor = (
  image: RgbImage,
  width: number,
  height: number,
  map: Homography,
  { mean, std, order }: TensorFormat,
  rowWidth = width,
): Float32Array => {
  const plane = rowWidth * height
  const tensor = takeTensor(3 * plane)
  if (rowWidth > width) tensor.fill(0)
  const row = new Float32Array(width * 3)
  const sample = rowSampler(image, width, map)
  const [first, third] = order === 'bgr' ? [2, 0] : [0, 2]
  const [m0, m1, m2] = mean
  const [s0, s1, s2] = [1 / std[0], 1 / std[1], 1 / std[2]]
  for (let y = 0; y < height; y += 1) {
    sample(y, row)
    for (let x = 0, at = y * rowWidth; x < width; x += 1, at += 1) {
      tensor[at] = (row[3 * x + first]! - m0) * s0
      tensor[at + plane] = (row[3 * x + 1]! - m1) * s1
      tensor[at + 2 * plane] = (row[3 * x + third]! - m2) * s2
    }
  }
  return tensor
}

/** One plane of luma `[1, height, width]`, divided by `divisor`; for a model's input like the above. */
export const warpGray = (
  image: RgbImage,
  width: number,
  height: number,
  map: Homography,
  divisor: number,
): Float32Array => {
  const tensor = takeTensor(width * height)
  const row = new Float32Array(width * 3)
  const sample = rowSampler(image, width, map)
  for (let y = 0; y < height; y += 1) {
    sample(y, row)
    for (let x = 0; x < width; x += 1)
      tensor[y * width + x] = (0.299 * row[3 * x]! + 0.587 * row[3 * x + 1]! + 0.114 * row[3 * x + 2]!) / divisor
  }
  return tensor
}

/** Fills a row with red, green and blue of one row of the result. Row by row, because a call per pixel costs thrice. */
type RowSampler = (y: number, row: Float32Array) => void

const rowSampler = (image: RgbImage, width: number, map: Homography): RowSampler => {
  const [, b, , d, , , g, h] = map
  const isUpright = b === 0 && d === 0 && g === 0 && h === 0
  return isUpright ? uprightSampler(image, width, map) : (y, row) => sampleRow(image, y, map, row)
}

/** Most cuts only move and scale: every row then takes the same columns of the source, which are worked out once. */
const uprightSampler = (
  { data, width: sourceWidth, height: sourceHeight }: RgbImage,
  width: number,
  [a, , c, , e, f]: Homography,
): RowSampler => {
  const [lastX, lastY] = [sourceWidth - 1, sourceHeight - 1]
  const [lefts, rights, shares] = [new Int32Array(width), new Int32Array(width), new Float64Array(width)]
  for (let x = 0; x < width; x += 1) {
    const sx = a * x + c
    const left = Math.floor(sx)
    lefts[x] = left >= -1 && left <= lastX ? 3 * Math.max(left, 0) : -1
    rights[x] = 3 * Math.min(left + 1, lastX)
    shares[x] = sx - left
  }
  return (y, row) => {
    const sy = e * y + f
    const top = Math.floor(sy)
    if (!(top >= -1 && top <= lastY)) return void row.fill(0)
    const fy = sy - top
    const above = 3 * Math.max(top, 0) * sourceWidth
    const below = 3 * Math.min(top + 1, lastY) * sourceWidth
    for (let x = 0, at = 0; x < width; x += 1, at += 3) {
      const left = lefts[x]!
      if (left < 0) {
        row[at] = row[at + 1] = row[at + 2] = 0
        continue
      }
      const right = rights[x]!
      const fx = shares[x]!
      const w00 = (1 - fx) * (1 - fy)
      const w01 = fx * (1 - fy)
      const w10 = (1 - fx) * fy
      const w11 = fx * fy
      const p00 = above + left
      const p01 = above + right
      const p10 = below + left
      const p11 = below + right
      row[at] = data[p00]! * w00 + data[p01]! * w01 + data[p10]! * w10 + data[p11]! * w11
      row[at + 1] = data[p00 + 1]! * w00 + data[p01 + 1]! * w01 + data[p10 + 1]! * w10 + data[p11 + 1]! * w11
      row[at + 2] = data[p00 + 2]! * w00 + data[p01 + 2]! * w01 + data[p10 + 2]! * w10 + data[p11 + 2]! * w11
    }
  }
}

const sampleRow = (image: RgbImage, y: number, [a, b, c, d, e, f, g, h]: Homography, row: Float32Array): void => {
  const { data, width: sourceWidth, height: sourceHeight } = image
  const [lastX, lastY] = [sourceWidth - 1, sourceHeight - 1]
  const [rowX, rowY, rowZ] = [b * y + c, e * y + f, h * y + 1]
  const flat = g === 0 && h === 0
  for (let x = 0, at = 0; at < row.length; x += 1, at += 3) {
    const z = flat ? 1 : 1 / (g * x + rowZ)
    const sx = (a * x + rowX) * z
    const sy = (d * x + rowY) * z
    const left = Math.floor(sx)
    const top = Math.floor(sy)
    if (!(left >= -1 && top >= -1 && left <= lastX && top <= lastY)) {
      row[at] = row[at + 1] = row[at + 2] = 0
      continue
    }
    const fx = sx - left
    const fy = sy - top
    const x0 = Math.max(left, 0)
    const x1 = Math.min(left + 1, lastX)
    const top0 = Math.max(top, 0) * sourceWidth
    const top1 = Math.min(top + 1, lastY) * sourceWidth
    const p00 = (top0 + x0) * 3
    const p01 = (top0 + x1) * 3
    const p10 = (top1 + x0) * 3
    const p11 = (top1 + x1) * 3
    const w00 = (1 - fx) * (1 - fy)
    const w01 = fx * (1 - fy)
    const w10 = (1 - fx) * fy
    const w11 = fx * fy
    row[at] = data[p00]! * w00 + data[p01]! * w01 + data[p10]! * w10 + data[p11]! * w11
    row[at + 1] = data[p00 + 1]! * w00 + data[p01 + 1]! * w01 + data[p10 + 1]! * w10 + data[p11 + 1]! * w11
    row[at + 2] = data[p00 + 2]! * w00 + data[p01 + 2]! * w01 + data[p10 + 2]! * w10 + data[p11 + 2]! * w11
  }
}

/** The map that cuts a rectangle of the source and scales it to `width` × `height`, pixel centres on pixel centres. */
export const cropMap = (
  x: number,
  y: number,
  cropWidth: number,
  cropHeight: number,
  width: number,
  height: number,
): Homography => {
  const sx = cropWidth / width
  const sy = cropHeight / height
  return [sx, 0, x + 0.5 * sx - 0.5, 0, sy, y + 0.5 * sy - 0.5, 0, 0]
}
