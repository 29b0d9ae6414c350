import type { PanTurn, PanView } from './pan-record.ts'

/** Headings closer than this show mostly the same. */
export const distinctDeg = 25
const mostSectors = 8

/**
 * A handful of pictures that together show what a turn showed: the turn is cut into sectors, and the sharpest picture
 * stands for each. In order of time. A camera that hardly moved gives one.
 */
export const telling = ({ turn, views }: PanTurn): PanView[] => {
  const kept = views.filter(({ picture }) => picture !== null)
  if (turn === null || kept.length === 0) return kept.slice(0, 1)
  const headingAt = (atMs: number): number =>
    turn.headings.reduce((near, one) => (Math.abs(one.atMs - atMs) < Math.abs(near.atMs - atMs) ? one : near)).deg
  const placed = kept.map((view) => ({ view, deg: headingAt(view.atMs) }))
  const lowest = Math.min(...placed.map(({ deg }) => deg))
  const range = Math.max(...placed.map(({ deg }) => deg)) - lowest
  const sectors = Math.max(1, Math.min(mostSectors, Math.floor(range / distinctDeg)))
  const best = new Map<number, PanView>()
  for (const { view, deg } of placed) {
    const sector = Math.min(sectors - 1, Math.floor(((deg - lowest) / Math.max(1, range)) * sectors))
    if (view.sharpness > (best.get(sector)?.sharpness ?? -1)) best.set(sector, view)
  }
  return [...best.values()].sort((a, b) => a.atMs - b.atMs)
}
