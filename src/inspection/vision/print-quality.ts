import { fitHomography } from './homography.ts'
import { type Quad, quadSize, type RgbImage } from './image.ts'
import { warpGray } from './warp.ts'

/**
 * What can be said of print that was found, whether or not it could be read. `sharp01` does not depend on its size: it
 * compares how steep strokes are with how dark they are, at one letter height. `cutLines` counts lines that the
 * picture's edge cuts off, at the edge where most are.
 */
export type PrintQuality = { lines: number; sharp01: number; blown01: number; cutLines: number }

const letterHeightPx = 28
const maxLineWidthPx = 280
/** The longest lines tell most; more of them say the same. */
const linesMeasured = 6
const blownFrom = 246
/** A text box grows a little beyond its letters, so one that ends this near the edge was cut. */
const edgePx = 3

export const printQuality = (image: RgbImage, quads: readonly Quad[]): PrintQuality | null => {
  const longest = [...quads]
    .map((quad) => ({ quad, size: quadSize(quad) }))
    .filter(({ size }) => size.width > 1.5 * size.height)
    .sort((a, b) => b.size.width * b.size.height - a.size.width * a.size.height)
    .slice(0, linesMeasured)
  const measured = longest.flatMap(({ quad, size }) => lineSteepness(image, quad, size) ?? [])
  if (measured.length === 0) return null
  const sharp = measured.map(({ sharp01 }) => sharp01).sort((a, b) => a - b)
  return {
    lines: quads.length,
    sharp01: sharp[sharp.length >> 1]!,
    blown01: measured.reduce((sum, { blown01 }) => sum + blown01, 0) / measured.length,
    cutLines: cutLines(image, quads),
  }
}

const lineSteepness = (
  image: RgbImage,
  [tl, tr, , bl]: Quad,
  size: { width: number; height: number },
): { sharp01: number; blown01: number } | null => {
  const height = letterHeightPx
  const width = Math.min(maxLineWidthPx, Math.round((size.width / size.height) * height))
  const end = (width / height) * (size.height / size.width)
  const right = [tl[0] + (tr[0] - tl[0]) * end, tl[1] + (tr[1] - tl[1]) * end] as const
  const map = fitHomography(
    [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ],
    [tl, right, [right[0] + bl[0] - tl[0], right[1] + bl[1] - tl[1]], bl],
  )
  if (!map) return null
  const luma = warpGray(image, width, height, map, 1)
  let [fine, coarse, blown] = [0, 0, 0]
  for (let y = 4; y < height - 4; y += 1)
    for (let x = 4; x < width - 4; x += 1) {
      const at = y * width + x
      fine += Math.abs(luma[at + 1]! - luma[at - 1]!)
      coarse += Math.abs(luma[at + 4]! - luma[at - 4]!)
      if (luma[at]! >= blownFrom) blown += 1
    }
  const count = Math.max(1, (height - 8) * (width - 8))
  // Without contrast there is nothing that could be steep.
  return { sharp01: coarse < 4 * count ? 0 : fine / coarse, blown01: blown / count }
}

const cutLines = ({ width, height }: RgbImage, quads: readonly Quad[]): number => {
  const cut = { left: 0, right: 0, top: 0, bottom: 0 }
  for (const quad of quads) {
    const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)]
    if (Math.min(...xs) <= edgePx) cut.left += 1
    if (Math.max(...xs) >= width - 1 - edgePx) cut.right += 1
    if (Math.min(...ys) <= edgePx) cut.top += 1
    if (Math.max(...ys) >= height - 1 - edgePx) cut.bottom += 1
  }
  return Math.max(...Object.values(cut))
}
