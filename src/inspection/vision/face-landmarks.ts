import type { RunModel } from '../models/load.ts'
import { type Homography, project } from './homography.ts'
import { type Box, boxCentre, boxHeight, boxWidth, type Point, type RgbImage } from './image.ts'
import { warpGray } from './warp.ts'

const inputSize = 64
/**
 * The model knows upright heads. One that leans by less than the first is taken as it is, one that leans by the second
 * or more is turned upright for it; between them it is turned in part, so that points do not jump when a head sways.
 */
const [uprightDeg, leaningDeg] = [8, 16]

/** The 68 points of the iBUG scheme in pixels of the picture. A head that leans is looked at twice: 0.5 ms each time. */
export const faceLandmarks = async (landmarks: RunModel, image: RgbImage, box: Box): Promise<Point[]> => {
  const points = await pointsIn(landmarks, image, boxMap(box, 0))
  const turnedBack = leanToTurnBack(leanOf(points))
  return turnedBack === 0 ? points : pointsIn(landmarks, image, boxMap(box, turnedBack))
}

/** `map` takes the model's square, 0 to 1 each way, to the picture. */
const pointsIn = async (landmarks: RunModel, image: RgbImage, map: Homography): Promise<Point[]> => {
  const [a, b, c, d, e, f] = map
  // From the middle of a pixel of the input to the middle of one of the picture.
  const [step, half] = [1 / inputSize, 0.5 / inputSize]
  const ofPixel: Homography = [
    a * step,
    b * step,
    c + (a + b) * half - 0.5,
    d * step,
    e * step,
    f + (d + e) * half - 0.5,
    0,
    0,
  ]
  const outputs = await landmarks(warpGray(image, inputSize, inputSize, ofPixel, 256), [1, 1, inputSize, inputSize])
  const data = outputs.output!.data
  return Array.from({ length: 68 }, (_, i) => project(map, [data[2 * i]!, data[2 * i + 1]!]))
}

/** The box, turned about its centre. */
const boxMap = (box: Box, radians: number): Homography => {
  const [width, height] = [boxWidth(box), boxHeight(box)]
  const [x, y] = boxCentre(box)
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const [a, b, d, e] = [cos * width, -sin * height, sin * width, cos * height]
  return [a, b, x - (a + b) / 2, d, e, y - (d + e) / 2, 0, 0]
}

/** By how much the line through both eyes leans, in radians; positive when the head leans clockwise in the picture. */
const leanOf = (points: readonly Point[]): number => {
  const [[leftX, leftY], [rightX, rightY]] = fivePoints(points)
  return Math.atan2(rightY - leftY, rightX - leftX)
}

/** How much of a lean is turned back before the model looks again. */
export const leanToTurnBack = (radians: number): number => {
  const degrees = Math.abs((radians * 180) / Math.PI)
  const share = Math.min(1, Math.max(0, (degrees - uprightDeg) / (leaningDeg - uprightDeg)))
  return share * radians
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
