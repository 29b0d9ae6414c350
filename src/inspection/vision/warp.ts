import type { Homography } from './homography.ts'
import type { RgbImage } from './image.ts'

/**
 * Bilinear sampling of `image` into a `width` × `height` picture, where `map` takes a pixel of the result to a place in
 * the source. Outside the source it is black.
 */
export const warpRgb = (image: RgbImage, width: number, height: number, map: Homography): RgbImage => {
  const data = new Uint8Array(width * height * 3)
  const row = new Float32Array(width * 3)
  for (let y = 0; y < height; y += 1) {
    sampleRow(image, y, map, row)
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

/** The same as planar float32 `[3, height, width]`, each value (v − mean) / std, for a model's input. */
export const warpTensor = (
  image: RgbImage,
  width: number,
  height: number,
  map: Homography,
  { mean, std, order }: TensorFormat,
): Float32Array => {
  const plane = width * height
  const tensor = new Float32Array(3 * plane)
  const row = new Float32Array(width * 3)
  const [first, third] = order === 'bgr' ? [2, 0] : [0, 2]
  const [m0, m1, m2] = mean
  const [s0, s1, s2] = [1 / std[0], 1 / std[1], 1 / std[2]]
  for (let y = 0; y < height; y += 1) {
    sampleRow(image, y, map, row)
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      tensor[at] = (row[3 * x + first]! - m0) * s0
      tensor[at + plane] = (row[3 * x + 1]! - m1) * s1
      tensor[at + 2 * plane] = (row[3 * x + third]! - m2) * s2
    }
  }
  return tensor
}

/** One plane of luma `[1, height, width]`, divided by `divisor`. */
export const warpGray = (
  image: RgbImage,
  width: number,
  height: number,
  map: Homography,
  divisor: number,
): Float32Array => {
  const tensor = new Float32Array(width * height)
  const row = new Float32Array(width * 3)
  for (let y = 0; y < height; y += 1) {
    sampleRow(image, y, map, row)
    for (let x = 0; x < width; x += 1)
      tensor[y * width + x] = (0.299 * row[3 * x]! + 0.587 * row[3 * x + 1]! + 0.114 * row[3 * x + 2]!) / divisor
  }
  return tensor
}

/** Fills `row` with red, green and blue of one row of the result. Row by row, because a call per pixel costs thrice. */
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
