import type { Grey } from './grey.ts'

export type GlareCorner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

/** Tiles across the card: about as large as a letter. */
const tilesAcross = 40
/** In a tile that a reflection covers nothing is left of the print. */
const blown = { mean: 250, darkest: 240 }
/** A smaller spot hides little, and paper in good light has some. */
const spotShare01 = 0.05
/** A card that is blown nearly everywhere is a matter of too much light, not of a reflection. */
const allShare01 = 0.6
/** A reflection fades out over paper; white paper that is too bright ends at its edge. */
const paperMean = 170
const fadesOut01 = 0.5

/**
 * The quarter of the card in which a reflection has blown the picture out, or null. `card` is the outline's content in
 * the camera's own pixels. `mirrored`: the person sees the picture as in a mirror, so left and right are named as they
 * see them.
 */
export const glareCorner = (card: Grey, mirrored: boolean): GlareCorner | null => {
  const tiles = tilesOf(card)
  const { columns, rows, means } = tiles
  if (tiles.blown.size > allShare01 * columns * rows) return null
  const patch = largestPatch(tiles)
  if (patch.length < Math.max(1, spotShare01 * columns * rows)) return null
  // The tiles next to it may hold half of an edge, so the ones behind those are asked.
  const inner = new Set([...patch, ...patch.flatMap((tile) => neighbours(tile, tiles))])
  const around = [...new Set([...inner].flatMap((tile) => neighbours(tile, tiles)))].filter((tile) => !inner.has(tile))
  const paper = around.filter((tile) => (means[tile] as number) >= paperMean)
  if (paper.length < fadesOut01 * around.length) return null
  const mean = (of: (tile: number) => number) => patch.reduce((sum, tile) => sum + of(tile), 0) / patch.length
  const isLeft = mean((tile) => (tile % columns) + 0.5) < columns / 2 !== mirrored
  const isTop = mean((tile) => Math.floor(tile / columns) + 0.5) < rows / 2
  return `${isTop ? 'top' : 'bottom'}-${isLeft ? 'left' : 'right'}`
}

type Tiles = { columns: number; rows: number; means: Float32Array; blown: Set<number> }

const tilesOf = ({ width, height, data }: Grey): Tiles => {
  const size = Math.max(1, Math.round(width / tilesAcross))
  const columns = Math.floor(width / size)
  const rows = Math.floor(height / size)
  const means = new Float32Array(columns * rows)
  const found = new Set<number>()
  for (let tile = 0; tile < means.length; tile += 1) {
    const left = (tile % columns) * size
    const top = Math.floor(tile / columns) * size
    let sum = 0
    let darkest = 255
    for (let y = top; y < top + size; y += 1)
      for (let x = left; x < left + size; x += 1) {
        const value = data[y * width + x] as number
        sum += value
        if (value < darkest) darkest = value
      }
    means[tile] = sum / (size * size)
    if (sum >= blown.mean * size * size && darkest >= blown.darkest) found.add(tile)
  }
  return { columns, rows, means, blown: found }
}

const neighbours = (tile: number, { columns, rows }: Tiles): number[] => {
  const column = tile % columns
  const row = Math.floor(tile / columns)
  return [
    ...(column > 0 ? [tile - 1] : []),
    ...(column < columns - 1 ? [tile + 1] : []),
    ...(row > 0 ? [tile - columns] : []),
    ...(row < rows - 1 ? [tile + columns] : []),
  ]
}

/** The most blown tiles that touch each other. */
const largestPatch = (tiles: Tiles): number[] => {
  const left = new Set(tiles.blown)
  let largest: number[] = []
  for (const start of tiles.blown) {
    if (!left.delete(start)) continue
    const patch = [start]
    for (let at = 0; at < patch.length; at += 1)
      for (const next of neighbours(patch[at] as number, tiles)) if (left.delete(next)) patch.push(next)
    if (patch.length > largest.length) largest = patch
  }
  return largest
}
