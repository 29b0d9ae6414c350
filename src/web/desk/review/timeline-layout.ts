import type { ReviewView } from '#contracts/desk-api.ts'

/** Arithmetic of the time line under a clip. All times are milliseconds of the recording. */
export type Block = { id: string; kind: string; no: number; startMs: number; endMs: number }
export type Laned<T> = T & { lane: number }

type Step = Omit<ReviewView['steps'][number], 'recordingId'>

type Parts = {
  steps: readonly Step[]
  challenges: readonly { mediaMs: number }[]
  spans: readonly { endMs: number }[]
}

/** How long the line is: the clip's own length, or what is known to lie on it when the clip is shorter or has none. */
export const timelineEndMs = ({ steps, challenges, spans }: Parts, clipMs: number | null): number =>
  Math.max(
    1000,
    clipMs ?? 0,
    ...steps.map((step) => step.endMs ?? step.startMs),
    ...challenges.map((one) => one.mediaMs),
    ...spans.map((span) => span.endMs),
  )

/** Where a moment stands on the line, in percent; never outside of it. */
export const percentAt = (ms: number, endMs: number): number => Math.min(100, Math.max(0, (ms / endMs) * 100))

/** The moment under a pointer at this share of the line. */
export const momentAt = (share01: number, endMs: number): number =>
  Math.round(Math.min(1, Math.max(0, share01)) * endMs)

/** Steps as blocks in the order of the recording. A step without an end lasts until the next one, or to the end. */
export const stepBlocks = (steps: readonly Step[], endMs: number): Block[] => {
  const ordered = [...steps].sort((one, other) => one.startMs - other.startMs)
  return ordered.map((step, index) => ({
    id: step.id,
    kind: step.kind,
    no: index + 1,
    startMs: step.startMs,
    endMs: Math.max(step.startMs, step.endMs ?? ordered[index + 1]?.startMs ?? endMs),
  }))
}

/** The step that is shown at a moment; the later one where two meet. */
export const blockAt = (blocks: readonly Block[], ms: number): Block | null =>
  blocks.findLast((block) => ms >= block.startMs && ms <= block.endMs) ?? null

/**
 * Puts spans that overlap below each other: each takes the first lane that is free again. `leastMs` keeps spans that
 * are too short to be drawn beside each other apart.
 */
export const inLanes = <T extends { startMs: number; endMs: number }>(
  spans: readonly T[],
  leastMs: number,
): Laned<T>[] => {
  const freeFromMs: number[] = []
  return [...spans]
    .sort((one, other) => one.startMs - other.startMs || other.endMs - one.endMs)
    .map((span) => {
      const free = freeFromMs.findIndex((ms) => ms <= span.startMs)
      const lane = free === -1 ? freeFromMs.length : free
      freeFromMs[lane] = Math.max(span.endMs, span.startMs + leastMs)
      return { ...span, lane }
    })
}

/** Closer than this a mark counts as the one that we stand on. */
const standingMs = 150

/** The next or the previous of some moments, or null at either end. */
export const neighbourMoment = (momentsMs: readonly number[], nowMs: number, step: 1 | -1): number | null => {
  const ordered = [...momentsMs].sort((one, other) => one - other)
  return step === 1
    ? (ordered.find((ms) => ms > nowMs + standingMs) ?? null)
    : (ordered.findLast((ms) => ms < nowMs - standingMs) ?? null)
}

/** `1:04.2`: minutes, seconds, tenths, cut and not rounded, as players show it. */
export const momentText = (ms: number): string => {
  const tenths = Math.floor(Math.max(0, ms) / 100)
  const seconds = Math.floor(tenths / 10)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`
}
