import type { CaseEvent } from '#domain/case/events.ts'
import type { App } from './app.ts'
import { reviewEntityJob, sharePassJob, spreadCaseJob } from './job-definitions.ts'
import type { LoadedCase } from './loaded-case.ts'
import type { Tx } from './ports/database.ts'

/** What new events of one case mean for other cases: done by jobs that exist if and only if the events do. */
export const queueFollowUps = async (app: App, tx: Tx, loaded: LoadedCase, events: CaseEvent[]): Promise<void> => {
  const { sites } = loaded.program
  const payload = { tenantId: loaded.tenantId, caseId: loaded.state.caseId }
  for (const { data } of events) {
    if (data.type === 'case-passed' && data.by !== 'entity' && sites.sharePass)
      await app.queue.enqueue(tx, sharePassJob, payload)
    if (data.type === 'case-banned') await app.queue.enqueue(tx, reviewEntityJob, payload)
    if (data.type === 'case-opened' && data.from === undefined && sites.spread)
      await app.queue.enqueue(tx, spreadCaseJob, payload)
  }
}
