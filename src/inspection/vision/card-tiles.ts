import { cardPlane } from './card-layout.ts'
import type { Homography } from './homography.ts'
import type { Box, RgbImage } from './image.ts'
import { warpRgb } from './warp.ts'

/** Plane units to a pixel of the flattened card: at this size its print is still print, and a look costs milliseconds. */
export const unitsPerPixel = 2
/** Small enough to lie between two lines of print, large enough to show paper around a stroke. */
const tileUnits = 20
const tilePx = tileUnits / unitsPerPixel
export const tileColumns = Math.floor(cardPlane.width / tileUnits)
export const tileRows = Math.floor(cardPlane.height / tileUnits)

/** One card laid flat: its luma, and what each tile's lighter half (the paper between the strokes) looks like. */
export type FlatCard = {
  width: number
  height: number
  luma: Uint8Array
  /** Per tile: luma of the lighter half. */
  paper: Float32Array
  /** Per tile: red's and green's share of the lighter half's colour, which brightness does not change. */
  redShare: Float32Array
  greenShare: Float32Array
  /** Per tile: its darkest pixel, which is print where there is any. */
  darkest: Uint8Array
}

/** The card plane cut out of a picture with `map` (plane → picture). Parts beyond the picture are black. */
export const flattenCard = (image: RgbImage, map: Homography): FlatCard => {
  const s = unitsPerPixel
  const toPicture: Homography = [map[0] * s, map[1] * s, map[2], map[3] * s, map[4] * s, map[5], map[6] * s, map[7] * s]
  const [width, height] = [Math.round(cardPlane.width / s), Math.round(cardPlane.height / s)]
  const { data } = warpRgb(image, width, height, toPicture)
  const luma = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < luma.length; i += 1, at += 3)
    luma[i] = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8
  const tiles = tileColumns * tileRows
  const card: FlatCard = {
    width,
    height,
    luma,
    paper: new Float32Array(tiles),
    redShare: new Float32Array(tiles),
    greenShare: new Float32Array(tiles),
    darkest: new Uint8Array(tiles),
  }
  for (let tile = 0; tile < tiles; tile += 1) measureTile(card, data, tile)
  return card
}

const measureTile = (card: FlatCard, rgb: Uint8Array, tile: number): void => {
  const [left, top] = [(tile % tileColumns) * tilePx, Math.floor(tile / tileColumns) * tilePx]
  const { luma, width } = card
  let sum = 0
  let darkest = 255
  for (let y = top; y < top + tilePx; y += 1)
    for (let x = left; x < left + tilePx; x += 1) {
      const value = luma[y * width + x]!
      sum += value
      if (value < darkest) darkest = value
    }
  const mean = sum / tilePx ** 2
  let [red, green, blue, count] = [0, 0, 0, 0]
  for (let y = top; y < top + tilePx; y += 1)
    for (let x = left; x < left + tilePx; x += 1) {
      const i = y * width + x
      if (luma[i]! < mean - 1) continue
      red += rgb[3 * i]!
      green += rgb[3 * i + 1]!
      blue += rgb[3 * i + 2]!
      count += 1
    }
  const all = Math.max(1, red + green + blue)
  card.paper[tile] = (0.299 * red + 0.587 * green + 0.114 * blue) / Math.max(1, count)
  card.redShare[tile] = red / all
  card.greenShare[tile] = green / all
  card.darkest[tile] = darkest
}

/** Tiles whose middle lies in one of the boxes of the card plane. */
export const tilesIn = (...boxes: readonly Box[]): number[] => {
  const tiles: number[] = []
  for (let tile = 0; tile < tileColumns * tileRows; tile += 1) {
    const { x, y } = tileMiddle(tile)
    if (boxes.some(([x0, y0, x1, y1]) => x > x0 && x < x1 && y > y0 && y < y1)) tiles.push(tile)
  }
  return tiles
}

/** In the card plane. */
export const tileMiddle = (tile: number): { x: number; y: number } => ({
  x: ((tile % tileColumns) + 0.5) * tileUnits,
  y: (Math.floor(tile / tileColumns) + 0.5) * tileUnits,
})

/** The smallest box of the card plane around some tiles. */
export const boxOfTiles = (tiles: readonly number[]): Box => {
  const middles = tiles.map(tileMiddle)
  const half = tileUnits / 2
  return [
    Math.min(...middles.map(({ x }) => x)) - half,
    Math.min(...middles.map(({ y }) => y)) - half,
    Math.max(...middles.map(({ x }) => x)) + half,
    Math.max(...middles.map(({ y }) => y)) + half,
  ]
}
