import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

export type Light = {
  /** Of the whole picture. */
  mean: number
  insideMean: number
  /** Share of the region's pixels at the upper end of the scale; a white wall around it hides nothing. */
  blown01: number
  /** Mean brightness inside the region over that around it; small when the light is behind. */
  insideOverOutside: number
}

const blownFrom = 250

/** How the light falls on a region of the picture and around it. */
export const lightOf = ({ width, height, data }: Grey, region: Box): Light => {
  let inside = 0
  let insideCount = 0
  let outside = 0
  let blown = 0
  const right = region.x + region.width
  const bottom = region.y + region.height
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = data[y * width + x] as number
      if (x >= region.x && x < right && y >= region.y && y < bottom) {
        inside += value
        insideCount += 1
        if (value >= blownFrom) blown += 1
      } else outside += value
    }
  const count = width * height
  const insideMean = insideCount > 0 ? inside / insideCount : 0
  const outsideMean = count > insideCount ? outside / (count - insideCount) : insideMean
  return {
    mean: (inside + outside) / Math.max(1, count),
    insideMean,
    blown01: blown / Math.max(1, insideCount),
    insideOverOutside: outsideMean > 0 ? insideMean / outsideMean : 1,
  }
}
