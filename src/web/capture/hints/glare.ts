import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

export type GlareCorner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

const blownFrom = 250
/** Print on a card is seldom wider than this part of it, so a smaller blown spot hides little. */
const spotShare01 = 0.012
/** A card that is blown nearly everywhere is a matter of too much light, not of a reflection. */
const allShare01 = 0.6

/**
 * The quarter of the card in which a reflection has blown the picture out, or null. `mirrored`: the person sees the
 * picture as in a mirror, so left and right are named as they see them.
 */
export const glareCorner = ({ width, data }: Grey, card: Box, mirrored: boolean): GlareCorner | null => {
  const counts: Record<GlareCorner, number> = { 'top-left': 0, 'top-right': 0, 'bottom-left': 0, 'bottom-right': 0 }
  const left = Math.round(card.x)
  const top = Math.round(card.y)
  const right = Math.round(card.x + card.width)
  const bottom = Math.round(card.y + card.height)
  let all = 0
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      if ((data[y * width + x] ?? 0) < blownFrom || !isSolid(data, width, x, y)) continue
      all += 1
      const isLeft = x < (left + right) / 2 !== mirrored
      const isTop = y < (top + bottom) / 2
      counts[`${isTop ? 'top' : 'bottom'}-${isLeft ? 'left' : 'right'}`] += 1
    }
  const area = Math.max(1, (right - left) * (bottom - top))
  if (all / area > allShare01) return null
  const [corner, most] = (Object.entries(counts) as [GlareCorner, number][]).sort((a, b) => b[1] - a[1])[0] ?? []
  return corner !== undefined && most !== undefined && most / area > spotShare01 ? corner : null
}

/** Single bright pixels are noise; a reflection is bright all around. */
const isSolid = (data: Grey['data'], width: number, x: number, y: number): boolean =>
  (data[y * width + x - 1] ?? 0) >= blownFrom &&
  (data[y * width + x + 1] ?? 0) >= blownFrom &&
  (data[(y - 1) * width + x] ?? 0) >= blownFrom &&
  (data[(y + 1) * width + x] ?? 0) >= blownFrom
