import type { SamplingPlan } from './decoder-types.ts'

/** Frames per second that the plan asks for at one instant: the densest of the spans that hold it. */
export const rateAt = (plan: SamplingPlan, ptsMs: number): number => {
  let rate = plan.framesPerSecond
  let inSpan = false
  for (const span of plan.spans) {
    if (ptsMs < span.fromMs || (span.toMs !== null && ptsMs >= span.toMs)) continue
    rate = inSpan ? Math.max(rate, span.framesPerSecond) : span.framesPerSecond
    inSpan = true
  }
  return rate
}

/**
 * Chooses the frames to sample: time is cut into slots of 1/rate, and the first frame in each slot is due. So the
 * average rate is right for any frame rate, variable ones too, and a rate above the recording's takes every frame.
 * A slot gives one frame however often the stamps come back to it: a recording whose clock jumps to and fro would
 * otherwise have every single picture looked at, which costs thousands of times what its length allows.
 */
export const openSampler = (firstPlan: SamplingPlan) => {
  let plan = firstPlan
  const taken = new Map<number, Set<number>>()
  const takenAt = (rate: number): Set<number> => {
    const slots = taken.get(rate) ?? new Set<number>()
    taken.set(rate, slots)
    return slots
  }
  return {
    setPlan: (next: SamplingPlan): void => {
      plan = next
    },
    isDue: (ptsMs: number): boolean => {
      const rate = rateAt(plan, ptsMs)
      if (!(rate > 0)) return false
      // Half a millisecond of slack, because containers round stamps to whole milliseconds.
      const slot = Math.floor(((ptsMs + 0.5) * rate) / 1000)
      const slots = takenAt(rate)
      if (slots.has(slot)) return false
      slots.add(slot)
      return true
    },
  }
}
