import type { Finding, Span } from '#domain/finding.ts'
import type { FrameStamp } from '../media/decoder-types.ts'
import { fails, isUnsure, passes } from './check.ts'
import { type ContinuityEvidence, stillsAround, wholeSpan } from './continuity.ts'

const identity = { check: 'continuity.loop', version: '2', models: [] } as const

export type LoopLimits = {
  /** A passage that comes again, equal to the bit, for at least this long and with this many different frames. */
  minRepeatMs: number
  minRepeatFrames: number
  /**
   * Such a passage of somebody at rest (its movement in grey levels over half a second) answers nothing. Up to this
   * length it goes to a person; longer, it is a film of somebody who waits.
   */
  restMotionLevels: number
  maxRestRepeatMs: number
  /** One frame, equal to the bit, on and on: no sensor gives that. */
  maxFrozenMs: number
  /** A passage that comes again alike (encoded anew): its length, */
  minAlikeMs: number
  /** the mean difference of its frames over the mean movement within it, */
  maxAlikeRatio01: number
  /** and the movement it must hold, in grey levels over half a second; less proves nothing about a person who sits still. */
  minMotionLevels: number
}

type Passage = { first: Span; again: Span }

/** Frames that are equal to the bit and follow on each other, as one. */
type Held = { crc: number; startMs: number; endMs: number }

const heldFrames = (stamps: readonly FrameStamp[]): Held[] => {
  const held: Held[] = []
  for (const { lumaCrc32, ptsMs } of stamps) {
    const last = held.at(-1)
    if (last?.crc === lumaCrc32) last.endMs = ptsMs
    else held.push({ crc: lumaCrc32, startMs: ptsMs, endMs: ptsMs })
  }
  return held
}

/** Earlier places of one frame that are followed up; a hostile recording could else make this quadratic. */
const mostPlaces = 32

/** The longest passage that comes again bit by bit. */
const longestRepeat = (held: readonly Held[], limits: LoopLimits): Passage | null => {
  const places = new Map<number, number[]>()
  /** For each earlier place: how many frames up to here equal those up to there. */
  let running = new Map<number, number>()
  let best: { at: number; from: number; length: number } | null = null
  for (let at = 0; at < held.length; at++) {
    const crc = held[at]!.crc
    const next = new Map<number, number>()
    const earlier = places.get(crc) ?? []
    for (const from of earlier) {
      const length = (running.get(from - 1) ?? 0) + 1
      next.set(from, length)
      if (length > (best?.length ?? 0)) best = { at, from, length }
    }
    running = next
    earlier.push(at)
    if (earlier.length > mostPlaces) earlier.shift()
    places.set(crc, earlier)
  }
  if (best === null) return null
  const passage = (end: number): Span => ({
    startMs: held[end - best.length + 1]!.startMs,
    endMs: held[end]!.endMs,
  })
  const different = new Set(held.slice(best.at - best.length + 1, best.at + 1).map(({ crc }) => crc)).size
  const again = passage(best.at)
  return different >= limits.minRepeatFrames && again.endMs - again.startMs >= limits.minRepeatMs
    ? { first: passage(best.from), again }
    : null
}

const columns = 16
const rows = 9
const cells = columns * rows
/** The grid in blocks of four by three cells, for the first look. */
const blocksAcross = 4
const blocksDown = 3
const blocks = blocksAcross * blocksDown
const pointEveryMs = 500
const shortestLagMs = 1000
/** Frames further from a wanted instant than this do not stand for it. */
const mostOffMs = 120

/** Mean difference of two grids (or two rows of blocks) in grey levels, given up once it is beyond `bound`. */
const difference = (one: Float32Array, other: Float32Array, bound: number): number => {
  const most = bound * one.length
  let sum = 0
  for (let cell = 0; cell < one.length; cell++) {
    sum += Math.abs(one[cell]! - other[cell]!)
    if (sum > most) return Number.POSITIVE_INFINITY
  }
  return sum / one.length
}

/**
 * Means of the blocks of a grid. Two grids never differ by less than their blocks do, so what differs in its blocks need
 * not be looked at in its cells; nearly all pairs of frames do, and a long recording has millions of them.
 */
const inBlocks = (grid: Float32Array): Float32Array => {
  const means = new Float32Array(blocks)
  for (let cell = 0; cell < cells; cell++) {
    const across = Math.floor(((cell % columns) * blocksAcross) / columns)
    const down = Math.floor((Math.floor(cell / columns) * blocksDown) / rows)
    means[down * blocksAcross + across]! += (grid[cell]! * blocks) / cells
  }
  return means
}

/** The grid at any instant, between the two frames around it; null where frames are missing. */
const gridReader = (stamps: readonly FrameStamp[]) => {
  const times = stamps.map(({ ptsMs }) => ptsMs)
  return (atMs: number): Float32Array | null => {
    let low = 0
    let high = times.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (times[middle]! <= atMs) low = middle
      else high = middle - 1
    }
    const before = stamps[low]!
    const after = stamps[Math.min(low + 1, stamps.length - 1)]!
    if (Math.abs(before.ptsMs - atMs) > mostOffMs || Math.abs(after.ptsMs - atMs) > mostOffMs) return null
    const distance = after.ptsMs - before.ptsMs
    const share = distance <= 0 ? 0 : Math.min(1, Math.max(0, (atMs - before.ptsMs) / distance))
    return Float32Array.from(
      before.lumaGrid,
      (level, cell) => (level * (1 - share) + after.lumaGrid[cell]! * share) / 256,
    )
  }
}

/** Mean movement over half a second within a span, in grey levels. */
const motionIn = (stamps: readonly FrameStamp[], { startMs, endMs }: Span): number => {
  const gridAt = gridReader(stamps)
  let sum = 0
  let count = 0
  for (let atMs = startMs; atMs + pointEveryMs <= endMs; atMs += pointEveryMs) {
    const [before, after] = [gridAt(atMs), gridAt(atMs + pointEveryMs)]
    if (before === null || after === null) continue
    sum += difference(before, after, 256)
    count++
  }
  return count === 0 ? 0 : sum / count
}

export type Likeness = Passage & { ratio01: number; motionLevels: number }

/**
 * The passage most like an earlier one, measured against its own movement: a loop that was encoded anew differs from
 * its first run by noise only, a person who moves the same way twice differs by far more.
 */
export const closestLikeness = (
  stamps: readonly FrameStamp[],
  { minAlikeMs, minMotionLevels, maxAlikeRatio01 }: LoopLimits,
): Likeness | null => {
  const span = wholeSpan(stamps)
  if (span === null || span.endMs - span.startMs < minAlikeMs + shortestLagMs) return null
  const gridAt = gridReader(stamps)
  const points = Math.floor(minAlikeMs / pointEveryMs) + 1
  // Grids at every frame, with those of the points that follow it found when they are needed.
  const atFrame = stamps.map(({ lumaGrid }) => Float32Array.from(lumaGrid, (level) => level / 256))
  const blocksAtFrame = atFrame.map(inBlocks)
  let best: Likeness | null = null
  for (let startMs = span.startMs; startMs + minAlikeMs + shortestLagMs <= span.endMs; startMs += pointEveryMs) {
    const passage = Array.from({ length: points }, (_, point) => gridAt(startMs + point * pointEveryMs))
    if (passage.some((grid) => grid === null)) continue
    const grids = passage as Float32Array[]
    let motion = 0
    for (let point = 1; point < points; point++) motion += difference(grids[point]!, grids[point - 1]!, 256)
    motion /= points - 1
    if (motion < minMotionLevels) continue
    const firstBlocks = inBlocks(grids[0]!)
    const bound = motion * Math.min(best?.ratio01 ?? 1, maxAlikeRatio01)
    for (let index = 0; index < stamps.length; index++) {
      const laterMs = stamps[index]!.ptsMs
      if (laterMs < startMs + shortestLagMs) continue
      if (laterMs + minAlikeMs > span.endMs) break
      // Most frames differ at the first point already. A single point may be off by more than the mean.
      if (difference(blocksAtFrame[index]!, firstBlocks, bound * 2) === Number.POSITIVE_INFINITY) continue
      let sum = difference(atFrame[index]!, grids[0]!, bound * 2)
      for (let point = 1; point < points && sum <= bound * points; point++) {
        const later = gridAt(laterMs + point * pointEveryMs)
        sum += later === null ? Number.POSITIVE_INFINITY : difference(later, grids[point]!, bound * points)
      }
      if (sum > bound * points) continue
      const ratio01 = sum / points / motion
      if (ratio01 < (best?.ratio01 ?? Number.POSITIVE_INFINITY)) {
        best = {
          ratio01,
          motionLevels: motion,
          first: { startMs, endMs: startMs + minAlikeMs },
          again: { startMs: laterMs, endMs: laterMs + minAlikeMs },
        }
      }
    }
  }
  return best
}

/**
 * [CK9] No loop and no replayed clip within the recording. Passages equal to the bit are clear, because a sensor's noise
 * never comes twice, unless somebody merely sat there for a moment; passages merely alike and a frozen picture go to a person. Somebody who sits still gives neither.
 */
export const continuityLoop = (evidence: ContinuityEvidence, limits: LoopLimits): Finding => {
  const { stamps } = evidence
  const span = wholeSpan(stamps)
  if (span === null || stamps.length < 2) return isUnsure(identity, 'no-evidence')
  const held = heldFrames(stamps)
  const repeat = longestRepeat(held, limits)
  if (repeat) {
    const repeatMs = repeat.again.endMs - repeat.again.startMs
    const isRest = repeatMs <= limits.maxRestRepeatMs && motionIn(stamps, repeat.again) < limits.restMotionLevels
    const judge = isRest ? isUnsure : fails
    return judge(identity, 'recording-replayed', {
      value: repeatMs,
      limit: limits.minRepeatMs,
      unit: 'ms',
      span: repeat.again,
      proofFrames: stillsAround(evidence, { startMs: repeat.first.startMs, endMs: repeat.again.startMs }),
    })
  }
  const frozen = held.reduce((longest, one) =>
    one.endMs - one.startMs > longest.endMs - longest.startMs ? one : longest,
  )
  const frozenMs = frozen.endMs - frozen.startMs
  if (frozenMs > limits.maxFrozenMs) {
    const still = { startMs: frozen.startMs, endMs: frozen.endMs }
    return isUnsure(identity, 'recording-replayed', {
      value: frozenMs,
      limit: limits.maxFrozenMs,
      unit: 'ms',
      span: still,
      proofFrames: stillsAround(evidence, still),
    })
  }
  const alike = closestLikeness(stamps, limits)
  const answer = { value: alike?.ratio01 ?? 1, limit: limits.maxAlikeRatio01, unit: 'ratio' }
  if (alike) {
    return isUnsure(identity, 'recording-replayed', {
      ...answer,
      span: alike.again,
      proofFrames: stillsAround(evidence, { startMs: alike.first.startMs, endMs: alike.again.startMs }),
    })
  }
  return passes(identity, { ...answer, span })
}
