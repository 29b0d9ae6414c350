import type { FrameLook, RunEvidence } from '#inspection/evidence.ts'
import { face, look, shapeAt } from './hand-made-evidence.ts'

/** Words as mouth and sound show them; each lasts so long and is loudest, and the mouth widest, in its middle. */
const wordMs = 400

/** How far open at an instant, 0 to 1. */
export const openness = (atMs: number, words: readonly number[]): number => {
  const word = words.find((startMs) => atMs >= startMs && atMs < startMs + wordMs)
  return word === undefined ? 0 : Math.sin((Math.PI * (atMs - word)) / wordMs)
}

/** Pictures of a mouth, 15 a second; `tremble` is how much of it is chance. */
export const mouths = (
  words: readonly number[],
  { startMs = 0, endMs, tremble = 0.1 }: { startMs?: number; endMs: number; tremble?: number },
): FrameLook[] =>
  Array.from({ length: Math.round(((endMs - startMs) * 15) / 1000) }, (_, i) => {
    const atMs = startMs + (i * 1000) / 15
    const open = openness(atMs, words) + tremble * Math.sin(i * i)
    const shape = shapeAt()
    for (const lower of [65, 66, 67, 56, 57, 58]) shape[2 * lower + 1]! += 0.2 * open
    shape[2 * 8 + 1]! += 0.3 * open + 2
    return look(atMs, { faces: [face({ shape })] })
  })

export const isLook = (_: FrameLook, i: number): boolean => i % 3 === 0
export const isGlimpse = (_: FrameLook, i: number): boolean => i % 3 !== 0

/** A voice `voiceDb` above the room. */
export const sound = (words: readonly number[], endMs: number, voiceDb = 40): RunEvidence['loudness'] => ({
  stepMs: 20,
  levelsDb: Float32Array.from(
    { length: endMs / 20 },
    (_, i) => -70 + Math.sin(i * 7) + voiceDb * openness(i * 20, words),
  ),
})
