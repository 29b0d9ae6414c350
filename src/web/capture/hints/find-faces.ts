import type { FaceCascade } from './face-cascade.ts'
import type { Grey } from './grey.ts'

/** A face as the cascade frames it: from the brows to the chin. Pixels of the picture it was looked for in. */
export type FoundFace = { x: number; y: number; size: number; votes: number }

const scaleStep = 1.2
/** One window alone is often a shirt button or a lamp. */
const votesAtLeast = 2

/** Viola and Jones's search over places and sizes. Costs some milliseconds on a picture of 160 pixels width. */
export const findFaces = (cascade: FaceCascade, picture: Grey, smallestPx: number): FoundFace[] => {
  const { width, height } = picture
  const sums = integrals(picture)
  const windows: { x: number; y: number; size: number }[] = []
  for (let size = Math.max(cascade.windowPx, smallestPx); size <= height; size *= scaleStep)
    searchSize(cascade, sums, width, height, Math.floor(size), windows)
  return group(windows)
}

type Integrals = { sum: Int32Array; squares: Float64Array; stride: number }

const integrals = ({ width, height, data }: Grey): Integrals => {
  const stride = width + 1
  const sum = new Int32Array(stride * (height + 1))
  const squares = new Float64Array(stride * (height + 1))
  for (let y = 0; y < height; y += 1) {
    let rowSum = 0
    let rowSquares = 0
    for (let x = 0; x < width; x += 1) {
      const value = data[y * width + x] as number
      rowSum += value
      rowSquares += value * value
      const at = (y + 1) * stride + x + 1
      sum[at] = (sum[at - stride] as number) + rowSum
      squares[at] = (squares[at - stride] as number) + rowSquares
    }
  }
  return { sum, squares, stride }
}

type Scaled = { offsets: Int32Array; weights: Float32Array }

/** Pictures of one camera all have one size, so every size of window is worked out once. */
const scaledOnce = new WeakMap<FaceCascade, Map<string, Scaled>>()

/** The cascade's rectangles at one size, as offsets into the integral picture. */
const scaleRectangles = (cascade: FaceCascade, size: number, stride: number): Scaled => {
  const known = scaledOnce.get(cascade) ?? new Map<string, Scaled>()
  scaledOnce.set(cascade, known)
  const key = `${size}/${stride}`
  const scaled = known.get(key) ?? workOut(cascade, size, stride)
  known.set(key, scaled)
  return scaled
}

const workOut = (cascade: FaceCascade, size: number, stride: number): Scaled => {
  const scale = size / cascade.windowPx
  const count = cascade.rectangles.length / 5
  const offsets = new Int32Array(count * 4)
  const weights = new Float32Array(count)
  for (let index = 0; index < count; index += 1) {
    const [x = 0, y = 0, w = 0, h = 0, weight = 0] = cascade.rectangles.subarray(index * 5, index * 5 + 5)
    const left = Math.floor(x * scale)
    const top = Math.floor(y * scale)
    const right = left + Math.floor(w * scale)
    const bottom = top + Math.floor(h * scale)
    offsets.set([top * stride + left, top * stride + right, bottom * stride + left, bottom * stride + right], index * 4)
    weights[index] = weight
  }
  return { offsets, weights }
}

const searchSize = (
  cascade: FaceCascade,
  { sum, squares, stride }: Integrals,
  width: number,
  height: number,
  size: number,
  found: { x: number; y: number; size: number }[],
): void => {
  const { offsets, weights } = scaleRectangles(cascade, size, stride)
  const step = Math.max(2, Math.round(size / 20))
  const area = size * size
  const corner = size * stride
  for (let y = 0; y + size <= height; y += step)
    for (let x = 0; x + size <= width; x += step) {
      const at = y * stride + x
      const box = (table: Int32Array | Float64Array) =>
        (table[at] as number) -
        (table[at + size] as number) -
        (table[at + corner] as number) +
        (table[at + corner + size] as number)
      const mean = box(sum) / area
      const variance = box(squares) / area - mean * mean
      // A flat wall cannot be a face.
      if (variance < 25) continue
      if (passes(cascade, sum, at, offsets, weights, Math.sqrt(variance) * area)) found.push({ x, y, size })
    }
}

const passes = (
  { stages, stumps }: FaceCascade,
  sum: Int32Array,
  at: number,
  offsets: Int32Array,
  weights: Float32Array,
  norm: number,
): boolean => {
  for (const stage of stages) {
    let score = 0
    for (let stump = stage.from; stump < stage.to; stump += 1) {
      let value = 0
      for (let rectangle = stump * 3; rectangle < stump * 3 + 3; rectangle += 1) {
        const weight = weights[rectangle] as number
        if (weight === 0) break
        const o = rectangle * 4
        value +=
          weight *
          ((sum[at + (offsets[o] as number)] as number) -
            (sum[at + (offsets[o + 1] as number)] as number) -
            (sum[at + (offsets[o + 2] as number)] as number) +
            (sum[at + (offsets[o + 3] as number)] as number))
      }
      const s = stump * 3
      score += (value < (stumps[s] as number) * norm ? stumps[s + 1] : stumps[s + 2]) as number
    }
    if (score < stage.threshold) return false
  }
  return true
}

/** Windows that mean the same face become one, at their mean place; the best supported first. */
const group = (windows: readonly { x: number; y: number; size: number }[]): FoundFace[] => {
  const groups: { x: number; y: number; size: number; votes: number }[] = []
  for (const one of windows) {
    const same = groups.find((it) => {
      const near = it.size / it.votes
      return (
        Math.abs(it.x / it.votes + near / 2 - one.x - one.size / 2) < near * 0.35 &&
        Math.abs(it.y / it.votes + near / 2 - one.y - one.size / 2) < near * 0.35 &&
        one.size < near * 2 &&
        near < one.size * 2
      )
    })
    if (same) {
      same.x += one.x
      same.y += one.y
      same.size += one.size
      same.votes += 1
    } else groups.push({ ...one, votes: 1 })
  }
  return groups
    .filter((it) => it.votes >= votesAtLeast)
    .map(({ x, y, size, votes }) => ({ x: x / votes, y: y / votes, size: size / votes, votes }))
    .sort((a, b) => b.votes * b.size - a.votes * a.size)
}
