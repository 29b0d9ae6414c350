/** Wall-clock time, half open: `fromMs` belongs to it, `toMs` does not. */
export type TimeSpan = { fromMs: number; toMs: number }

/**
 * The parts of a span that none of `given` covers. The same hour may be lost twice over, to an outage and to our
 * keeping the case, but is given back once. [AT6]
 */
export const uncovered = (span: TimeSpan, given: readonly TimeSpan[]): TimeSpan[] =>
  given.reduce<TimeSpan[]>(
    (left, gone) =>
      left.flatMap((part) =>
        [
          { fromMs: part.fromMs, toMs: Math.min(part.toMs, gone.fromMs) },
          { fromMs: Math.max(part.fromMs, gone.toMs), toMs: part.toMs },
        ].filter((piece) => piece.fromMs < piece.toMs),
      ),
    span.fromMs < span.toMs ? [span] : [],
  )

export const lengthMs = (spans: readonly TimeSpan[]): number =>
  spans.reduce((sum, span) => sum + (span.toMs - span.fromMs), 0)
