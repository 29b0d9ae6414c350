/**
 * The rotation of a camera between two pictures, from points seen in both. A camera that is swung round on the spot
 * moves every point of the room by one rotation, however far away it is; hands, a held card and people do not follow it.
 */

/** Points of the first picture and where they are in the second, x and y in turn, in pixels. */
export type PointPairs = { from: Float32Array; to: Float32Array; width: number; height: number }

export type CameraMotion = {
  /** Positive when the camera turned to the right, upwards or clockwise. */
  yawDeg: number
  pitchDeg: number
  rollDeg: number
  points: number
  /** Share of the points that follow the rotation. */
  inliers01: number
  /** How many cells of the picture, 20 px wide, hold such points. */
  cells: number
  /** Share of the picture's columns of cells that do; a held card alone fills few. */
  spread01: number
}

/**
 * Fields of view along the longer side that are tried. Webcams have 50° to 95°, nobody says which, and a wrong guess
 * scales every angle. The right one is the one under which most points follow one rotation: towards the edge of the
 * picture points move faster than in its middle, and how much faster depends on it.
 */
export const fieldsOfViewDeg = [50, 57, 65, 74, 84, 95, 107] as const

const cellPx = 20
const tries = 32
const tolerancePx = 1.6
const degrees = 180 / Math.PI

type Matrix = [number, number, number, number, number, number, number, number, number]

/** Reproducible, so that the same pictures give the same answer. */
const numbersFrom = (seed: number) => {
  let state = seed >>> 0
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Null when too few points, or none of them together, tell of a rotation. */
export const cameraMotion = ({ from, to, width, height }: PointPairs, fieldOfViewDeg: number): CameraMotion | null => {
  const count = from.length / 2
  if (count < 8) return null
  const focal = Math.max(width, height) / 2 / Math.tan(fieldOfViewDeg / 2 / degrees)
  const rays = (points: Float32Array): Float64Array => {
    const out = new Float64Array(count * 3)
    for (let i = 0; i < count; i++) {
      const x = (points[2 * i]! - width / 2) / focal
      const y = (points[2 * i + 1]! - height / 2) / focal
      const length = Math.hypot(x, y, 1)
      out.set([x / length, y / length, 1 / length], i * 3)
    }
    return out
  }
  const before = rays(from)
  const after = rays(to)
  const across = Math.ceil(width / cellPx)
  const cellOf = Int32Array.from(
    { length: count },
    (_, i) => Math.floor(from[2 * i + 1]! / cellPx) * across + Math.floor(from[2 * i]! / cellPx),
  )
  const tolerance = (tolerancePx / focal) ** 2
  const following = (turn: Matrix): number[] => {
    const inliers: number[] = []
    for (let i = 0; i < count; i++) if (offBy(turn, before, after, i) < tolerance) inliers.push(i)
    return inliers
  }
  const cellsOf = (inliers: number[]): Set<number> => new Set(inliers.map((i) => cellOf[i]!))
  const next = numbersFrom(count * 7919 + Math.round(from[0]! * 16))
  let best: { inliers: number[]; cells: number; turn: Matrix } | null = null
  for (let attempt = 0; attempt < tries; attempt++) {
    const [i, j] = [next(count), next(count)]
    if (cellOf[i] === cellOf[j]) continue
    const turn = fromTwo(before, after, i, j)
    const inliers = following(turn)
    const cells = cellsOf(inliers).size
    if (cells > (best?.cells ?? 2)) best = { inliers, cells, turn }
  }
  if (best === null) return null
  let turn = best.turn
  let inliers = best.inliers
  for (let round = 0; round < 2; round++) {
    turn = refined(turn, before, after, inliers)
    inliers = following(turn)
  }
  const cells = cellsOf(inliers)
  return {
    yawDeg: Math.atan2(turn[2], turn[8]) * degrees,
    pitchDeg: -Math.asin(Math.max(-1, Math.min(1, turn[5]))) * degrees,
    rollDeg: Math.atan2(turn[3], turn[4]) * degrees,
    points: count,
    inliers01: inliers.length / count,
    cells: cells.size,
    spread01: new Set([...cells].map((cell) => cell % across)).size / across,
  }
}

type Vector = [number, number, number]
const at = (rays: Float64Array, i: number): Vector => [rays[3 * i]!, rays[3 * i + 1]!, rays[3 * i + 2]!]
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const apply = (m: Matrix, [x, y, z]: Vector): Vector => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
]
/** Called for every point of every try, so it allocates nothing. */
const offBy = (turn: Matrix, before: Float64Array, after: Float64Array, i: number): number => {
  const k = 3 * i
  const [x, y, z] = [after[k]!, after[k + 1]!, after[k + 2]!]
  const dx = turn[0] * x + turn[1] * y + turn[2] * z - before[k]!
  const dy = turn[3] * x + turn[4] * y + turn[5] * z - before[k + 1]!
  const dz = turn[6] * x + turn[7] * y + turn[8] * z - before[k + 2]!
  return dx * dx + dy * dy + dz * dz
}

/** Three right angles spanned by two rays. */
const frame = (u: Vector, v: Vector): [Vector, Vector, Vector] => {
  const normal = cross(u, v)
  const length = Math.hypot(...normal) || 1
  const second: Vector = [normal[0] / length, normal[1] / length, normal[2] / length]
  return [u, second, cross(u, second)]
}

/** The rotation that takes two rays of the second picture to those of the first. */
const fromTwo = (before: Float64Array, after: Float64Array, i: number, j: number): Matrix => {
  const one = frame(at(before, i), at(before, j))
  const other = frame(at(after, i), at(after, j))
  return Array.from({ length: 9 }, (_, k) => {
    const [row, column] = [Math.floor(k / 3), k % 3]
    return one[0][row]! * other[0][column]! + one[1][row]! * other[1][column]! + one[2][row]! * other[2][column]!
  }) as Matrix
}

/** One step of least squares over the points that follow. */
const refined = (turn: Matrix, before: Float64Array, after: Float64Array, inliers: readonly number[]): Matrix => {
  const a: Matrix = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  const b: Vector = [0, 0, 0]
  for (const i of inliers) {
    const v = apply(turn, at(after, i))
    const p = at(before, i)
    const moment = cross(v, [p[0] - v[0], p[1] - v[1], p[2] - v[2]])
    const square = v[0] ** 2 + v[1] ** 2 + v[2] ** 2
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++)
        a[row * 3 + column]! += (row === column ? square : 0) - v[row]! * v[column]!
      b[row]! += moment[row]!
    }
  }
  const minor = (row: number, column: number): number => {
    const [r1, r2] = [(row + 1) % 3, (row + 2) % 3]
    const [c1, c2] = [(column + 1) % 3, (column + 2) % 3]
    return a[r1 * 3 + c1]! * a[r2 * 3 + c2]! - a[r1 * 3 + c2]! * a[r2 * 3 + c1]!
  }
  const determinant = a[0] * minor(0, 0) + a[1] * minor(0, 1) + a[2] * minor(0, 2)
  if (Math.abs(determinant) < 1e-12) return turn
  const by = [0, 1, 2].map(
    (row) => (minor(0, row) * b[0] + minor(1, row) * b[1] + minor(2, row) * b[2]) / determinant,
  ) as Vector
  const angle = Math.hypot(...by)
  if (angle < 1e-9) return turn
  return rotated(turn, [by[0] / angle, by[1] / angle, by[2] / angle], angle)
}

/** `turn`, followed by a rotation by `angle` about a unit axis. */
const rotated = (turn: Matrix, axis: Vector, angle: number): Matrix => {
  const columns = [0, 1, 2].map((column): Vector => {
    const v: Vector = [turn[column]!, turn[3 + column]!, turn[6 + column]!]
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
    const sideways = cross(axis, v)
    const along = (axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2]) * (1 - cos)
    return [0, 1, 2].map((k) => v[k]! * cos + sideways[k]! * sin + axis[k]! * along) as Vector
  })
  return Array.from({ length: 9 }, (_, k) => columns[k % 3]![Math.floor(k / 3)]!) as Matrix
}
