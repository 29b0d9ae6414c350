import { cardPlane, picturedArea, plainAreas } from './card-layout.ts'
import { type FlatCard, tilesIn, unitsPerPixel } from './card-tiles.ts'
import { type Homography, project } from './homography.ts'
import type { CardSide } from './id-card-fields.ts'
import type { RgbImage } from './image.ts'

/**
 * Signs that what is held is a screen or a copy. None of them proves it alone: paper can lie on a dark table, a printed
 * pattern can repeat, and a lamp can take the colour out of a picture. A good colour print shows none of them.
 */
export type CopySigns = {
  /** How regularly the plain paper's brightness comes and goes, 0 to 1: the grid of a screen, seen by another grid. */
  ripple01: number
  /** Its size in grey levels. */
  rippleLevels: number
  /** Sides of the card with a narrow dark border and something lighter behind it: 0 to 4. */
  darkSides: number
  /** How far the portrait's or the emblem's colours are from the paper's; a copy in black and white has none. */
  colour: number
  /** The same for the picture around, which says whether the camera sees colours at all. */
  surroundColour: number
}

export const copySigns = (image: RgbImage, map: Homography, card: FlatCard, side: CardSide): CopySigns => ({
  ...rippleOf(card, side),
  darkSides: darkSides(image, map),
  ...colours(image, card, side),
})

const blockPx = 30
const lags = { from: 3, to: 12 } as const

/**
 * Autocorrelation of small plain blocks, along rows and columns: a ripple comes back at some distance after having
 * been opposite before it; noise and the curved lines of the paper's pattern do not. The median block answers.
 */
const rippleOf = ({ luma, width }: FlatCard, side: CardSide): { ripple01: number; rippleLevels: number } => {
  const blocks: { ripple01: number; levels: number }[] = []
  for (const [x0, y0, x1, y1] of plainAreas[side].map((box) => box.map((unit) => Math.round(unit / unitsPerPixel))) as [
    number,
    number,
    number,
    number,
  ][])
    for (let y = y0; y + blockPx <= y1; y += blockPx)
      for (let x = x0; x + blockPx <= x1; x += blockPx) blocks.push(blockRipple(luma, width, x, y))
  blocks.sort((a, b) => a.ripple01 - b.ripple01)
  const middle = blocks[blocks.length >> 1]
  return { ripple01: middle?.ripple01 ?? 0, rippleLevels: middle?.levels ?? 0 }
}

/** How a square block of plain paper ripples; `width` is that of a row of `luma`. */
export const blockRipple = (luma: Uint8Array, width: number, left: number, top: number) => {
  const rest = new Float32Array(blockPx * blockPx)
  // A plane is taken out first, so that light falling off over the block is no ripple.
  let [sum, sumX, sumY] = [0, 0, 0]
  const middle = (blockPx - 1) / 2
  for (let y = 0; y < blockPx; y += 1)
    for (let x = 0; x < blockPx; x += 1) {
      const value = luma[(top + y) * width + left + x]!
      sum += value
      sumX += value * (x - middle)
      sumY += value * (y - middle)
    }
  const count = blockPx * blockPx
  const spread = (count * (blockPx * blockPx - 1)) / 12
  let power = 0
  for (let y = 0; y < blockPx; y += 1)
    for (let x = 0; x < blockPx; x += 1) {
      const flat = sum / count + (sumX / spread) * (x - middle) + (sumY / spread) * (y - middle)
      const value = luma[(top + y) * width + left + x]! - flat
      rest[y * blockPx + x] = value
      power += value * value
    }
  const along = (stepX: number, stepY: number): number => {
    let lowest = 0
    let best = 0
    for (let lag = 1; lag <= lags.to; lag += 1) {
      let [product, ownPower] = [0, 0]
      for (let y = 0; y < blockPx - lag * stepY; y += 1)
        for (let x = 0; x < blockPx - lag * stepX; x += 1) {
          const here = rest[y * blockPx + x]!
          const there = rest[(y + lag * stepY) * blockPx + x + lag * stepX]!
          product += here * there
          ownPower += (here * here + there * there) / 2
        }
      const alike = ownPower === 0 ? 0 : product / ownPower
      if (alike < lowest) lowest = alike
      else if (lag >= lags.from && lowest < 0) best = Math.max(best, Math.min(alike, -lowest))
    }
    return best
  }
  return { ripple01: Math.max(along(1, 0), along(0, 1)), levels: Math.sqrt(power / count) }
}

/** How far out a border is looked for, as a share of the card's width, and in how many steps. */
const reach01 = 0.15
const steps = 30
const pointsPerSide = 9
const darkBelow = 48
/** The card's own edge is found only so well. */
const beginsWithin01 = 0.07
const widthAtLeast01 = 0.015
const lighterBehind = 30

const darkSides = (image: RgbImage, map: Homography): number => {
  const { width, height } = cardPlane
  const out = reach01 * width
  const sides = [
    (along: number, away: number) => [along * width, -away] as const,
    (along: number, away: number) => [along * width, height + away] as const,
    (along: number, away: number) => [-away, along * height] as const,
    (along: number, away: number) => [width + away, along * height] as const,
  ]
  return sides.filter((at) => {
    const profile = Array.from({ length: steps }, (_, step) => {
      const values = Array.from({ length: pointsPerSide }, (_, point) => {
        const along = 0.15 + (0.7 * point) / (pointsPerSide - 1)
        return lumaAt(image, project(map, at(along, (out * (step + 0.5)) / steps)))
      })
      return values.every((value) => value !== null) ? values.sort((a, b) => a! - b!)[pointsPerSide >> 1]! : null
    })
    return hasBorder(profile)
  }).length
}

const hasBorder = (profile: readonly (number | null)[]): boolean => {
  const begins = profile.findIndex((value) => value !== null && value < darkBelow)
  if (begins < 0 || (begins / steps) * reach01 > beginsWithin01) return false
  const behind = profile.slice(begins).findIndex((value) => value === null || value >= darkBelow + lighterBehind)
  return behind >= 0 && (behind / steps) * reach01 >= widthAtLeast01 && profile[begins + behind] !== null
}

/** Luma of one pixel; null outside the picture. */
export const lumaAt = ({ data, width, height }: RgbImage, [x, y]: readonly [number, number]): number | null => {
  const [column, row] = [Math.round(x), Math.round(y)]
  if (column < 0 || row < 0 || column >= width || row >= height) return null
  const at = (row * width + column) * 3
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
}

/** Every so many pixels of the picture are enough to know its colours. */
const sampleEvery = 211
/** Colours darker than this are noise. */
const tellingSum = 120

/** The most colourful tenth of the pictured tiles and of the whole picture, each against the median paper. */
const colours = (
  { data }: RgbImage,
  { redShare, greenShare }: FlatCard,
  side: CardSide,
): Pick<CopySigns, 'colour' | 'surroundColour'> => {
  const plain = tilesIn(...plainAreas[side])
  const [red, green] = [redShare, greenShare].map((shares) =>
    quantile(
      plain.map((tile) => shares[tile]!),
      0.5,
    ),
  )
  const from = (redPart: number, greenPart: number) => Math.hypot(redPart - red!, greenPart - green!)
  const around: number[] = []
  for (let at = 0; at + 2 < data.length; at += 3 * sampleEvery) {
    const sum = data[at]! + data[at + 1]! + data[at + 2]!
    if (sum >= tellingSum) around.push(from(data[at]! / sum, data[at + 1]! / sum))
  }
  return {
    colour: quantile(
      tilesIn(picturedArea[side]).map((tile) => from(redShare[tile]!, greenShare[tile]!)),
      0.9,
    ),
    surroundColour: quantile(around, 0.9),
  }
}

const quantile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0
