import type { RunModel } from '../models/load.ts'
import { type Box, boxHeight, boxWidth, type Point, type RgbImage } from './image.ts'
import { cropMap, warpGray } from './warp.ts'

const inputSize = 64

/** The 68 points of the iBUG scheme in pixels of the picture. */
export const faceLandmarks = async (landmarks: RunModel, image: RgbImage, box: Box): Promise<Point[]> => {
  const map = cropMap(box[0], box[1], boxWidth(box), boxHeight(box), inputSize, inputSize)
  const outputs = await landmarks(warpGray(image, inputSize, inputSize, map, 256), [1, 1, inputSize, inputSize])
  const data = outputs.output!.data
  return Array.from({ length: 68 }, (_, i) => [
    data[2 * i]! * boxWidth(box) + box[0],
    data[2 * i + 1]! * boxHeight(box) + box[1],
  ])
}

const mean = (points: readonly Point[], from: number, to: number): Point => {
  const part = points.slice(from, to + 1)
  return [part.reduce((sum, p) => sum + p[0], 0) / part.length, part.reduce((sum, p) => sum + p[1], 0) / part.length]
}

/** Both eyes' centres, tip of the nose, both corners of the mouth: what face alignment goes by. */
export const fivePoints = (points: readonly Point[]): [Point, Point, Point, Point, Point] => [
  mean(points, 36, 41),
  mean(points, 42, 47),
  points[30]!,
  points[48]!,
  points[54]!,
]
