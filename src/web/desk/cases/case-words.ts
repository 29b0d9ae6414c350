import type { Meaning } from '../../kit/status.tsx'
import type { Attempt, CaseStatus, Restriction } from '../calls/desk-queries.ts'

export const caseStatuses: readonly CaseStatus[] = [
  'in-review',
  'awaiting-seller',
  'in-run',
  'inspecting',
  'offline',
  'passed',
  'restored',
  'withdrawn',
  'banned',
]

export const isCaseStatus = (value: unknown): value is CaseStatus =>
  (caseStatuses as readonly unknown[]).includes(value)

/** What a status means for the desk: `needs-you` is our turn, never the seller's. */
export const statusMeaning = (status: string): Meaning =>
  status === 'in-review' || status === 'offline'
    ? 'needs-you'
    : status === 'passed' || status === 'restored'
      ? 'good'
      : 'neutral'

export const attemptMeaning = (outcome: Attempt['outcome']): Meaning =>
  outcome === 'passed' ? 'good' : outcome === 'failed' ? 'blocked' : outcome === 'in-review' ? 'needs-you' : 'neutral'

/** Restrictions on their way in either direction wait for the marketplace. */
export const restrictionMeaning = (state: Restriction['state']): Meaning =>
  state === 'lifted' ? 'good' : state === 'applied' ? 'blocked' : 'needs-you'

/** Cases that are over: nothing can be done with them. */
export const isOver = (status: string): boolean => ['passed', 'restored', 'withdrawn', 'banned'].includes(status)
