import { cardPlane, fieldAreas, picturedArea } from './card-layout.ts'
import { boxOfTiles, type FlatCard, flattenCard, tileColumns, tileMiddle, tileRows, tilesIn } from './card-tiles.ts'
import { type CopySigns, copySigns } from './copy-signs.ts'
import { type Homography, project } from './homography.ts'
import type { CardField, CardSide } from './id-card-fields.ts'
import type { Box, Point, Quad, RgbImage } from './image.ts'

/** What can lie over a field. */
export type CardFlaw = 'glare' | 'cover' | 'shade'

/** Where on the card, as it is printed. */
export type CardPlace = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right' | 'middle'

/** How one reading of a card was to see. All shares are of the field's printed area. */
export type CardQuality = {
  /** How far the farthest corner lies outside the picture, as a share of the card's width; negative when inside. */
  outside01: number
  fields: Partial<Record<CardField, Record<CardFlaw, number>>>
  /** The part of the card over which each flaw lies, where there is one; the outline is in pixels of the picture. */
  spots: Partial<Record<CardFlaw, { quad: Quad; place: CardPlace }>>
  copy: CopySigns
}

/**
 * A reflection is lighter than the card's paper by at least so much, unless the paper is blown out as well. Where it
 * ends depends on the camera's exposure and its darker corners, so that the end of the scale alone would miss it.
 */
const glareOverPaper = 1.05
const glareFrom = { least: 228, most: 246 } as const
/** Print that can be seen at all is darker than this, however bright the light. */
const printBelow = 200
/** A finger differs in colour from paper, a shadow does not; print is too thin to change a tile's lighter half. */
const otherColour = 0.045
const darkerThanPaper01 = 0.93
/** Paper this much darker than the card's bright parts lies in a shadow; a tilted card loses far less. */
const shadedBelow01 = 0.55
/** The paper's bright parts: not its brightest tile, which may be a reflection. */
const brightQuantile = 0.85
const edgeUnits = 20
/** A spot needs more tiles than a speck has. */
const minSpotTiles = 3
/** A spot whose middle is so near the card's own has no corner. */
const middle01 = 0.12

/** Measures one card that was registered with `map` (card plane → picture). Plain arithmetic, some milliseconds. */
export const cardQuality = (image: RgbImage, map: Homography, side: CardSide): CardQuality => {
  const card = flattenCard(image, map)
  // What is outside the picture is neither covered nor in shadow.
  const seen = (tile: number) => {
    const { x, y } = tileMiddle(tile)
    return isInside(image, project(map, [x, y]))
  }
  const flawed = flawedTiles(card, side, seen)
  const fields: CardQuality['fields'] = {}
  for (const [field, area] of Object.entries(fieldAreas[side]) as [CardField, Box][]) {
    const tiles = tilesIn(area)
    const shareOf = (flaw: CardFlaw) => tiles.filter((tile) => flawed[flaw].has(tile)).length / tiles.length
    fields[field] = { glare: shareOf('glare'), cover: shareOf('cover'), shade: shareOf('shade') }
  }
  const spots: CardQuality['spots'] = {}
  for (const flaw of ['glare', 'cover', 'shade'] as const) {
    const tiles = largestPatch(flawed[flaw])
    if (tiles.length < minSpotTiles) continue
    const [x0, y0, x1, y1] = boxOfTiles(tiles)
    const corners = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ] as const
    const [tl, tr, br, bl] = corners.map((corner) => project(map, corner))
    spots[flaw] = { quad: [tl!, tr!, br!, bl!], place: placeOf((x0 + x1) / 2, (y0 + y1) / 2) }
  }
  return { outside01: outside(image, map), fields, spots, copy: copySigns(image, map, card, side) }
}

/** Which tiles each flaw lies on, the portrait, the emblem and the very edge left out. */
const flawedTiles = (
  card: FlatCard,
  side: CardSide,
  seen: (tile: number) => boolean,
): Record<CardFlaw, Set<number>> => {
  const pictured = new Set(tilesIn(picturedArea[side]))
  const paper = tilesIn([edgeUnits, edgeUnits, cardPlane.width - edgeUnits, cardPlane.height - edgeUnits]).filter(
    (tile) => !pictured.has(tile) && seen(tile),
  )
  const sorted = (values: Float32Array) => paper.map((tile) => values[tile]!).sort((a, b) => a - b)
  const quantile = (values: Float32Array, share: number) => sorted(values)[Math.floor((paper.length - 1) * share)] ?? 0
  const bright = quantile(card.paper, brightQuantile)
  const [middle, red, green] = [card.paper, card.redShare, card.greenShare].map((values) => quantile(values, 0.5)) as [
    number,
    number,
    number,
  ]
  const blownFrom = Math.min(glareFrom.most, Math.max(glareFrom.least, glareOverPaper * middle))
  const flawed = { glare: new Set<number>(), cover: new Set<number>(), shade: new Set<number>() }
  for (const tile of paper) {
    if (card.paper[tile]! >= blownFrom && card.darkest[tile]! >= printBelow) flawed.glare.add(tile)
    const colour = Math.hypot(card.redShare[tile]! - red, card.greenShare[tile]! - green)
    if (colour > otherColour) {
      if (card.paper[tile]! < darkerThanPaper01 * middle) flawed.cover.add(tile)
    } else if (lightestAround(card.paper, tile) < shadedBelow01 * bright) flawed.shade.add(tile)
  }
  return flawed
}

/** A bold stroke can fill a tile, but not its neighbours too. */
const lightestAround = (paper: Float32Array, tile: number): number => {
  const [column, row] = [tile % tileColumns, Math.floor(tile / tileColumns)]
  let lightest = 0
  for (let y = Math.max(0, row - 1); y <= Math.min(tileRows - 1, row + 1); y += 1)
    for (let x = Math.max(0, column - 1); x <= Math.min(tileColumns - 1, column + 1); x += 1)
      lightest = Math.max(lightest, paper[y * tileColumns + x]!)
  return lightest
}

/** The most tiles that touch each other. */
const largestPatch = (tiles: ReadonlySet<number>): number[] => {
  const left = new Set(tiles)
  let largest: number[] = []
  for (const start of tiles) {
    if (!left.delete(start)) continue
    const patch = [start]
    for (let at = 0; at < patch.length; at += 1)
      for (const next of neighbours(patch[at]!)) if (left.delete(next)) patch.push(next)
    if (patch.length > largest.length) largest = patch
  }
  return largest
}

const neighbours = (tile: number): number[] => {
  const column = tile % tileColumns
  return [
    ...(column > 0 ? [tile - 1] : []),
    ...(column < tileColumns - 1 ? [tile + 1] : []),
    tile - tileColumns,
    tile + tileColumns,
  ]
}

const placeOf = (x: number, y: number): CardPlace => {
  const [across, down] = [x / cardPlane.width - 0.5, y / cardPlane.height - 0.5]
  if (Math.hypot(across, down) < middle01) return 'middle'
  return `${down < 0 ? 'top' : 'bottom'}-${across < 0 ? 'left' : 'right'}`
}

const isInside = ({ width, height }: RgbImage, [x, y]: Point): boolean =>
  x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1

const outside = ({ width, height }: RgbImage, map: Homography): number => {
  const corners = (
    [
      [0, 0],
      [cardPlane.width, 0],
      [cardPlane.width, cardPlane.height],
      [0, cardPlane.height],
    ] as const
  ).map((corner) => project(map, corner))
  const [tl, tr] = corners as [readonly [number, number], readonly [number, number]]
  const farthest = Math.max(...corners.map(([x, y]) => Math.max(-x, -y, x - width, y - height)))
  return farthest / Math.max(1, Math.hypot(tr[0] - tl[0], tr[1] - tl[1]))
}
