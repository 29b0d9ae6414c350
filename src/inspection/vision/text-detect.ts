import type { RunModel } from '../models/load.ts'
import { type Box, boxHeight, boxWidth, type Point, type Quad, type RgbImage } from './image.ts'
import { smallestRectangle } from './smallest-rectangle.ts'
import { warpTensor } from './warp.ts'

export type TextBox = { quad: Quad; score01: number }

/**
 * Two shapes each, for pictures wider and taller than square: every new shape costs the runtime a set of buffers.
 * `fine` finds the lines of a card that fills a third of the picture, `coarse` only tells whether there is much text,
 * at a third of the time.
 */
const shapes = {
  fine: { long: 960, short: 544 },
  coarse: { long: 640, short: 352 },
} as const
export type TextDetail = keyof typeof shapes

// BGR, ImageNet statistics on 0–255. Source: PaddleOCR's DBNet export.
const format = { mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395], order: 'bgr' } as const

const inkThreshold = 0.3
const boxThreshold = 0.5
/** The network draws text thinner than it is; boxes grow back by this ratio of area to perimeter. */
const growRatio = 1.6
const minPixels = 12

/** A region is enlarged by no more than this; beyond it nothing is gained but work. */
const maxEnlarge = 1.5

/**
 * Lines of text as turned rectangles, in pixels of the picture. `region` (the whole picture if not given) is scaled to
 * fit the chosen shape.
 */
export const detectText = async (
  detect: RunModel,
  image: RgbImage,
  detail: TextDetail,
  region: Box = [0, 0, image.width, image.height],
): Promise<TextBox[]> => {
  const { long, short } = shapes[detail]
  const [width, height] = boxWidth(region) >= boxHeight(region) ? [long, short] : [short, long]
  const scale = Math.max(boxWidth(region) / width, boxHeight(region) / height, 1 / maxEnlarge)
  const [offsetX, offsetY] = [region[0] + 0.5 * scale - 0.5, region[1] + 0.5 * scale - 0.5]
  const input = warpTensor(image, width, height, [scale, 0, offsetX, 0, scale, offsetY, 0, 0], format)
  const outputs = await detect(input, [1, 3, height, width])
  const ink = Object.values(outputs)[0]!.data
  const boxes: TextBox[] = []
  for (const blob of blobs(ink, width, height)) {
    if (blob.points.length < minPixels || blob.score01 < boxThreshold) continue
    const rectangle = smallestRectangle(blob.points)
    if (!rectangle || Math.min(rectangle.width, rectangle.height) < 3) continue
    const grow = (rectangle.width * rectangle.height * growRatio) / (rectangle.width + rectangle.height)
    const quad = rectangle.corners(grow).map(([x, y]): Point => [x * scale + offsetX, y * scale + offsetY])
    boxes.push({ quad: [quad[0]!, quad[1]!, quad[2]!, quad[3]!], score01: blob.score01 })
  }
  return boxes
}

/** Connected pixels (eight neighbours) above the ink threshold, with their mean. */
function* blobs(
  ink: Float32Array,
  width: number,
  height: number,
): Generator<{ points: [number, number][]; score01: number }> {
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] || ink[start]! <= inkThreshold) continue
    seen[start] = 1
    stack.push(start)
    const points: [number, number][] = []
    let sum = 0
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      points.push([x, y])
      sum += ink[at]!
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
          const next = v * width + u
          if (seen[next] || ink[next]! <= inkThreshold) continue
          seen[next] = 1
          stack.push(next)
        }
    }
    yield { points, score01: sum / points.length }
  }
}
