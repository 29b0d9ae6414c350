import type { Finding } from '#domain/finding.ts'
import type { FrameStamp } from '../media/decoder-types.ts'
import { fails, isUnsure, passes } from './check.ts'
import { type ContinuityEvidence, stillsAround, wholeSpan } from './continuity.ts'

const identity = { check: 'continuity.splice', version: '1', models: [] } as const

export type SpliceLimits = {
  /** How far a stamp may lie before the one before it: rounding, nothing more. */
  maxBackwardsMs: number
  /** Change of the picture's structure from one frame to the next, 0 … 2, above which it counts as a cut. */
  minCutChange: number
  /** Longest distance between two frames at which a jump still shows a cut; over a longer one people move. */
  maxFrameDistanceMs: number
  /** Time before and after within which the picture must have been calm for a jump to be a cut. */
  calmMs: number
}

const meanOf = (grid: Uint16Array): number => {
  let sum = 0
  for (const cell of grid) sum += cell
  return sum / grid.length
}

/**
 * 1 − correlation of two brightness grids: 0 for the same structure, 1 for unrelated ones. Light switched on, exposure
 * that adapts or a screen that flashes change the brightness but not the structure. Flat pictures (a covered lens) have
 * no structure to compare and give 0.
 */
export const structureChange = (one: Uint16Array, other: Uint16Array): number => {
  const meanOne = meanOf(one)
  const meanOther = meanOf(other)
  let product = 0
  let squareOne = 0
  let squareOther = 0
  for (let cell = 0; cell < one.length; cell++) {
    const a = one[cell]! - meanOne
    const b = other[cell]! - meanOther
    product += a * b
    squareOne += a * a
    squareOther += b * b
  }
  // Two grey levels of standard deviation: below it, noise decides.
  const flat = one.length * (2 * 256) ** 2
  if (squareOne < flat || squareOther < flat) return 0
  return 1 - product / Math.sqrt(squareOne * squareOther)
}

type Cut = { index: number; change: number }

/**
 * The strongest sudden change between two frames that lie close together, with calm on both sides: something brought
 * before the camera takes several frames to get there, a cut takes none.
 */
const strongestCut = (stamps: readonly FrameStamp[], limits: SpliceLimits): Cut | null => {
  const changes = stamps.map((stamp, index) =>
    index === 0 ? 0 : structureChange(stamps[index - 1]!.lumaGrid, stamp.lumaGrid),
  )
  let strongest: Cut | null = null
  for (let index = 1; index < stamps.length; index++) {
    const change = changes[index]!
    if (change < (strongest?.change ?? limits.minCutChange)) continue
    if (stamps[index]!.ptsMs - stamps[index - 1]!.ptsMs > limits.maxFrameDistanceMs) continue
    const isCalm = (from: number, step: number): boolean => {
      let neighbours = 0
      for (let at = from; at > 0 && at < stamps.length; at += step) {
        if (Math.abs(stamps[at]!.ptsMs - stamps[index]!.ptsMs) > limits.calmMs) break
        if (changes[at]! > change / 4) return false
        neighbours++
      }
      return neighbours >= 2
    }
    if (isCalm(index - 1, -1) && isCalm(index + 1, 1)) strongest = { index, change }
  }
  return strongest
}

/**
 * [CK9] One continuous take. Stamps that go backwards and a second recording behind the first are clear; a sudden cut of
 * the picture, parameters that change in mid-recording and damage may have an innocent cause, so a person looks.
 */
export const continuitySplice = (evidence: ContinuityEvidence, limits: SpliceLimits): Finding => {
  const { stamps } = evidence
  const span = wholeSpan(stamps)
  if (span === null || stamps.length < 2) return isUnsure(identity, 'no-evidence')
  let backwardsMs = 0
  let backwardsAt = 1
  for (let index = 1; index < stamps.length; index++) {
    const back = stamps[index - 1]!.ptsMs - stamps[index]!.ptsMs
    if (back > backwardsMs) {
      backwardsMs = back
      backwardsAt = index
    }
  }
  const around = (ptsMs: number, beforeMs: number) => ({
    span: { startMs: Math.min(beforeMs, ptsMs), endMs: Math.max(beforeMs, ptsMs) },
    proofFrames: stillsAround(evidence, { startMs: beforeMs, endMs: ptsMs }),
  })
  if (backwardsMs > limits.maxBackwardsMs) {
    return fails(identity, 'recording-spliced', {
      value: backwardsMs,
      limit: limits.maxBackwardsMs,
      unit: 'ms',
      ...around(stamps[backwardsAt]!.ptsMs, stamps[backwardsAt - 1]!.ptsMs),
    })
  }
  const damage = evidence.containerDamage
  if (damage) {
    const answer = { value: 1, limit: 0, unit: 'breaks', ...around(span.endMs, span.endMs) }
    return damage.what === 'second-recording'
      ? fails(identity, 'recording-spliced', answer)
      : isUnsure(identity, 'recording-spliced', answer)
  }
  const cut = strongestCut(stamps, limits)
  if (cut) {
    return isUnsure(identity, 'recording-spliced', {
      value: cut.change,
      limit: limits.minCutChange,
      unit: 'structure change',
      ...around(stamps[cut.index]!.ptsMs, stamps[cut.index - 1]!.ptsMs),
    })
  }
  const change = evidence.parameterChanges[0]
  if (change) {
    return isUnsure(identity, 'recording-spliced', {
      value: evidence.parameterChanges.length,
      limit: 0,
      unit: 'parameter changes',
      ...around(change.ptsMs, change.ptsMs),
    })
  }
  return passes(identity, { value: 0, limit: 0, unit: 'breaks', span })
}
