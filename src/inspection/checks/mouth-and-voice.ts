import type { RunEvidence } from '../evidence.ts'
import type { Loudness } from '../loudness.ts'
import type { HeadSighting } from './head-movement.ts'
import { interpolated } from './proof-series.ts'

/**
 * Four ways in which 68 landmarks tell an open mouth, all against the distance of the eyes: the gap between the lips,
 * the lips' outer edges, the lower lip and the chin below the nose. Each errs in its own way on real faces (beards,
 * thin lips, a head that nods), so their mean is taken. Source: the points of the iBUG scheme.
 */
const gaps = {
  between: [
    [61, 67],
    [62, 66],
    [63, 65],
  ],
  outer: [
    [50, 58],
    [51, 57],
    [52, 56],
  ],
  lowerLip: [[33, 57]],
  chin: [[33, 8]],
} as const

type Series = { startMs: number; stepMs: number; values: Float32Array }

/** How far the mouth is open over time, without unit: mean 0. */
export const mouthOpening = (
  sightings: readonly HeadSighting[],
  { startMs, endMs, stepMs }: { startMs: number; endMs: number; stepMs: number },
): Series => {
  const values = new Float32Array(Math.max(0, Math.floor((endMs - startMs) / stepMs)))
  for (const pairs of Object.values(gaps)) {
    const points = sightings.flatMap(({ atMs, face: { shape } }) =>
      shape ? [{ atMs, value: pairs.reduce((sum, [a, b]) => sum + distanceIn(shape, a, b), 0) / pairs.length }] : [],
    )
    standardised(interpolated(points, { length: values.length, startMs, stepMs })).forEach((value, i) => {
      values[i]! += value / Object.keys(gaps).length
    })
  }
  return { startMs, stepMs, values }
}

const distanceIn = (shape: Float32Array, a: number, b: number): number =>
  Math.hypot(shape[2 * a]! - shape[2 * b]!, shape[2 * a + 1]! - shape[2 * b + 1]!)

const standardised = (values: Float32Array): Float32Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (spread > 1e-6 ? (value - mean) / spread : 0))
}

/** A room is as loud as this share of its quietest steps; speech is louder. */
const roomShare01 = 0.2
const speechShare01 = 0.97
const smoothedOver = 3

/**
 * How loud the voice is over time, 0 (the room) to 1 (the loudest speech). Null when nothing stands out from the room by
 * `minRangeDb`, or when there is no sound for a part of the time.
 */
export const voiceLoudness = (
  { loudness }: Pick<RunEvidence, 'loudness'>,
  { startMs, endMs }: { startMs: number; endMs: number },
  minRangeDb: number,
): Series | null => {
  const { stepMs } = loudness
  const levels = smoothed(
    loudness.levelsDb.subarray(Math.max(0, Math.floor(startMs / stepMs)), Math.floor(endMs / stepMs)),
  )
  if (levels.length === 0 || levels.some(Number.isNaN)) return null
  const sorted = Float32Array.from(levels).sort()
  const [room, speech] = [roomShare01, speechShare01].map((share) => sorted[Math.floor(share * sorted.length)]!) as [
    number,
    number,
  ]
  if (speech - room < minRangeDb) return null
  return {
    startMs,
    stepMs,
    values: levels.map((level) => Math.min(1, Math.max(0, (level - room) / (speech - room)))),
  }
}

const smoothed = (levels: Loudness['levelsDb']): Float32Array =>
  levels.map((_, i) => {
    const near = levels.subarray(Math.max(0, i - (smoothedOver >> 1)), i + (smoothedOver >> 1) + 1)
    return near.reduce((sum, level) => sum + level, 0) / near.length
  })
