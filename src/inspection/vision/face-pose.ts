import type { RunModel } from '../models/load.ts'
import { type Box, boxHeight, boxWidth, type RgbImage } from './image.ts'
import { softmax } from './softmax.ts'
import { cropMap, warpTensor } from './warp.ts'

/** Degrees. Pitch is 10 to 15 too low on level heads, so compare it with the same person's own level. */
export type HeadPose = { yawDeg: number; pitchDeg: number; rollDeg: number }

const inputSize = 224
const format = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375], order: 'rgb' } as const

/** Each angle comes as 66 bins of three degrees from −99; the expectation over them is the answer. */
const angleDeg = (bins: Float32Array): number => softmax(bins).reduce((sum, share, i) => sum + share * i, 0) * 3 - 99

export const headPose = async (pose: RunModel, image: RgbImage, box: Box): Promise<HeadPose> => {
  const [width, height] = [boxWidth(box), boxHeight(box)]
  const map = cropMap(box[0] - width / 4, box[1] - height / 4, width * 1.5, height * 1.5, inputSize, inputSize)
  const outputs = await pose(warpTensor(image, inputSize, inputSize, map, format), [1, 3, inputSize, inputSize])
  // The exporter named the second and third output by node number.
  return {
    yawDeg: angleDeg(outputs.output!.data),
    pitchDeg: angleDeg(outputs['617']!.data),
    rollDeg: angleDeg(outputs['618']!.data),
  }
}
