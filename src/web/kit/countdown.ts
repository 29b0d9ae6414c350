/** What is left of a span of time, cut into the parts that people read. Never below zero. */
export type Remaining = {
  days: number
  hours: number
  minutes: number
  seconds: number
  totalMs: number
  over: boolean
}

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const remaining = (dueAtMs: number, nowMs: number): Remaining => {
  // Rounded up, so that "1 second" is shown until it is really over.
  const totalMs = Math.max(0, Math.ceil((dueAtMs - nowMs) / secondMs) * secondMs)
  return {
    days: Math.floor(totalMs / dayMs),
    hours: Math.floor((totalMs % dayMs) / hourMs),
    minutes: Math.floor((totalMs % hourMs) / minuteMs),
    seconds: Math.floor((totalMs % minuteMs) / secondMs),
    totalMs,
    over: totalMs === 0,
  }
}

/** How long until the text of this remaining time changes: seconds in the last hour, minutes before. */
export const nextTickMs = (dueAtMs: number, nowMs: number): number => {
  const leftMs = dueAtMs - nowMs
  if (leftMs <= 0) return Number.POSITIVE_INFINITY
  const stepMs = leftMs <= hourMs ? secondMs : minuteMs
  const intoMs = leftMs % stepMs
  return intoMs === 0 ? stepMs : intoMs
}

/** A promise or deadline is at risk in its last tenth, and always in its last hour. */
export const isAtRisk = (dueAtMs: number, nowMs: number, wholeMs: number | null): boolean => {
  const leftMs = dueAtMs - nowMs
  return leftMs <= hourMs || (wholeMs !== null && leftMs <= wholeMs / 10)
}
