import { boxCentre, boxWidth } from '../vision/image.ts'
import { median } from './check.ts'
import { lidOpening } from './lid-opening.ts'
import type { FaceTrack } from './people.ts'

/**
 * Whether a face that was followed through several pictures lives or is a picture of one. Three things tell: eyelids
 * close, the features move against each other slowly (turning, talking, where the landmarks of a still face only
 * tremble), and people move about.
 *
 * Measured at 5 pictures a second over up to 4 s, faces 35 to 211 px wide:
 * | | drift | lids |
 * | 42 prints | at most 0.0075 | at most 0.10 |
 * | the same before a trembling camera | at most 0.014, mean 0.0077 | at most 0.14 |
 * | 26 windows of five people | 0.0093 to 0.05 | 0.06 to 0.37, 18 of them above 0.15 |
 * | a man who sits quite still for 16 s | 0.013 | 0.35 |
 */
export type FaceLife = 'living' | 'picture' | 'unclear'

const living = { drift: 0.016, lids01: 0.2, travel: 0.25 } as const
// Of place, in widths of the face: a print moves with the camera (up to 0.11 measured).
const still = { drift: 0.0085, lids01: 0.15, travel: 0.12 } as const
/** Somebody may keep still for less than this. */
const stillMs = 2000
const stillSightings = 8
/** Landmarks tremble from picture to picture; their mean over so long does not. */
const smoothingMs = 1000

export const faceLife = (track: FaceTrack): FaceLife => {
  const { sightings } = track
  const shapes = sightings.flatMap(({ face }) => (face.shape ? [face.shape] : []))
  const times = sightings.map(({ look }) => look.atMs)
  const durationMs = times.at(-1)! - times[0]!
  const gapMs = median(times.slice(1).map((atMs, i) => atMs - times[i]!))
  const travel = travelOf(sightings)
  const drift = driftOf(shapes, Math.max(1, Math.round(smoothingMs / gapMs)))
  const lids01 = lidClosing(shapes)
  if (travel >= living.travel || drift >= living.drift || lids01 >= living.lids01) return 'living'
  const seenEnough = durationMs >= stillMs && shapes.length >= stillSightings
  return seenEnough && travel <= still.travel && drift <= still.drift && lids01 <= still.lids01 ? 'picture' : 'unclear'
}

/** How far the face got from its median place, in widths of itself. */
const travelOf = (sightings: FaceTrack['sightings']): number => {
  const centres = sightings.map(({ face }) => boxCentre(face.box))
  const [x, y] = [median(centres.map((centre) => centre[0])), median(centres.map((centre) => centre[1]))]
  const width = median(sightings.map(({ face }) => boxWidth(face.box)))
  const distances = centres.map((centre) => Math.hypot(centre[0] - x, centre[1] - y) / width)
  // The second largest: a single box drawn badly is no movement.
  return distances.sort((a, b) => b - a)[1] ?? 0
}

/** Mean distance of the smoothed landmarks from their median place, in half-distances of the eyes. */
const driftOf = (shapes: readonly Float32Array[], smoothedOver: number): number => {
  const smooth = shapes.slice(smoothedOver - 1).map((_, i) => {
    const mean = new Float32Array(shapes[0]!.length)
    for (let k = 0; k < smoothedOver; k += 1)
      for (let place = 0; place < mean.length; place += 1) mean[place]! += shapes[i + k]![place]! / smoothedOver
    return mean
  })
  if (smooth.length < 2) return 0
  let sum = 0
  for (let place = 0; place < smooth[0]!.length; place += 1) {
    const values = smooth.map((shape) => shape[place]!)
    const middle = median(values)
    sum += values.reduce((total, value) => total + Math.abs(value - middle), 0) / values.length
  }
  return sum / smooth[0]!.length
}

/**
 * How far the eyes closed below their usual opening, 0 to 1. The deepest few pictures in a hundred are passed over,
 * and always the deepest one, because landmarks slip now and then.
 */
const lidClosing = (shapes: readonly Float32Array[]): number => {
  if (shapes.length < 3) return 0
  const openings = shapes.map(lidOpening)
  const usual = median(openings)
  if (usual === 0) return 0
  const sorted = openings.sort((a, b) => a - b)
  return (usual - sorted[Math.max(1, Math.floor(0.03 * sorted.length))]!) / usual
}
