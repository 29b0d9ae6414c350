import type { RunModel } from '../models/load.ts'
import type { Point, Quad, RgbImage } from './image.ts'
import { smallestRectangle } from './smallest-rectangle.ts'
import { warpTensor } from './warp.ts'

export type TextBox = { quad: Quad; score01: number }

/** Two shapes only, for pictures wider and taller than square: each new shape costs the runtime a set of buffers. */
const landscape = { width: 960, height: 544 } as const
const portrait = { width: 544, height: 960 } as const

// BGR, ImageNet statistics on 0–255. Source: PaddleOCR's DBNet export.
const format = { mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395], order: 'bgr' } as const

const inkThreshold = 0.3
const boxThreshold = 0.5
/** The network draws text thinner than it is; boxes grow back by this ratio of area to perimeter. */
const growRatio = 1.6
const minPixels = 12

/**
 * Lines of text as turned rectangles, in pixels of the picture. The picture is scaled to fit; it is never enlarged
 * beyond `maxEnlarge`.
 */
export const detectText = async (
  detect: RunModel,
  image: RgbImage,
  { maxEnlarge = 1 }: { maxEnlarge?: number } = {},
): Promise<TextBox[]> => {
  const { width, height } = image.width >= image.height ? landscape : portrait
  const scale = Math.max(image.width / width, image.height / height, 1 / maxEnlarge)
  const toImage = (at: number) => (at + 0.5) * scale - 0.5
  const offset = 0.5 * scale - 0.5
  const input = warpTensor(image, width, height, [scale, 0, offset, 0, scale, offset, 0, 0], format)
  const outputs = await detect(input, [1, 3, height, width])
  const ink = Object.values(outputs)[0]!.data
  const boxes: TextBox[] = []
  for (const blob of blobs(ink, width, height)) {
    if (blob.points.length < minPixels || blob.score01 < boxThreshold) continue
    const rectangle = smallestRectangle(blob.points)
    if (!rectangle || Math.min(rectangle.width, rectangle.height) < 3) continue
    const grow = (rectangle.width * rectangle.height * growRatio) / (rectangle.width + rectangle.height)
    const quad = rectangle.corners(grow).map(([x, y]): Point => [toImage(x), toImage(y)])
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
