import type { RunModel } from '../models/load.ts'
import { type Box, boxCentre, boxHeight, boxWidth, type RgbImage } from './image.ts'
import { softmax } from './softmax.ts'
import { cropMap, warpTensor } from './warp.ts'

const inputSize = 128
// Fed RGB, or values scaled to 0–1, this model calls three live frames in four a spoof.
const format = { mean: [0, 0, 0], std: [1, 1, 1], order: 'bgr' } as const

/**
 * How live a face looks, 0 to 1, from the face and its surroundings (2.7 times the box, kept inside the picture). One
 * signal among several: it misses about one synthetic replay in six and takes generated heads for live.
 */
export const passiveLiveness = async (liveness: RunModel, image: RgbImage, box: Box): Promise<number> => {
  const scale = Math.min((image.height - 1) / boxHeight(box), (image.width - 1) / boxWidth(box), 2.7)
  const [width, height] = [boxWidth(box) * scale, boxHeight(box) * scale]
  const [cx, cy] = boxCentre(box)
  const x = Math.min(Math.max(cx - width / 2, 0), image.width - 1 - width)
  const y = Math.min(Math.max(cy - height / 2, 0), image.height - 1 - height)
  const input = warpTensor(image, inputSize, inputSize, cropMap(x, y, width, height, inputSize, inputSize), format)
  const outputs = await liveness(input, [1, 3, inputSize, inputSize])
  return softmax(Object.values(outputs)[0]!.data)[0]!
}
