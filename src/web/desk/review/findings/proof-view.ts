import type { Finding } from '../../calls/desk-queries.ts'

export type Proof = Finding['proofFrames'][number]
export type Box = { x: number; y: number; width: number; height: number }

/** Room around what is marked, so that one sees where it is. */
const room01 = 0.35
/** No closer than this part of the picture's width: a few pixels blown up prove nothing. */
const least01 = 0.12

export const wholePicture = ({ widthPx, heightPx }: Proof): Box => ({ x: 0, y: 0, width: widthPx, height: heightPx })

/** The part of a proof frame around its smallest mark, with the picture's own proportions; the whole without marks. */
export const closeUp = (proof: Proof): Box => {
  const boxes = proof.marks.filter((mark) => mark.points.length > 0).map((mark) => boundsOf(mark.points))
  const smallest = boxes.sort((one, other) => one.width * one.height - other.width * other.height)[0]
  if (!smallest) return wholePicture(proof)
  const ratio = proof.widthPx / proof.heightPx
  const wanted = Math.max(
    smallest.width * (1 + 2 * room01),
    smallest.height * (1 + 2 * room01) * ratio,
    proof.widthPx * least01,
  )
  const width = Math.min(proof.widthPx, wanted)
  const height = width / ratio
  const within = (wish: number, size: number, limit: number) => Math.max(0, Math.min(limit - size, wish))
  return {
    x: within(smallest.x + smallest.width / 2 - width / 2, width, proof.widthPx),
    y: within(smallest.y + smallest.height / 2 - height / 2, height, proof.heightPx),
    width,
    height,
  }
}

const boundsOf = (points: readonly (readonly [number, number])[]): Box => {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Whether most of a mark is in view: beside a close-up of something else its words would only confuse. */
export const isMostlyShown = (points: readonly (readonly [number, number])[], shown: Box): boolean => {
  const { x, y, width, height } = boundsOf(points)
  const overlap = (from: number, size: number, shownFrom: number, shownSize: number) =>
    Math.max(0, Math.min(from + size, shownFrom + shownSize) - Math.max(from, shownFrom))
  const seen = overlap(x, width, shown.x, shown.width) * overlap(y, height, shown.y, shown.height)
  return seen > (width * height) / 2
}

/** Where the words of a mark stand: above its highest corner, or inside when there is no room above. */
export const labelPlace = (points: readonly (readonly [number, number])[], shown: Box, textPx: number) => {
  const { x, y } = boundsOf(points)
  const above = y - textPx * 0.4
  return {
    x: Math.max(x, shown.x + textPx * 0.3),
    y: above - textPx < shown.y ? Math.max(y, shown.y) + textPx * 1.3 : above,
  }
}
