import type { Grey } from './grey.ts'
import type { Box } from './guides.ts'

const blockPx = 8

/** Mean brightness of blocks inside a region: noise averages out, movement does not. */
const blocksOf = ({ width, data }: Grey, region: Box): number[] => {
  const blocks: number[] = []
  for (let y = Math.round(region.y); y + blockPx <= region.y + region.height; y += blockPx)
    for (let x = Math.round(region.x); x + blockPx <= region.x + region.width; x += blockPx) {
      let sum = 0
      for (let dy = 0; dy < blockPx; dy += 1)
        for (let dx = 0; dx < blockPx; dx += 1) sum += data[(y + dy) * width + x + dx] ?? 0
      blocks.push(sum / (blockPx * blockPx))
    }
  return blocks
}

/** Mean change of the blocks between two pictures, on the scale of brightness. A change of the light as a whole is taken out. */
export const motionBetween = (before: Grey, now: Grey, region: Box): number => {
  const first = blocksOf(before, region)
  const second = blocksOf(now, region)
  if (first.length === 0) return 0
  const changes = first.map((value, index) => (second[index] ?? value) - value)
  const whole = changes.reduce((sum, change) => sum + change, 0) / changes.length
  return changes.reduce((sum, change) => sum + Math.abs(change - whole), 0) / changes.length
}
