/**
 * [RE2] When a change that the marketplace has not acknowledged is told again: soon at first, for one whose back office lost
 * it; then for as long as it takes, because an account may never be left restricted by a message that nobody took up. The
 * delivery of each message has tries of its own (webhook-retry.ts): this is about what was delivered and not answered.
 */
const [minuteMs, hourMs] = [60_000, 3_600_000]

/** The pause behind the first sending, the second, …; the last one is repeated until the acknowledgement. */
export const resendPausesMs: readonly number[] = [2 * minuteMs, 10 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs]

/** What was told so lately is still on its way: a report that does not know of it says nothing yet. */
export const onItsWayMs = 2 * minuteMs

/** `sends` counts from 1; the same one always gives the same time. */
export const nextSendAtMs = ({ sends, sentAtMs }: { sends: number; sentAtMs: number }): number =>
  sentAtMs + (resendPausesMs[Math.min(sends, resendPausesMs.length) - 1] ?? 6 * hourMs)
