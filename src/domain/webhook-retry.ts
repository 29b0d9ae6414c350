/**
 * When a webhook is tried again: about a dozen tries over a little more than five days, as Standard Webhooks advises
 * (soon at first, for a receiver that restarts; then for days, for one that is broken over a weekend). Each pause is
 * lengthened by up to a fifth at random, so that the deliveries which failed together do not all come back together.
 */
const [secondMs, minuteMs, hourMs] = [1000, 60_000, 3_600_000]

/** The pause behind the first failed try, the second, …; behind the last there is no further try. */
export const webhookPausesMs: readonly number[] = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  24 * hourMs,
  24 * hourMs,
  48 * hourMs,
]

const jitterShare = 0.2

/**
 * `triesMade` counts from 1. Null gives the delivery up. `chance` gives a number in [0, 1), and the same ones give the
 * same time.
 */
export function nextWebhookTry(triesMade: number, nowMs: number, chance: () => number): number | null {
  const pauseMs = webhookPausesMs[triesMade - 1]
  return pauseMs === undefined ? null : nowMs + Math.round(pauseMs * (1 + jitterShare * chance()))
}
