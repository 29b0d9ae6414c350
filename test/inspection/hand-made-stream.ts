import type { ProofFrame } from '#domain/finding.ts'
import type { ContinuityEvidence } from '#inspection/checks/continuity.ts'
import type { FrameStamp } from '#inspection/media/decoder-types.ts'
import { seededRandom } from '#test/media/synthesise-recording.ts'

export const still = (atMs: number): ProofFrame => ({
  frame: `at-${Math.floor(atMs / 1000)}`,
  atMs,
  widthPx: 4,
  heightPx: 3,
  marks: [],
})
export const streamOf = (stamps: FrameStamp[], more: Partial<ContinuityEvidence> = {}): ContinuityEvidence => ({
  stamps,
  sound: [],
  parameterChanges: [],
  containerDamage: null,
  live: null,
  answers: [],
  witnesses: [],
  stillAt: still,
  ...more,
})

/** What a person before a camera looks like through the grid: a wall, and a blob where `x` and `y` say, with noise. */
export type StreamLook = { x: number; y: number; wall?: number; light?: number }
export const frames = (
  timesMs: readonly number[],
  lookAt: (ptsMs: number) => StreamLook,
  { noise = 0.15, seed = 1, exact = false }: { noise?: number; seed?: number; exact?: boolean } = {},
): FrameStamp[] => {
  const random = seededRandom(seed)
  return timesMs.map((ptsMs, frameIndex) => {
    const { x, y, wall = 0, light = 0 } = lookAt(ptsMs)
    const lumaGrid = Uint16Array.from({ length: 144 }, (_, cell) => {
      const column = cell % 16
      const row = Math.floor(cell / 16)
      const distance = Math.hypot(column - x * 16, row - y * 9)
      const level = 70 + 3 * ((column * 5 + row * 3 + wall * (row * 7 + column)) % 11) + Math.max(0, 90 - 25 * distance)
      return (level + light + (random() - 0.5) * 2 * noise) * 256
    })
    const lumaCrc32 = exact ? Math.round(x * 1e6) * 1000 + Math.round(y * 1e6) : Math.floor(random() * 2 ** 32)
    return { ptsMs, frameIndex, keyFrame: frameIndex % 30 === 0, widthPx: 1280, heightPx: 720, lumaCrc32, lumaGrid }
  })
}
export const times = (seconds: number, framesPerSecond = 30): number[] =>
  Array.from({ length: seconds * framesPerSecond }, (_, index) => Math.round((index * 1000) / framesPerSecond))

/** Movement that never comes again: sums of unrelated rhythms. */
export const alive = (ptsMs: number): StreamLook => ({
  x: 0.5 + 0.12 * Math.sin(ptsMs / 700) + 0.08 * Math.sin(ptsMs / 433 + 2) + 0.05 * Math.sin(ptsMs / 1871),
  y: 0.5 + 0.1 * Math.sin(ptsMs / 911 + 1) + 0.05 * Math.sin(ptsMs / 377),
})
