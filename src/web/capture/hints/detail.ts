import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

/**
 * How much fine detail a region has, and how sharp it is: the mean step between neighbours, and the share of the
 * strongest steps that happen within one pixel. Blur keeps the first and loses the second.
 */
export const detailOf = ({ width, height, data }: Grey, region: Box): { texture: number; sharp01: number } => {
  const left = Math.max(1, Math.round(region.x))
  const top = Math.max(1, Math.round(region.y))
  const right = Math.min(width - 3, Math.round(region.x + region.width))
  const bottom = Math.min(height - 2, Math.round(region.y + region.height))
  let steps = 0
  let wide = 0
  let narrow = 0
  let count = 0
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const at = y * width + x
      const one = Math.abs((data[at + 1] as number) - (data[at] as number))
      const three = Math.abs((data[at + 2] as number) - (data[at - 1] as number))
      steps += one
      count += 1
      if (three > 24) {
        wide += three
        narrow += Math.min(one, three)
      }
    }
  return { texture: count > 0 ? steps / count : 0, sharp01: wide > 0 ? narrow / wide : 0 }
}
