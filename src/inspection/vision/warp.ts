import type { Homography } from './homography.ts'
import type { RgbImage } from './image.ts'

/**
 * Bilinear sampling of `image` into a `width` × `height` picture, where `map` takes a pixel of the result to a place in
 * the source. Outside the source `fill` shows.
 */
export const warpRgb = (image: RgbImage, width: number, height: number, map: Homography, fill = 0): RgbImage => {
  const data = new Uint8Array(width * height * 3)
  sample(image, width, height, map, fill, (at, r, g, b) => {
    data[at * 3] = r + 0.5
    data[at * 3 + 1] = g + 0.5
    data[at * 3 + 2] = b + 0.5
  })
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
  const bgr = order === 'bgr'
  const [m0, m1, m2] = mean
  const [s0, s1, s2] = std
  sample(image, width, height, map, 0, (at, r, g, b) => {
    tensor[at] = ((bgr ? b : r) - m0) / s0
    tensor[at + plane] = (g - m1) / s1
    tensor[at + 2 * plane] = ((bgr ? r : b) - m2) / s2
  })
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
  sample(image, width, height, map, 0, (at, r, g, b) => {
    tensor[at] = (0.299 * r + 0.587 * g + 0.114 * b) / divisor
  })
  return tensor
}

const sample = (
  image: RgbImage,
  width: number,
  height: number,
  [a, b, c, d, e, f, g, h]: Homography,
  fill: number,
  write: (at: number, r: number, g: number, b: number) => void,
): void => {
  const { data, width: sourceWidth, height: sourceHeight } = image
  const flat = g === 0 && h === 0
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const z = flat ? 1 : 1 / (g * x + h * y + 1)
      const sx = (a * x + b * y + c) * z
      const sy = (d * x + e * y + f) * z
      const left = Math.floor(sx)
      const top = Math.floor(sy)
      if (!(left >= -1 && top >= -1 && left < sourceWidth && top < sourceHeight)) {
        write(y * width + x, fill, fill, fill)
        continue
      }
      const fx = sx - left
      const fy = sy - top
      const x0 = Math.max(left, 0)
      const y0 = Math.max(top, 0)
      const x1 = Math.min(left + 1, sourceWidth - 1)
      const y1 = Math.min(top + 1, sourceHeight - 1)
      const p00 = (y0 * sourceWidth + x0) * 3
      const p01 = (y0 * sourceWidth + x1) * 3
      const p10 = (y1 * sourceWidth + x0) * 3
      const p11 = (y1 * sourceWidth + x1) * 3
      const w00 = (1 - fx) * (1 - fy)
      const w01 = fx * (1 - fy)
      const w10 = (1 - fx) * fy
      const w11 = fx * fy
      write(
        y * width + x,
        data[p00]! * w00 + data[p01]! * w01 + data[p10]! * w10 + data[p11]! * w11,
        data[p00 + 1]! * w00 + data[p01 + 1]! * w01 + data[p10 + 1]! * w10 + data[p11 + 1]! * w11,
        data[p00 + 2]! * w00 + data[p01 + 2]! * w01 + data[p10 + 2]! * w10 + data[p11 + 2]! * w11,
      )
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
