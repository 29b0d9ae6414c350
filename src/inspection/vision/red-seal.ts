import type { Box, Quad, RgbImage } from './image.ts'
import { cutOut, type PrintFrame, quadInPicture } from './print-frame.ts'

/** A round red seal as it was found. `ring01` is the share of its circle that is red. */
export type RedSeal = { ring01: number; quad: Quad }

/** A seal is 42 to 45 mm across on sheets of 297 and 420 mm: a ninth to a sixth, of which print takes nine tenths. */
const diameterOfWidth = { from: 0.08, to: 0.24 } as const
/** Redness beyond the paper's, as a share of the colour; below it are skin, warm light and the encoder's own spots. */
const redBeyondPaper = 0.1
const redSumAtLeast = 90
const angles = 48
const maxInk = 6000
const centreStepPx = 3
const radiusStep = 1.06
/** So much of the ground just outside the circle may be red; a red cloth or a thumb is red there as well. */
const maxOutside01 = 0.35
/** Between the star and the words a seal shows paper; a red surface does not. */
const maxInside01 = 0.5

/**
 * Looks for the circle in a box of the sheet: every red pixel votes for the centres it could be at some radius from, and
 * the best votes are then gone round and counted. Null when hardly anything is red there. About 10 ms.
 */
export const findRedSeal = (image: RgbImage, frame: PrintFrame, box: Box, sheetWidthPx: number): RedSeal | null => {
  const cut = cutOut(image, frame, box)
  const red = redPixels(cut)
  const ink: number[] = []
  for (let i = 0; i < red.length; i += 1) if (red[i]) ink.push(i)
  if (ink.length < 0.3 * diameterOfWidth.from * sheetWidthPx) return null
  const every = Math.ceil(ink.length / maxInk)
  let best: { ring01: number; x: number; y: number; radius: number } | null = null
  const [least, most] = [(diameterOfWidth.from * sheetWidthPx) / 2, (diameterOfWidth.to * sheetWidthPx) / 2]
  for (let radius = least; radius <= most; radius *= radiusStep)
    for (const [x, y] of likelyCentres(ink, every, cut, radius)) {
      const seen = ringAt(red, cut, x, y, radius)
      if (best === null || seen > best.ring01) best = { ring01: seen, x, y, radius }
    }
  if (!best) return null
  const { ring01, x, y, radius } = best
  const [left, top] = [box[0] + x, box[1] + y]
  return { ring01, quad: quadInPicture(frame, [left - radius, top - radius, left + radius, top + radius]) }
}

/** Whether each pixel is redder than the paper, whatever colour the lamp gives that. */
const redPixels = ({ data, width, height }: RgbImage): Uint8Array => {
  const redness = new Float32Array(width * height)
  const sample: number[] = []
  for (let i = 0, at = 0; i < redness.length; i += 1, at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!]
    const sum = r + g + b
    redness[i] = sum < redSumAtLeast ? 0 : (r - (g + b) / 2) / sum
    if (i % 37 === 0 && sum >= redSumAtLeast) sample.push(redness[i]!)
  }
  const paper = sample.sort((a, b) => a - b)[sample.length >> 1] ?? 0
  return Uint8Array.from(redness, (value) => (value > paper + redBeyondPaper ? 1 : 0))
}

/** The two places that most red pixels are at this distance from. */
const likelyCentres = (
  ink: readonly number[],
  every: number,
  { width, height }: RgbImage,
  radius: number,
): [number, number][] => {
  const columns = Math.ceil(width / centreStepPx) + 1
  const rows = Math.ceil(height / centreStepPx) + 1
  const votes = new Uint16Array(columns * rows)
  const reach = Array.from({ length: angles }, (_, i) => {
    const angle = (2 * Math.PI * i) / angles
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const
  })
  for (let k = 0; k < ink.length; k += every) {
    const [x, y] = [ink[k]! % width, Math.floor(ink[k]! / width)]
    for (const [dx, dy] of reach) {
      const [cx, cy] = [Math.round((x + dx) / centreStepPx), Math.round((y + dy) / centreStepPx)]
      if (cx >= 0 && cy >= 0 && cx < columns && cy < rows) votes[cy * columns + cx]! += 1
    }
  }
  const centres: [number, number][] = []
  for (let take = 0; take < 2; take += 1) {
    let best = 0
    for (let i = 1; i < votes.length; i += 1) if (votes[i]! > votes[best]!) best = i
    centres.push([(best % columns) * centreStepPx, Math.floor(best / columns) * centreStepPx])
    votes[best] = 0
  }
  return centres
}

/** Share of the circle that is red within a few pixels; nothing when the ground outside is red, too. */
const ringAt = (red: Uint8Array, { width, height }: RgbImage, x: number, y: number, radius: number): number => {
  const slack = Math.max(2, 0.07 * radius)
  let [on, outside, inside] = [0, 0, 0]
  const isRed = (distance: number, cos: number, sin: number): boolean => {
    const [px, py] = [Math.round(x + distance * cos), Math.round(y + distance * sin)]
    return px >= 0 && py >= 0 && px < width && py < height && red[py * width + px] === 1
  }
  for (let i = 0; i < angles; i += 1) {
    const [cos, sin] = [Math.cos((2 * Math.PI * i) / angles), Math.sin((2 * Math.PI * i) / angles)]
    let seen = false
    for (let step = -slack; step <= slack && !seen; step += 1) seen = isRed(radius + step, cos, sin)
    if (seen) on += 1
    if (isRed(radius * 1.18, cos, sin) || isRed(radius * 1.28, cos, sin)) outside += 1
    if (isRed(radius * 0.45, cos, sin) && isRed(radius * 0.55, cos, sin)) inside += 1
  }
  return outside / angles > maxOutside01 || inside / angles > maxInside01 ? 0 : on / angles
}
