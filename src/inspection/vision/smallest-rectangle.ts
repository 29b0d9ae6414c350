import type { Point } from './image.ts'

type Turned = {
  width: number
  height: number
  /** Clockwise from the top left, each side longer by `grow` in all. */
  corners(grow: number): [Point, Point, Point, Point]
}

/** Convex hull by Andrew's monotone chain. */
const hullOf = (points: readonly Point[]): Point[] => {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const cross = (o: Point, a: Point, b: Point) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of list) {
      while (chain.length > 1 && cross(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.reverse())]
}

/** The rectangle of smallest area, at any angle, around the points; null when there are none. */
export const smallestRectangle = (points: readonly Point[]): Turned | null => {
  const hull = hullOf(points)
  if (hull.length === 0) return null
  let best: { area: number; width: number; height: number; cos: number; sin: number; cx: number; cy: number } | null =
    null
  for (let i = 0; i < hull.length; i += 1) {
    const a = hull[i]!
    const b = hull[(i + 1) % hull.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
    const cos = (b[0] - a[0]) / length
    const sin = (b[1] - a[1]) / length
    const along = hull.map(([x, y]) => x * cos + y * sin)
    const across = hull.map(([x, y]) => -x * sin + y * cos)
    const [u0, u1, v0, v1] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)]
    const area = (u1 - u0 + 1) * (v1 - v0 + 1)
    if (best && area >= best.area) continue
    const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2]
    best = { area, width: u1 - u0 + 1, height: v1 - v0 + 1, cos, sin, cx: u * cos - v * sin, cy: u * sin + v * cos }
  }
  if (!best) return null
  const { width, height, cos, sin, cx, cy } = best
  return {
    width,
    height,
    corners: (grow) => {
      const [w, h] = [(width + grow) / 2, (height + grow) / 2]
      const turned = (
        [
          [-w, -h],
          [w, -h],
          [w, h],
          [-w, h],
        ] as const
      ).map(([x, y]): Point => [cx + x * cos - y * sin, cy + x * sin + y * cos])
      const byX = turned.sort((a, b) => a[0] - b[0])
      const [left, right] = [byX.slice(0, 2), byX.slice(2)].map((pair) => pair.sort((a, b) => a[1] - b[1]))
      return [left![0]!, right![0]!, right![1]!, left![1]!]
    },
  }
}
