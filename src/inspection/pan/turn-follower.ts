import type { Box } from '../vision/image.ts'
import { type CameraMotion, fieldsOfViewDeg } from './rotation.ts'
import { bestShift, type Grey, type Thumb, thumbOf } from './small-grey.ts'
import type { Motions, PanTracker } from './tracker.ts'

/** What was measured of one turn with the camera, by the field of view that explains the pictures best. */
export type TurnMeasurement = {
  pictures: number
  startMs: number
  endMs: number
  fieldOfViewDeg: number
  /** How much the angles may be off: the field of view is known to so much only, as a share. */
  uncertain01: number
  /** From the leftmost to the rightmost heading. */
  coveredDeg: number
  /** Time in which the pictures could not be followed (blur, blank walls). */
  lostMs: number
  /** Heading at each picture, to the right; `lost` when it could not be followed from the one before. */
  headings: { atMs: number; deg: number; lost: boolean }[]
  /** An early view came back: between these two pictures the camera went round by 360° plus `beyondDeg`. */
  closure: { fromMs: number; toMs: number; measuredDeg: number; beyondDeg: number } | null
}

/** A rotation is believed when so many cells, across so much of the picture, follow it. */
const followed = { cells: 9, spread01: 0.4, inliers01: 0.35 }
/** A view that comes back is compared across time, so more is asked of it. */
const cameBack = { cells: 14, spread01: 0.45, inliers01: 0.45 }
const minAlike = 0.5
/** What a whole turn may measure before the field of view is known well. */
const wholeTurn = { leastDeg: 250, mostDeg: 500 }
/** Views near the beginning that may come back: how many, and how far apart. */
const mostAnchors = 16
const anchorEveryDeg = 7
/** Two views that come back must agree on how far the camera went. */
const agreeDeg = 12
/** Turns smaller than this tell nothing about the field of view. */
const tellingDeg = 2
const pixelsPerDeg = 320 / 65

type Return = { from: number; to: number; beyondDeg: number[] }
type Anchor = { index: number; grey: Grey; thumb: Thumb; hidden: readonly Box[] }

const isAtLeast = (motion: CameraMotion | null, least: typeof followed): motion is CameraMotion =>
  motion !== null &&
  motion.cells >= least.cells &&
  motion.spread01 >= least.spread01 &&
  motion.inliers01 >= least.inliers01

const bestOf = (motions: Motions): CameraMotion | null =>
  motions.reduce((best, motion) => (motion !== null && motion.inliers01 > (best?.inliers01 ?? 0) ? motion : best), null)

/**
 * [CK8] Follows a turning camera from picture to picture and watches for its first views to come back. `add` must be
 * called one at a time, in order of time.
 */
export const openTurnFollower = (tracker: Pick<PanTracker, 'track'>) => {
  const times: { atMs: number; lost: boolean }[] = []
  /** Headings of every picture under each field of view. */
  const headings = fieldsOfViewDeg.map((): number[] => [])
  /** How many points followed in telling turns, under each. */
  const explained = fieldsOfViewDeg.map(() => 0)
  const anchors: Anchor[] = []
  const returns: Return[] = []
  let previous: { atMs: number; grey: Grey; hidden: readonly Box[] } | null = null
  let lostMs = 0
  let degPerMs = 0

  const bestField = (): number => explained.indexOf(Math.max(...explained))
  const note = (atMs: number, motions: Motions | null): void => {
    times.push({ atMs, lost: motions === null })
    for (const [field, past] of headings.entries()) {
      const turned = motions?.[field]?.yawDeg ?? (motions === null ? 0 : (bestOf(motions)?.yawDeg ?? 0))
      past.push((past.at(-1) ?? 0) + turned)
    }
  }

  const step = async (atMs: number, grey: Grey): Promise<void> => {
    if (previous === null)
      return note(
        atMs,
        fieldsOfViewDeg.map(() => null),
      )
    const { hidden } = previous
    const elapsedMs = atMs - previous.atMs
    if (previous.grey.width !== grey.width || previous.grey.height !== grey.height) {
      lostMs += elapsedMs
      return note(atMs, null)
    }
    const expected = Math.max(-200, Math.min(200, -degPerMs * elapsedMs * pixelsPerDeg))
    let motions = await tracker.track(previous.grey, grey, { shiftPx: expected, hidden })
    if (!isAtLeast(bestOf(motions), followed)) {
      // A camera that starts or stops is not where its speed says; the pictures as a whole may tell how far it went.
      const { shiftPx } = bestShift(thumbOf(previous.grey), thumbOf(grey))
      motions = await tracker.track(previous.grey, grey, { shiftPx, hidden })
    }
    const best = bestOf(motions)
    if (!isAtLeast(best, followed)) {
      lostMs += elapsedMs
      degPerMs /= 2
      return note(atMs, null)
    }
    degPerMs = best.yawDeg / Math.max(1, elapsedMs)
    if (Math.abs(best.yawDeg) >= tellingDeg)
      for (const [field, motion] of motions.entries())
        explained[field]! += (motion?.inliers01 ?? 0) * (motion?.points ?? 0)
    note(atMs, motions)
  }

  const wentDeg = (field: number, from: number, to: number): number => headings[field]![to]! - headings[field]![from]!

  /** How far one whole turn measures by a view that came back. */
  const roundDeg = (field: number, { from, to, beyondDeg }: Return): number =>
    Math.abs(wentDeg(field, from, to)) - beyondDeg[field]!
  const agree = (field: number, one: Return, other: Return): boolean =>
    one !== other && Math.abs(roundDeg(field, one) - roundDeg(field, other)) <= agreeDeg
  const isSettled = (): boolean => {
    const field = bestField()
    return returns.some(
      (one) => Math.abs(one.beyondDeg[field]!) < 8 && returns.some((other) => agree(field, one, other)),
    )
  }

  const lookForReturn = async (grey: Grey): Promise<void> => {
    const to = times.length - 1
    const field = bestField()
    const far = anchors.filter(({ index }) => {
      const went = Math.abs(wentDeg(field, index, to))
      return went >= wholeTurn.leastDeg && went <= wholeTurn.mostDeg
    })
    if (far.length === 0) return
    const thumb = thumbOf(grey)
    const candidates = far
      .map((anchor) => ({ anchor, ...bestShift(anchor.thumb, thumb) }))
      .filter(({ alike }) => alike >= minAlike)
      .sort((a, b) => b.alike - a.alike)
    for (const { anchor, shiftPx } of candidates.slice(0, 2)) {
      const motions = await tracker.track(anchor.grey, grey, { shiftPx, hidden: anchor.hidden })
      const best = bestOf(motions)
      if (!isAtLeast(best, cameBack) || Math.abs(best.rollDeg) > 15) continue
      const direction = Math.sign(wentDeg(field, anchor.index, to))
      const beyondDeg = motions.map((motion) => direction * (motion ?? best).yawDeg)
      returns.push({ from: anchor.index, to, beyondDeg })
    }
  }

  return {
    async add(atMs: number, grey: Grey, hidden: readonly Box[] = []): Promise<void> {
      await step(atMs, grey)
      if (!isSettled()) await lookForReturn(grey)
      const index = times.length - 1
      const latest = anchors.at(-1)
      const isNew = latest === undefined || Math.abs(wentDeg(bestField(), latest.index, index)) >= anchorEveryDeg
      if (isNew && anchors.length < mostAnchors) anchors.push({ index, grey, thumb: thumbOf(grey), hidden })
      previous = { atMs, grey, hidden }
    },
    measurement(): TurnMeasurement | null {
      const [first, last] = [times[0], times.at(-1)]
      if (!first || !last) return null
      const field = bestField()
      const degs = headings[field]!
      const closing = returns
        .filter((one) => returns.some((other) => agree(field, one, other)))
        .sort((a, b) => Math.abs(a.beyondDeg[field]!) - Math.abs(b.beyondDeg[field]!))[0]
      return {
        pictures: times.length,
        startMs: first.atMs,
        endMs: last.atMs,
        fieldOfViewDeg: fieldsOfViewDeg[field]!,
        uncertain01: uncertainty(explained, field),
        coveredDeg: degs.reduce((a, b) => Math.max(a, b)) - degs.reduce((a, b) => Math.min(a, b)),
        lostMs,
        headings: times.map(({ atMs, lost }, index) => ({ atMs, deg: degs[index]!, lost })),
        closure: closing
          ? {
              fromMs: times[closing.from]!.atMs,
              toMs: times[closing.to]!.atMs,
              measuredDeg: Math.abs(wentDeg(field, closing.from, closing.to)),
              beyondDeg: closing.beyondDeg[field]!,
            }
          : null,
      }
    },
  }
}

/** Angles scale about as fields of view do, so those that explain the pictures nearly as well bound the error. */
const uncertainty = (explained: readonly number[], best: number): number => {
  const near = fieldsOfViewDeg.filter((_, field) => explained[field]! >= 0.97 * explained[best]!)
  const chosen = fieldsOfViewDeg[best]!
  return Math.max(0.08, ...near.map((deg) => Math.abs(deg / chosen - 1)))
}
