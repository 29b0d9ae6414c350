import { isAtRisk } from '../../kit/countdown.ts'
import type { QueueItem } from '../calls/desk-queries.ts'

/** How urgent a promise is: broken already, in its last hour, or with time to spare. */
export type Urgency = 'late' | 'at-risk' | 'in-time'

export const urgencyOf = (dueAtMs: number, nowMs: number): Urgency =>
  dueAtMs <= nowMs ? 'late' : isAtRisk(dueAtMs, nowMs, null) ? 'at-risk' : 'in-time'

/** The promise most at risk first; equal ones by age, so that the order never jumps. */
export const inQueueOrder = (items: readonly QueueItem[]): QueueItem[] =>
  [...items].sort(
    (one, other) =>
      Date.parse(one.dueAt) - Date.parse(other.dueAt) ||
      Date.parse(one.openedAt) - Date.parse(other.openedAt) ||
      one.attemptId.localeCompare(other.attemptId),
  )

export type QueueGroup = { urgency: Urgency; items: QueueItem[] }

/** Groups in the order of their urgency; empty ones are left out. */
export const queueGroups = (items: readonly QueueItem[], nowMs: number): QueueGroup[] => {
  const ordered = inQueueOrder(items)
  return (['late', 'at-risk', 'in-time'] as const)
    .map((urgency) => ({
      urgency,
      items: ordered.filter((item) => urgencyOf(Date.parse(item.dueAt), nowMs) === urgency),
    }))
    .filter((group) => group.items.length > 0)
}

/** Where to go once this run is decided: the most urgent other one, or null when nobody else waits. */
export const nextItem = (items: readonly QueueItem[], decidedAttemptId: string): QueueItem | null =>
  inQueueOrder(items).find((item) => item.attemptId !== decidedAttemptId) ?? null

/** The row that the keyboard stands on after a step; from nowhere it enters at the near end and never leaves the list. */
export const stepInList = (count: number, at: number, step: 1 | -1): number =>
  count === 0 ? -1 : at === -1 ? (step === 1 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, at + step))
