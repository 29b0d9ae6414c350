import type { TimeSpan } from '../time-span.ts'

/** What is known of the people who review: how fast they were, and when they are on duty. */
export type ReviewPace = {
  /** Reviews that end before this one begins. */
  ahead: number
  /** Reviews ended in the time that is looked back over, and how long reviewers were on duty in it, taken together. */
  ended: number
  dutyMs: number
  /** When reviewers are on duty from now on, each reviewer's spans apart and in order, none overlapping another of theirs. */
  coming: readonly (readonly TimeSpan[])[]
}

export type ReviewWait = {
  ahead: number
  onDuty: number
  /** When somebody is on duty again; null when somebody is, or nobody will be in the time looked ahead. */
  nextOnDutyMs: number | null
  /** By when it is probably this one's turn and done; null where that cannot be said. */
  expectedMs: number | null
}

/** Fewer reviews than this tell no pace. */
const fewestReviews = 5

/**
 * [BK6] How long a person who waits for a person probably waits: the work that lies before them, at the pace of late, by
 * those who are on duty then. At night, when few are, the same queue takes longer. Nothing is said where too little is
 * known, or where the roster ends before the work does.
 */
export const reviewWait = ({ ahead, ended, dutyMs, coming }: ReviewPace, nowMs: number): ReviewWait => {
  const onDuty = coming.filter((spans) => spans.some(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)).length
  const later = coming.flat().flatMap(({ fromMs }) => (fromMs > nowMs ? [fromMs] : []))
  const isKnown = ended >= fewestReviews && dutyMs > 0
  return {
    ahead,
    onDuty,
    nextOnDutyMs: onDuty > 0 || later.length === 0 ? null : Math.min(...later),
    expectedMs: isKnown ? doneAtMs(((ahead + 1) * dutyMs) / ended, coming.flat(), nowMs) : null,
  }
}

/** When so much work is done by all who are on duty together; null when the roster ends before. */
const doneAtMs = (workMs: number, spans: readonly TimeSpan[], nowMs: number): number | null => {
  const edges = [...new Set(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))]
    .filter((atMs) => atMs > nowMs)
    .sort((a, b) => a - b)
  let leftMs = workMs
  let fromMs = nowMs
  for (const toMs of edges) {
    const people = spans.filter((span) => span.fromMs <= fromMs && span.toMs >= toMs).length
    const doneMs = people * (toMs - fromMs)
    if (people > 0 && doneMs >= leftMs) return fromMs + leftMs / people
    leftMs -= doneMs
    fromMs = toMs
  }
  return null
}
