import type { CaseEvent } from '#domain/case/events.ts'
import type { App } from '../app.ts'
import { doesAnybodyWait } from '../calls/waiting-list.ts'
import {
  reviewEntityJob,
  reviewLinkedJob,
  serveWaitingListJob,
  settleBadgeJob,
  sharePassJob,
  spreadCaseJob,
} from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import type { LoadedCase } from './loaded-case.ts'

/** What new events of one case mean for other cases: done by jobs that exist if and only if the events do. */
export const queueFollowUps = async (app: App, tx: Tx, loaded: LoadedCase, events: CaseEvent[]): Promise<void> => {
  const { sites, links } = loaded.program
  const payload = { tenantId: loaded.tenantId, caseId: loaded.state.caseId }
  const mayFree = events.some(({ data }) => freesTime.has(data.type))
  if (mayFree && (await doesAnybodyWait(tx, loaded.tenantId)))
    await app.queue.enqueue(tx, serveWaitingListJob, { tenantId: loaded.tenantId })
  if (events.some(({ data }) => data.type === reviewedAfter[links.reviewAfter]))
    await app.queue.enqueue(tx, reviewLinkedJob, payload)
  for (const { data } of events) {
    if (data.type === 'case-passed' && data.by !== 'entity' && sites.sharePass)
      await app.queue.enqueue(tx, sharePassJob, payload)
    if (earning.has(data.type) && loaded.program.badge) await app.queue.enqueue(tx, settleBadgeJob, payload)
    if (data.type === 'case-banned') await app.queue.enqueue(tx, reviewEntityJob, payload)
    if (data.type === 'case-opened' && data.from === undefined && sites.spread)
      await app.queue.enqueue(tx, spreadCaseJob, payload)
  }
}

/** [TR3] The event after which those who belong to a shop are looked at. */
export const reviewedAfter = { failure: 'attempt-failed', lock: 'account-locked', never: null } as const

/** [BK4] Events after which a time may be free that was not, or somebody more may want one. */
const freesTime: ReadonlySet<CaseEvent['data']['type']> = new Set([
  'call-booked',
  'call-cancelled',
  'call-missed',
  'call-offer-ended',
  'waiting-list-joined',
])

/** [RE3] Events after which a case may have earned a badge that it had not. */
const earning: ReadonlySet<CaseEvent['data']['type']> = new Set(['case-restored', 'registration-confirmed'])
