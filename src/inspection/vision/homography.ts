import type { Point, Quad } from './image.ts'

/** A projective map (x, y) → ((ax + by + c) / z, (dx + ey + f) / z) with z = gx + hy + 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number]

export const project = (map: Homography, [x, y]: Point): Point => {
  const z = map[6] * x + map[7] * y + 1
  return [(map[0] * x + map[1] * y + map[2]) / z, (map[3] * x + map[4] * y + map[5]) / z]
}

/** Gaussian elimination with partial pivoting; null when the system has no single solution. */
const solve = (matrix: number[][], right: number[]): number[] | null => {
  const n = right.length
  for (let i = 0; i < n; i += 1) {
    let pivot = i
    for (let j = i + 1; j < n; j += 1) if (Math.abs(matrix[j]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = j
    ;[matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!]
    ;[right[i], right[pivot]] = [right[pivot]!, right[i]!]
    if (Math.abs(matrix[i]![i]!) < 1e-12) return null
    for (let j = i + 1; j < n; j += 1) {
      const factor = matrix[j]![i]! / matrix[i]![i]!
      for (let k = i; k < n; k += 1) matrix[j]![k]! -= factor * matrix[i]![k]!
      right[j]! -= factor * right[i]!
    }
  }
  const solution = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = right[i]!
    for (let j = i + 1; j < n; j += 1) sum -= matrix[i]![j]! * solution[j]!
    solution[i] = sum / matrix[i]![i]!
  }
  return solution
}

/**
 * The map that takes `from` to `to` in the least-squares sense; four pairs give it exactly. `perspective` pulls the two
 * perspective terms towards zero, which keeps a fit on few, close points from running away outside them.
 */
export const fitHomography = (
  from: readonly Point[],
  to: readonly Point[],
  { perspectiveDamping = 0 }: { perspectiveDamping?: number } = {},
): Homography | null => {
  if (from.length < 4) return null
  // Around 1 the normal equations are well conditioned, whatever the picture's size.
  const scale = 1000
  const normal = Array.from({ length: 8 }, () => new Array<number>(8).fill(0))
  const right = new Array<number>(8).fill(0)
  from.forEach(([fx, fy], index) => {
    const [tx, ty] = to[index] as Point
    const [x, y, u, v] = [fx / scale, fy / scale, tx / scale, ty / scale]
    const rows: [number[], number][] = [
      [[x, y, 1, 0, 0, 0, -u * x, -u * y], u],
      [[0, 0, 0, x, y, 1, -v * x, -v * y], v],
    ]
    for (const [row, target] of rows)
      for (let j = 0; j < 8; j += 1) {
        right[j]! += row[j]! * target
        for (let k = 0; k < 8; k += 1) normal[j]![k]! += row[j]! * row[k]!
      }
  })
  normal[6]![6]! += perspectiveDamping
  normal[7]![7]! += perspectiveDamping
  const h = solve(normal, right)
  if (!h) return null
  return [h[0]!, h[1]!, h[2]! * scale, h[3]!, h[4]!, h[5]! * scale, h[6]! / scale, h[7]! / scale]
}

/** The map that takes a `width` × `height` rectangle onto a quad. */
export const rectangleToQuad = (width: number, height: number, quad: Quad): Homography | null =>
  fitHomography(
    [
      [0, 0],
      [width - 1, 0],
      [width - 1, height - 1],
      [0, height - 1],
    ],
    quad,
  )

/**
 * The rotation, uniform scale and shift that takes `from` to `to` in the least-squares sense, as a homography without
 * perspective. Source: Umeyama 1991, two dimensions.
 */
export const fitSimilarity = (from: readonly Point[], to: readonly Point[]): Homography => {
  const n = from.length
  const mean = (points: readonly Point[], axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / n
  const [mx, my, ux, uy] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)]
  let a = 0
  let b = 0
  let variance = 0
  from.forEach(([fx, fy], index) => {
    const [tx, ty] = to[index] as Point
    const [x, y, u, v] = [fx - mx, fy - my, tx - ux, ty - uy]
    a += x * u + y * v
    b += x * v - y * u
    variance += x * x + y * y
  })
  a /= variance
  b /= variance
  return [a, -b, ux - a * mx + b * my, b, a, uy - b * mx - a * my, 0, 0]
}
