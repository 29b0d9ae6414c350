import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'

/**
 * Ends the inspection of a recording that cannot be opened any more: its seller, its case or their keys were erased.
 * Nothing is left to look at, whoever looks again; a run that waited for its findings is nobody's failure. [AT6]
 */
export const endInspection = async (
  app: App,
  claim: { recordingId: string; tenantId: string; caseId: string },
): Promise<void> => {
  await app.database.transaction(async (tx) => {
    await tx
      .updateTable('inspection')
      .set({ state: 'done', finished_at: new Date(app.clock.nowMs()), leased_until: null })
      .where('recording_id', '=', claim.recordingId)
      .where('state', '=', 'running')
      .execute()
    const loaded = await loadCase(app, tx, claim.tenantId, claim.caseId)
    const attempt = loaded?.state.attempts.find((one) => one.recordingId === claim.recordingId)
    if (!loaded || attempt?.outcome !== 'inspecting') return
    const command = { type: 'void-attempt', attemptId: attempt.id, why: 'inspection-impossible' } as const
    await changeCase(app, tx, loaded, { kind: 'system' }, command)
  })
  app.log.warn({ recordingId: claim.recordingId }, 'an inspection was ended: what it looks at was erased')
}
