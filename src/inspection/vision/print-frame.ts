import { type Box, type Point, type Quad, quadSize, type RgbImage } from './image.ts'
import type { PlacedLine, TextLine } from './text-line.ts'
import { warpRgb } from './warp.ts'

/**
 * The print of a sheet as one upright rectangle in the text's own direction. A form's margins differ from issue to
 * issue, so that the print says where a sheet is, and its edges are looked for around it.
 */
export type PrintFrame = {
  /** Direction of the lines. */
  cos: number
  sin: number
  /** In turned coordinates, as `along` and `across` of the lines. */
  box: Box
}

export const printFrame = (lines: readonly PlacedLine[]): PrintFrame | null => {
  const first = lines[0]
  if (!first) return null
  const { cos, sin } = directionOf(lines)
  const corners = lines.flatMap(({ quad }) => quad.map(([x, y]) => [x * cos + y * sin, -x * sin + y * cos] as const))
  const [along, across] = [corners.map(([a]) => a), corners.map(([, b]) => b)]
  return { cos, sin, box: [Math.min(...along), Math.min(...across), Math.max(...along), Math.max(...across)] }
}

/** The same direction by which `placeLines` laid them out: the long lines' median. */
const directionOf = (lines: readonly TextLine[]): { cos: number; sin: number } => {
  const angles = lines
    .filter(({ quad }) => quadSize(quad).width > 1.5 * quadSize(quad).height)
    .map(({ quad: [tl, tr, br, bl] }) => Math.atan2(tr[1] + br[1] - tl[1] - bl[1], tr[0] + br[0] - tl[0] - bl[0]))
    .sort((a, b) => a - b)
  const angle = angles[angles.length >> 1] ?? 0
  return { cos: Math.cos(angle), sin: Math.sin(angle) }
}

/** A place of the frame in the picture. */
export const inPicture = ({ cos, sin }: PrintFrame, [along, across]: Point): Point => [
  along * cos - across * sin,
  along * sin + across * cos,
]

export const quadInPicture = (frame: PrintFrame, [x0, y0, x1, y1]: Box): Quad => [
  inPicture(frame, [x0, y0]),
  inPicture(frame, [x1, y0]),
  inPicture(frame, [x1, y1]),
  inPicture(frame, [x0, y1]),
]

/** A box of the frame cut out upright, one pixel for each of the picture's. */
export const cutOut = (image: RgbImage, { cos, sin }: PrintFrame, box: Box): RgbImage => {
  const [width, height] = [Math.max(1, Math.round(box[2] - box[0])), Math.max(1, Math.round(box[3] - box[1]))]
  const [x, y] = [box[0] * cos - box[1] * sin, box[0] * sin + box[1] * cos]
  return warpRgb(image, width, height, [cos, -sin, x, sin, cos, y, 0, 0])
}
