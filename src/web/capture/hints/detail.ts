import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

/** How much fine detail a region has: the mean step between neighbours. */
export const textureOf = ({ width, height, data }: Grey, region: Box): number => {
  const left = Math.max(1, Math.round(region.x))
  const top = Math.max(1, Math.round(region.y))
  const right = Math.min(width - 3, Math.round(region.x + region.width))
  const bottom = Math.min(height - 2, Math.round(region.y + region.height))
  let steps = 0
  let count = 0
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const at = y * width + x
      steps += Math.abs((data[at + 1] as number) - (data[at] as number))
      count += 1
    }
  return count > 0 ? steps / count : 0
}

/** Weaker steps are the paper's pattern and the camera's noise, which say nothing of focus. */
const strongStep = 28
/** Half the width over which a stroke of print rises or falls when it is in focus, on a card some 600 pixels wide. */
const strokePx = 3

/**
 * How steep print is: of each strong step over six pixels, the share that happens between two of them. Blur spreads a
 * step and keeps its height. `print01` is the share of pixels with such a step. Needs the camera's own pixels: in a
 * picture scaled down to 320 pixels, focus and blur look alike.
 */
export const printOf = ({ width, height, data }: Grey): { print01: number; sharp01: number } => {
  let wide = 0
  let steepest = 0
  let count = 0
  for (let y = 0; y < height; y += 1)
    for (let x = strokePx; x < width - strokePx; x += 1) {
      const at = y * width + x
      const over = Math.abs((data[at + strokePx] as number) - (data[at - strokePx] as number))
      if (over < strongStep) continue
      const here = data[at] as number
      wide += over
      steepest += Math.max(Math.abs((data[at + 1] as number) - here), Math.abs(here - (data[at - 1] as number)))
      count += 1
    }
  return { print01: count / Math.max(1, width * height), sharp01: wide > 0 ? steepest / wide : 0 }
}
