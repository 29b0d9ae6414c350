import type { RunModel } from '../models/load.ts'
import { type Box, boxOverlap01, type RgbImage } from './image.ts'
import { cropMap, warpTensor } from './warp.ts'

export type DetectedFace = { box: Box; score01: number }

const [inputWidth, inputHeight] = [320, 240]
const format = { mean: [127, 127, 127], std: [128, 128, 128], order: 'rgb' } as const

/**
 * Faces in a picture, most certain first. The whole picture is scaled into 320 × 240 (letterbox), so faces narrower
 * than about 1/30 of the picture are not found.
 */
export const detectFaces = async (detect: RunModel, image: RgbImage, minScore01 = 0.7): Promise<DetectedFace[]> => {
  const scale = Math.max(image.width / inputWidth, image.height / inputHeight)
  const map = cropMap(0, 0, scale * inputWidth, scale * inputHeight, inputWidth, inputHeight)
  const outputs = await detect(warpTensor(image, inputWidth, inputHeight, map, format), [1, 3, inputHeight, inputWidth])
  const scores = outputs.scores!.data
  const boxes = outputs.boxes!.data
  const candidates: DetectedFace[] = []
  for (let i = 0; i * 2 < scores.length; i += 1) {
    const score01 = scores[2 * i + 1]!
    if (score01 < minScore01) continue
    candidates.push({
      score01,
      box: [
        boxes[4 * i]! * inputWidth * scale,
        boxes[4 * i + 1]! * inputHeight * scale,
        boxes[4 * i + 2]! * inputWidth * scale,
        boxes[4 * i + 3]! * inputHeight * scale,
      ],
    })
  }
  candidates.sort((a, b) => b.score01 - a.score01)
  const kept: DetectedFace[] = []
  for (const face of candidates) if (kept.every(({ box }) => boxOverlap01(box, face.box) < 0.35)) kept.push(face)
  return kept
}
