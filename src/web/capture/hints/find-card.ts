import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

/** What of a card was found near its outline. `sizeOverGuide`: 1 when it fills the outline exactly. */
export type FoundCard = { sides: number; sizeOverGuide: number | null }

/** How far from the outline an edge of the card is looked for, as a share of the outline's size. */
const reach01 = 0.3
/** A hand-held card's edge is a step of at least this much over most of its length. */
const stepAtLeast = 9
const lengthAtLeast01 = 0.55

/**
 * Looks for the four straight edges of a card that is held roughly level near the outline. For each side a line is
 * moved through the reach, and the place where most of its length is a clear step in one direction wins; of several, the
 * outermost, since print inside the card makes edges too.
 */
export const findCard = (picture: Grey, guide: Box): FoundCard => {
  const left = edge(picture, guide, 'left')
  const right = edge(picture, guide, 'right')
  const top = edge(picture, guide, 'top')
  const bottom = edge(picture, guide, 'bottom')
  const sides = [left, right, top, bottom].filter((side) => side !== null).length
  const width = left !== null && right !== null ? (right - left) / guide.width : null
  const height = top !== null && bottom !== null ? (bottom - top) / guide.height : null
  const sizes = [width, height].filter((size) => size !== null)
  return { sides, sizeOverGuide: sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) / sizes.length : null }
}

type Side = 'left' | 'right' | 'top' | 'bottom'

/** The edge's place along its axis, or null. */
const edge = (picture: Grey, guide: Box, side: Side): number | null => {
  const upright = side === 'left' || side === 'right'
  const length = upright ? guide.height : guide.width
  const across = upright ? guide.width : guide.height
  const along = upright ? guide.y : guide.x
  const home =
    side === 'left'
      ? guide.x
      : side === 'right'
        ? guide.x + guide.width
        : side === 'top'
          ? guide.y
          : guide.y + guide.height
  const outwards = side === 'left' || side === 'top' ? -1 : 1
  const from = Math.round(home + outwards * across * reach01)
  const to = Math.round(home - outwards * across * reach01)
  for (let place = from; place !== to; place -= outwards)
    if (isEdge(picture, upright, place, along + length * 0.12, length * 0.76)) return place
  return null
}

/** Whether most of a line is a step of the same sign, a pixel or two of slant allowed. */
const isEdge = (
  { width, height, data }: Grey,
  upright: boolean,
  place: number,
  along: number,
  length: number,
): boolean => {
  let up = 0
  let down = 0
  const count = Math.round(length)
  const limit = upright ? width : height
  if (place < 3 || place >= limit - 3) return false
  for (let step = 0; step < count; step += 1) {
    const other = Math.round(along + step)
    const value = (offset: number) =>
      upright ? (data[other * width + place + offset] ?? 0) : (data[(place + offset) * width + other] ?? 0)
    const change = value(2) - value(-2)
    if (change > stepAtLeast) up += 1
    else if (change < -stepAtLeast) down += 1
  }
  return Math.max(up, down) / count > lengthAtLeast01
}
