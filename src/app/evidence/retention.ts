import { sql } from 'kysely'
import { z } from 'zod'
import { isBanOpen } from '#domain/case/ban-state.ts'
import { isAllSettled, mediaDue } from '#domain/case/retention.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, commandCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { StaffCaller } from '../review/review.ts'
import { deleteMedia, measureMedia } from '../runs/media-of-recording.ts'

const measuredSchema = z.object({
  chunks: z.number(),
  sha256: z.string().nullable(),
  sizeBytes: z.number(),
  frames: z.record(z.string(), z.number()),
})

/**
 * [EV3] Deletes the media of a case that are due. What is deleted is measured first, so that evidence can still say what it
 * was; from then on it is going, and no hold can be set until it is gone. Bytes go before the event tells of it: after a
 * crash the rest is done when the clock is looked at again, and nothing is ever said to be gone that is not.
 */
export const deleteDueMedia = async (app: App, tenantId: string, caseId: string): Promise<void> => {
  const before = await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    return loaded && { keyId: loaded.keyId, due: await dueRecordings(app, tx, loaded) }
  })
  if (!before) return
  const measured = new Map<string, string>()
  for (const id of before.due)
    measured.set(id, JSON.stringify(await measureMedia(app, { tenantId, caseId, keyId: before.keyId }, id)))

  const going = await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    for (const id of loaded ? await dueRecordings(app, tx, loaded) : [])
      if (measured.has(id))
        await tx
          .updateTable('recording')
          .set({ media_state: 'deleting', media_measured: measured.get(id) ?? null })
          .where('id', '=', id)
          .where('tenant_id', '=', tenantId)
          .execute()
    return tx
      .selectFrom('recording')
      .select(['id', 'media_measured'])
      .where('case_id', '=', caseId)
      .where('tenant_id', '=', tenantId)
      .where('media_state', '=', 'deleting')
      .execute()
  })
  if (going.length === 0) return
  for (const { id } of going) await deleteMedia(app, { tenantId, caseId }, id)
  await app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return
    const recordings = going.map((one) => ({ recordingId: one.id, ...measuredSchema.parse(one.media_measured) }))
    await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'record-media-deleted', recordings })
    await tx
      .updateTable('recording')
      .set({ media_state: 'deleted', media_deleted_at: new Date(app.clock.nowMs()) })
      .where('tenant_id', '=', tenantId)
      .where(
        'id',
        'in',
        going.map(({ id }) => id),
      )
      .execute()
  })
  app.log.info({ caseId, recordings: going.length }, 'media deleted as the program asks')
}

/** Recordings whose time has come: the runs' as the case says, and what was recorded beside them. */
const dueRecordings = async (app: App, tx: Tx, loaded: LoadedCase): Promise<string[]> => {
  const nowMs = app.clock.nowMs()
  const { state, program, tenantId } = loaded
  const { mediaHours } = program.retention
  if (mediaHours === null || state.legalHold !== null || isBanOpen(state)) return []
  const ofRuns = mediaDue(program, state).flatMap((one) => (one.dueAtMs <= nowMs ? [one.recordingId] : []))
  const rows = await tx
    .selectFrom('recording')
    .select(['id', 'purpose', 'closed_at'])
    .where('case_id', '=', state.caseId)
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'closed')
    .where('media_state', '=', 'kept')
    .execute()
  return rows.flatMap(({ id, purpose, closed_at }) => {
    const endedAtMs = closed_at?.getTime() ?? nowMs
    const isDue =
      purpose === 'attempt' ? ofRuns.includes(id) : isAllSettled(state) && endedAtMs + mediaHours * 3_600_000 <= nowMs
    return isDue ? [id] : []
  })
}

/** [EV3] What was recorded beside the runs, rehearsals above all, has no clock of its own: looked for once a minute. */
export const deleteOldRehearsals = async (app: App): Promise<void> => {
  const rows = await app.database.kysely
    .selectFrom('recording')
    .innerJoin('verification_case', 'verification_case.id', 'recording.case_id')
    .innerJoin('program_version', (join) =>
      join
        .onRef('program_version.name', '=', 'verification_case.program')
        .onRef('program_version.version', '=', 'verification_case.program_version'),
    )
    .select(['recording.tenant_id', 'recording.case_id'])
    .distinct()
    .where('recording.purpose', '<>', 'attempt')
    .where('recording.state', '=', 'closed')
    .where('recording.media_state', '<>', 'deleted')
    .where('verification_case.legal_hold', '=', false)
    .where(
      sql<boolean>`recording.closed_at + (program_version.body -> 'retention' ->> 'mediaHours')::float8 * interval '1 hour' <= ${new Date(app.clock.nowMs())}`,
    )
    .limit(50)
    .execute()
  for (const row of rows) await deleteDueMedia(app, row.tenant_id, row.case_id)
}

/** [EV3] A legal hold, set or lifted, with the reason sealed into the evidence. What is being deleted cannot be held. */
export const holdEvidence = (
  app: App,
  caller: StaffCaller,
  caseId: string,
  asked: { hold: boolean; why: string },
): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, { kind: 'staff', id: caller.staffId }, async (loaded, tx) => {
    const going = await tx
      .selectFrom('recording')
      .select('id')
      .where('case_id', '=', caseId)
      .where('tenant_id', '=', caller.tenantId)
      .where('media_state', '=', 'deleting')
      .executeTakeFirst()
    if (asked.hold && going) return refuse('invalid-state', { media: 'deleting' })
    const place = { table: 'case_event', column: 'legal-hold', row: caseId }
    const why = await app.keys.encrypt(loaded.keyId, asked.why, place)
    return accept({ type: asked.hold ? 'set-legal-hold' : 'lift-legal-hold', why })
  })
