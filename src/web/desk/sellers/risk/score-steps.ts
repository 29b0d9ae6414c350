/** Arithmetic of the score over time, which stays as it is until the next signal. Times in ms, places in px. */
export type ScorePoint = { seq: number; atMs: number; score: number; opened: boolean }

export type ScoreSteps = {
  /** A path of right angles: the score holds until the next signal. */
  path: string
  marks: { seq: number; x: number; y: number; opened: boolean }[]
  /** Scores with a line of their own, the lowest first. */
  ticks: { score: number; y: number }[]
  opensAtY: number | null
}

type Box = { widthPx: number; heightPx: number; leftPx: number; rightPx: number; topPx: number; bottomPx: number }

/** `points` in the order of their signals, at least one; `opensAt` is the score that opens a case. */
export const scoreSteps = (points: readonly ScorePoint[], opensAt: number | null, box: Box): ScoreSteps => {
  const scores = points.map(({ score }) => score)
  const lowest = Math.min(0, ...scores)
  const highest = Math.max(10, ...scores, opensAt === null ? 0 : opensAt * 1.15)
  const firstMs = points[0]?.atMs ?? 0
  const spanMs = Math.max(1, (points.at(-1)?.atMs ?? 0) - firstMs)
  const innerPx = box.widthPx - box.leftPx - box.rightPx
  const round = (px: number) => Math.round(px * 10) / 10
  const x = (atMs: number) => round(box.leftPx + ((atMs - firstMs) / spanMs) * innerPx)
  const y = (score: number) =>
    round(box.topPx + ((highest - score) / (highest - lowest)) * (box.heightPx - box.topPx - box.bottomPx))
  const marks = points.map(({ seq, atMs, score, opened }) => ({ seq, x: x(atMs), y: y(score), opened }))
  const [first, ...others] = marks
  const steps = others.map((mark) => `H${mark.x}V${mark.y}`)
  return {
    path: first ? [`M${first.x} ${first.y}`, ...steps, `H${box.widthPx - box.rightPx}`].join('') : '',
    marks,
    ticks: ticksBetween(lowest, highest).map((score) => ({ score, y: y(score) })),
    opensAtY: opensAt === null ? null : y(opensAt),
  }
}

/** Round numbers, three to six of them. */
const ticksBetween = (lowest: number, highest: number): number[] => {
  const rough = (highest - lowest) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power
  const from = Math.ceil(lowest / step)
  return Array.from({ length: Math.floor(highest / step) - from + 1 }, (_, i) => (from + i) * step)
}
