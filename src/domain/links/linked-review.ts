/** How the newest case of a shop stands; null while it has had none. */
export type NewestCase = { status: string; decidedAtMs: number | null }

const ended: readonly string[] = ['passed', 'restored', 'withdrawn', 'banned']

export const isOpen = (newest: NewestCase | null): boolean => newest !== null && !ended.includes(newest.status)

/** A banned shop is not opened again: its ban is what is decided about it. */
export const isTaken = (newest: NewestCase | null): boolean => newest?.status === 'banned' || isOpen(newest)

/**
 * [TR3] Whether a shop is looked at because another one of the same people failed. One that has a case, or is banned, is not; nor
 * is one that has passed since the other's case was opened: whoever completes early is spared the chain reaction.
 */
export const isReviewDue = (newest: NewestCase | null, failed: { openedAtMs: number }): boolean => {
  if (newest === null) return true
  if (isTaken(newest)) return false
  const hasPassed = newest.status === 'passed' || newest.status === 'restored'
  return !(hasPassed && newest.decidedAtMs !== null && newest.decidedAtMs >= failed.openedAtMs)
}
