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
 */
export const openSampler = (firstPlan: SamplingPlan) => {
  let plan = firstPlan
  let lastRate = 0
  let lastSlot = Number.NEGATIVE_INFINITY
  return {
    setPlan: (next: SamplingPlan): void => {
      plan = next
    },
    isDue: (ptsMs: number): boolean => {
      const rate = rateAt(plan, ptsMs)
      if (!(rate > 0)) return false
      // Half a millisecond of slack, because containers round stamps to whole milliseconds.
      const slot = Math.floor(((ptsMs + 0.5) * rate) / 1000)
      if (rate === lastRate && slot === lastSlot) return false
      lastRate = rate
      lastSlot = slot
      return true
    },
  }
}
