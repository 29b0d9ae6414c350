import type { Span } from '#domain/finding.ts'
import type { FrameStamp } from '../media/decoder-types.ts'

/**
 * Whether two recordings show the same: the one that the seller's browser made of its own camera, and the one that the
 * reviewer's browser made of what arrived. Both are known by the small brightness pictures that the decode child keeps
 * of every frame (16 × 9), so that nothing is decoded twice and no picture crosses to this side.
 */
export type SeenFrame = Pick<FrameStamp, 'ptsMs' | 'lumaGrid'>

export type Comparison = {
  /** To be added to a time of the witness to get the seller's recording's own. */
  lagMs: number
  /** The part of the seller's recording that both show; null when they share nothing. */
  span: Span | null
  /** How long both were compared: pictures with something in them, the witness's not standing still. */
  comparedMs: number
  /** Of that, how long something moved. */
  movingMs: number
  /** How well the movements of both agree at this lag, −1 to 1, and at the next best lag elsewhere. */
  motion: number
  nextBestMotion: number
  /** Median likeness of the pictures, −1 to 1, whatever their brightness. */
  alike: number
  /** The longest time in which hardly a picture was like its counterpart; null when there was none. */
  unlike: { span: Span; alike: number } | null
}

export type ComparisonLimits = {
  /** Below this two pictures show different things. */
  unlikeBelow: number
  /** Neither recording says when it began, so every lag is tried at which they share so much. */
  minSharedMs: number
}

const stepMs = 500
/** A second's difference tells a movement, and is still the same when both are a quarter second apart. */
const changeSteps = 1000 / stepMs
const phasesMs = [0, 125, 250, 375] as const
/** Other lags than the best begin so far from it; nearer ones share its movements. */
const elsewhereMs = 4000
const triedAgain = 60

/** Grids are in 1/256 of a grey level over 144 cells: a change of half a level everywhere, or of six in one cell. */
const movement = 6 * 256
/** Below two levels of contrast a picture is black, white or covered, and like any other. */
const contrastLevels = 2 * 256

/** A movement's direction, and the same in coarse cells, by which all lags are tried. */
type Change = Record<'fine' | 'coarse', { cells: Float32Array; power: number }>
type Slot = { picture: Float32Array; change: Change | null; moves: boolean; contrast: number }
type Slots = (Slot | null)[]

/** Null when one of the two has nothing to compare, or too little at any lag. About a second of processor time for twenty minutes. */
export const compareRecordings = (
  own: readonly SeenFrame[],
  witness: readonly SeenFrame[],
  limits: ComparisonLimits,
): Comparison | null => {
  const ownSlots = slotsOf(own, 0)
  const witnessSlots = slotsOf(witness, 0)
  const minShared = Math.max(2, Math.ceil(Math.min(limits.minSharedMs / stepMs, 0.6 * witnessSlots.length)))
  const coarse: { lag: number; score: number }[] = []
  for (let lag = minShared - witnessSlots.length; lag <= ownSlots.length - minShared; lag += 1)
    coarse.push({ lag, score: motionAt(ownSlots, witnessSlots, lag, 'coarse') })
  if (coarse.length === 0) return null
  // Coarse cells see small movements badly, so the likeliest lags are tried again with all of them.
  const likely = [...coarse]
    .sort((a, b) => b.score - a.score)
    .slice(0, triedAgain)
    .map(({ lag }) => ({ lag, score: motionAt(ownSlots, witnessSlots, lag, 'fine') }))
  const best = highest(likely)!
  const elsewhere = highest(likely.filter(({ lag }) => Math.abs(lag - best.lag) * stepMs >= elsewhereMs))
  let fine = { lag: best.lag, score: Number.NEGATIVE_INFINITY, phaseMs: 0 }
  for (const phaseMs of phasesMs) {
    const shifted = slotsOf(own, phaseMs)
    for (let lag = best.lag - 1; lag <= best.lag + 1; lag += 1) {
      const score = motionAt(shifted, witnessSlots, lag, 'fine')
      if (score > fine.score) fine = { lag, score, phaseMs }
    }
  }
  return {
    ...judged(slotsOf(own, fine.phaseMs), witnessSlots, fine, limits),
    motion: fine.score,
    nextBestMotion: Math.max(0, elsewhere?.score ?? 0),
  }
}

const highest = (tried: readonly { lag: number; score: number }[]) =>
  tried.length === 0 ? null : tried.reduce((a, b) => (b.score > a.score ? b : a))

/** Half seconds, each the mean of its frames without their brightness; `phaseMs` moves where they begin. */
const slotsOf = (frames: readonly SeenFrame[], phaseMs: number): Slots => {
  const sums: { grid: Float32Array; count: number }[] = []
  for (const { ptsMs, lumaGrid } of frames) {
    const at = Math.floor((ptsMs - phaseMs) / stepMs)
    if (at < 0) continue
    const slot = sums[at] ?? { grid: new Float32Array(lumaGrid.length), count: 0 }
    for (let i = 0; i < lumaGrid.length; i += 1) slot.grid[i]! += lumaGrid[i]!
    slot.count += 1
    sums[at] = slot
  }
  const pictures = Array.from(sums, (slot) => {
    if (!slot) return null
    const mean = slot.grid.reduce((sum, value) => sum + value, 0) / slot.grid.length
    return slot.grid.map((value) => (value - mean) / slot.count)
  })
  return pictures.map((picture, at) => {
    if (!picture) return null
    const before = pictures[at - changeSteps]
    const difference = before ? picture.map((value, i) => value - before[i]!) : null
    const size = difference ? lengthOf(difference) : 0
    // A movement counts by its direction, so that a card held up outweighs no minute of talking.
    const fine = difference?.map((value) => value / Math.max(size, movement))
    return {
      picture,
      change: fine ? { fine: withPower(fine), coarse: withPower(pooled(fine)) } : null,
      moves: size >= movement,
      contrast: lengthOf(picture) / Math.sqrt(picture.length),
    }
  })
}

const columns = 16
const pool = { wide: 2, high: 3 } as const

const pooled = (cells: Float32Array): Float32Array => {
  const across = columns / pool.wide
  const out = new Float32Array(across * Math.ceil(cells.length / columns / pool.high))
  for (let i = 0; i < cells.length; i += 1)
    out[Math.floor(i / columns / pool.high) * across + Math.floor((i % columns) / pool.wide)]! += cells[i]!
  return out
}

const withPower = (cells: Float32Array) => ({ cells, power: dot(cells, cells) })

const lengthOf = (values: Float32Array): number => Math.sqrt(dot(values, values))
const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}

/** How well the movements agree when the witness is put `lag` half seconds later. */
const motionAt = (own: Slots, witness: Slots, lag: number, size: keyof Change): number => {
  let [product, ownPower, witnessPower] = [0, 0, 0]
  for (let at = Math.max(0, -lag); at < witness.length && at + lag < own.length; at += 1) {
    const a = own[at + lag]?.change?.[size]
    const b = witness[at]?.change?.[size]
    if (!a || !b) continue
    product += dot(a.cells, b.cells)
    ownPower += a.power
    witnessPower += b.power
  }
  return ownPower === 0 || witnessPower === 0 ? 0 : product / Math.sqrt(ownPower * witnessPower)
}

const judged = (
  own: Slots,
  witness: Slots,
  { lag, phaseMs }: { lag: number; phaseMs: number },
  { unlikeBelow }: ComparisonLimits,
): Omit<Comparison, 'motion' | 'nextBestMotion'> => {
  const likeness: { atMs: number; alike: number }[] = []
  let moving = 0
  for (let at = Math.max(0, -lag); at < witness.length && at + lag < own.length; at += 1) {
    const [a, b] = [own[at + lag], witness[at]]
    if (!a || !b || a.contrast < contrastLevels || b.contrast < contrastLevels) continue
    // A line that stalls leaves the last picture standing, which is no other picture.
    if (a.moves && !b.moves && isStill(witness, at)) continue
    if (a.moves || b.moves) moving += 1
    const alike = dot(a.picture, b.picture) / (lengthOf(a.picture) * lengthOf(b.picture))
    likeness.push({ atMs: (at + lag) * stepMs + phaseMs, alike })
  }
  const [first, last] = [likeness[0], likeness.at(-1)]
  return {
    lagMs: lag * stepMs + phaseMs,
    span: first && last ? { startMs: first.atMs, endMs: last.atMs + stepMs } : null,
    comparedMs: likeness.length * stepMs,
    movingMs: moving * stepMs,
    alike: median(likeness.map(({ alike }) => alike)),
    unlike: longestUnlike(likeness, unlikeBelow),
  }
}

/** Not a thirtieth of a movement: no camera stands so still. */
const isStill = (slots: Slots, at: number): boolean => {
  const [now, before] = [slots[at], slots[at - 1]]
  return now != null && before != null && lengthOf(now.picture.map((v, i) => v - before.picture[i]!)) < movement / 30
}

/** Single pictures that are like, as two that fade into each other may be, do not end a stretch. */
const longestUnlike = (likeness: readonly { atMs: number; alike: number }[], below: number): Comparison['unlike'] => {
  let longest: { atMs: number; alike: number }[] = []
  let run: { atMs: number; alike: number }[] = []
  for (const [i, one] of likeness.entries()) {
    const goesOn = one.alike < below || (run.length > 0 && (likeness[i + 1]?.alike ?? 1) < below)
    run = goesOn ? [...run, one] : []
    if (run.length > longest.length) longest = run
  }
  const [first, last] = [longest[0], longest.at(-1)]
  return first && last
    ? { span: { startMs: first.atMs, endMs: last.atMs + stepMs }, alike: median(longest.map(({ alike }) => alike)) }
    : null
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
