import type { TimeSpan } from '../time-span.ts'
import { type Duty, workingSpans } from './duty.ts'

/** A time at which one reviewer can hold one call. Instants; `endMs` no longer belongs to it. */
export type Slot = { reviewerId: string; startMs: number; endMs: number }

/**
 * [BK1] The slots of a duty that begin between two instants: one after the other from the beginning of each working span,
 * so that breaks, holidays and changed clocks never cut one. What is left at the end of a span is nobody's.
 */
export const slotsOf = (
  duty: Duty,
  { fromMs, toMs }: TimeSpan,
  { slotMinutes, holidays }: { slotMinutes: number; holidays: ReadonlySet<string> },
): Slot[] => {
  const lengthMs = slotMinutes * 60_000
  // A span is taken whole: cut at `fromMs` its slots would begin at other times each time somebody looks.
  const spans = workingSpans(duty, { fromMs: fromMs - longestSpanMs, toMs: toMs + longestSpanMs }, holidays)
  return spans
    .flatMap((span) =>
      Array.from({ length: Math.floor((span.toMs - span.fromMs) / lengthMs) }, (_, no) => {
        const startMs = span.fromMs + no * lengthMs
        return { reviewerId: duty.reviewerId, startMs, endMs: startMs + lengthMs }
      }),
    )
    .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
}

/** A duty is at most a day long, and a day on which clocks change has an hour or two more. */
const longestSpanMs = 27 * 60 * 60_000
