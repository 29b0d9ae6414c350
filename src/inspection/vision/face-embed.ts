import type { RunModel } from '../models/load.ts'
import { fitSimilarity } from './homography.ts'
import type { Point, RgbImage } from './image.ts'
import { warpTensor } from './warp.ts'

const inputSize = 112
/** Where the five points come to lie in the 112 × 112 chip. Source: the ArcFace alignment template. */
const template: readonly Point[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
]
// BGR: on RGB the very same weights lose most of the distance between mates and strangers.
const format = { mean: [127, 127, 127], std: [128, 128, 128], order: 'bgr' } as const

/** A 512-dimensional unit vector of a face given by its five points. */
export const embedFace = async (
  feature: RunModel,
  image: RgbImage,
  fivePoints: readonly Point[],
): Promise<Float32Array> => {
  const chip = warpTensor(image, inputSize, inputSize, fitSimilarity(template, fivePoints), format)
  const outputs = await feature(chip, [1, 3, inputSize, inputSize])
  return normalised(Float32Array.from(Object.values(outputs)[0]!.data))
}

/** The vector scaled to length one; a zero vector stays as it is. */
export const normalised = (vector: Float32Array): Float32Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** Cosine of two unit vectors. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}
