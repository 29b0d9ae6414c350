import { blockRipple, type CopySigns, lumaAt } from './copy-signs.ts'
import { type Box, insideQuad, type Quad, type RgbImage } from './image.ts'
import { cutOut, inPicture, type PrintFrame } from './print-frame.ts'

/**
 * The same signs of a screen or a copy as on a card (copy-signs.ts), on a sheet whose plain places are wherever no
 * line of print was found: a grid's ripple at two scales, narrow dark borders at the left and right, and colour.
 */
export const sheetCopySigns = (image: RgbImage, frame: PrintFrame, print: readonly Quad[]): CopySigns => ({
  ...rippleOf(image, frame, print),
  darkSides: darkSides(image, frame),
  ...coloursOf(image, frame),
})

/** A screen's grid beats with the camera's at any distance; halving the picture finds ripples twice as long. */
const blockSidesPx = [30, 60] as const
const maxBlocks = 24

const rippleOf = (
  image: RgbImage,
  frame: PrintFrame,
  print: readonly Quad[],
): Pick<CopySigns, 'ripple01' | 'rippleLevels'> => {
  const scales = blockSidesPx.map((side) => {
    const blocks = plainBlocks(frame, print, side).map((box) => {
      const cut = cutOut(image, frame, box)
      return blockRipple(lumaOf(cut, side / 30), 30, 0, 0)
    })
    blocks.sort((a, b) => a.ripple01 - b.ripple01)
    return blocks[blocks.length >> 1] ?? { ripple01: 0, levels: 0 }
  })
  const { ripple01, levels } = scales.reduce((a, b) => (b.ripple01 > a.ripple01 ? b : a))
  return { ripple01, rippleLevels: levels }
}

/** Boxes of the frame with no print in them, evenly from all there are. */
const plainBlocks = ({ cos, sin, box }: PrintFrame, print: readonly Quad[], side: number): Box[] => {
  const lines = print.map((quad) => {
    const along = quad.map(([x, y]) => x * cos + y * sin)
    const across = quad.map(([x, y]) => -x * sin + y * cos)
    return [Math.min(...along), Math.min(...across), Math.max(...along), Math.max(...across)] as const
  })
  const free: Box[] = []
  for (let y = box[1]; y + side <= box[3]; y += side)
    for (let x = box[0]; x + side <= box[2]; x += side)
      if (lines.every((line) => line[2] < x - 4 || line[0] > x + side + 4 || line[3] < y - 4 || line[1] > y + side + 4))
        free.push([x, y, x + side, y + side])
  const every = Math.max(1, free.length / maxBlocks)
  return Array.from({ length: Math.min(maxBlocks, free.length) }, (_, i) => free[Math.floor(i * every)]!)
}

const lumaOf = ({ data, width }: RgbImage, shrink: number): Uint8Array => {
  const side = 30
  const luma = new Uint8Array(side * side)
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      let sum = 0
      for (let v = 0; v < shrink; v += 1)
        for (let u = 0; u < shrink; u += 1) {
          const at = 3 * (Math.min(width - 1, y * shrink + v) * width + Math.min(width - 1, x * shrink + u))
          sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
        }
      luma[y * side + x] = sum / shrink ** 2
    }
  return luma
}

/** Beyond the print come the sheet's margin (about a twelfth) and then the border, if there is one. */
const margin = { from: 0.03, to: 0.2 } as const
const steps = 40
const pointsPerSide = 9
const darkBelow = 48
const widthAtLeast01 = 0.015
const lighterBehind = 30

/** Sides, of left and right, with a narrow dark border that has something lighter behind it: 0 to 2. */
const darkSides = (image: RgbImage, frame: PrintFrame): number => {
  const [x0, y0, x1, y1] = frame.box
  const width = x1 - x0
  return [-1, 1].filter((side) => {
    const profile = Array.from({ length: steps }, (_, step) => {
      const away = width * (margin.from + ((margin.to - margin.from) * (step + 0.5)) / steps)
      const values = Array.from({ length: pointsPerSide }, (_, point) => {
        const down = y0 + (y1 - y0) * (0.15 + (0.7 * point) / (pointsPerSide - 1))
        return lumaAt(image, inPicture(frame, [side < 0 ? x0 - away : x1 + away, down]))
      })
      return values.every((value) => value !== null) ? values.sort((a, b) => a! - b!)[pointsPerSide >> 1]! : null
    })
    const begins = profile.findIndex((value) => value !== null && value < darkBelow)
    if (begins < 0) return false
    const behind = profile.slice(begins).findIndex((value) => value === null || value >= darkBelow + lighterBehind)
    const wide01 = (behind / steps) * (margin.to - margin.from)
    return behind >= 0 && wide01 >= widthAtLeast01 && profile[begins + behind] !== null
  }).length
}

const sampleEvery = 101
const tellingSum = 120

/** The most colourful hundredth of the sheet (emblem, border, seal) and tenth of what is around it, against the paper. */
const coloursOf = (
  { data, width, height }: RgbImage,
  frame: PrintFrame,
): Pick<CopySigns, 'colour' | 'surroundColour'> => {
  const [x0, y0, x1, y1] = frame.box
  const sheet: Quad = [
    inPicture(frame, [x0, y0]),
    inPicture(frame, [x1, y0]),
    inPicture(frame, [x1, y1]),
    inPicture(frame, [x0, y1]),
  ]
  const inside: [number, number][] = []
  const around: [number, number][] = []
  for (let pixel = 0; pixel < width * height; pixel += sampleEvery) {
    const [r, g, b] = [data[3 * pixel]!, data[3 * pixel + 1]!, data[3 * pixel + 2]!]
    const sum = r + g + b
    if (sum < tellingSum) continue
    const isInside = insideQuad(sheet, [pixel % width, Math.floor(pixel / width)])
    ;(isInside ? inside : around).push([r / sum, g / sum])
  }
  const middle = (values: number[]) => quantile(values, 0.5)
  const [red, green] = [middle(inside.map(([r]) => r)), middle(inside.map(([, g]) => g))]
  const from = (share: readonly [number, number]) => Math.hypot(share[0] - red, share[1] - green)
  return { colour: quantile(inside.map(from), 0.99), surroundColour: quantile(around.map(from), 0.9) }
}

const quantile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0
