/** A picture in memory: 8-bit RGB, three bytes a pixel, rows from the top, no padding. */
export type RgbImage = { data: Uint8Array; width: number; height: number }

export type Point = readonly [x: number, y: number]
/** Corners clockwise from the top left. */
export type Quad = readonly [Point, Point, Point, Point]
/** Left, top, right, bottom in pixels. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number]

export const boxWidth = (box: Box): number => box[2] - box[0]
export const boxHeight = (box: Box): number => box[3] - box[1]
export const boxCentre = (box: Box): Point => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]

/** Intersection over union of two boxes, 0 to 1. */
export const boxOverlap01 = (a: Box, b: Box): number => {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (boxWidth(a) * boxHeight(a) + boxWidth(b) * boxHeight(b) - shared)
}

export const quadOfBox = ([x0, y0, x1, y1]: Box): Quad => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Mean length of the two long sides and of the two short sides of a quad. */
export const quadSize = (quad: Quad): { width: number; height: number } => ({
  width: (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2,
  height: (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2,
})

/** Whether a point lies in a convex quad. */
export const insideQuad = (quad: Quad, [x, y]: Point): boolean => {
  let sign = 0
  for (let i = 0; i < 4; i += 1) {
    const [ax, ay] = quad[i] as Point
    const [bx, by] = quad[(i + 1) % 4] as Point
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    if (cross === 0) continue
    if (sign === 0) sign = Math.sign(cross)
    else if (Math.sign(cross) !== sign) return false
  }
  return true
}

const lumaAt = (data: Uint8Array, i: number): number => 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!

/** Mean luma of every 16th pixel, 0 (black) to 255. */
export const meanLuma = ({ data, width, height }: RgbImage): number => {
  let sum = 0
  let count = 0
  for (let i = 0; i < width * height * 3; i += 48) {
    sum += lumaAt(data, i)
    count += 1
  }
  return count === 0 ? 0 : sum / count
}

/** Mean luma of a box, from about 32 × 32 of its pixels; 0 when the box lies outside the picture. */
export const meanLumaOfBox = ({ data, width, height }: RgbImage, box: Box): number => {
  const [stepX, stepY] = [Math.max(1, boxWidth(box) / 32), Math.max(1, boxHeight(box) / 32)]
  let sum = 0
  let count = 0
  for (let y = Math.max(0, box[1]); y < Math.min(height, box[3]); y += stepY)
    for (let x = Math.max(0, box[0]); x < Math.min(width, box[2]); x += stepX) {
      sum += lumaAt(data, 3 * (Math.floor(y) * width + Math.floor(x)))
      count += 1
    }
  return count === 0 ? 0 : sum / count
}
