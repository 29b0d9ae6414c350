import type { CaseEvent } from '#domain/case/events.ts'
import type { Attempt } from '#domain/case/state.ts'
import type { Attachment } from '#domain/evidence/bundle.ts'
import type { ChainedEvent } from '#domain/evidence/chain.ts'
import type { App } from '../app.ts'
import { readEvents } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { readWhole, type Source } from '../evidence/evidence-sources.ts'
import { attemptOf } from './find-call.ts'
import { openPlace, readTold } from './sealed-words.ts'
import { readSnapshots, recordingOfSnapshot } from './snapshots.ts'

/** [LC6] What else was recorded of a call: before its page was loaded anew, and by the pages of those who led it. */
export const recordingsBeside = async (app: App, { tenantId }: LoadedCase, attempt: Attempt): Promise<string[]> => {
  if (!attempt.call) return []
  const witnesses = await app.database.kysely
    .selectFrom('recording')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('witness_of', '=', attempt.id)
    .orderBy('id')
    .execute()
  return [...attempt.earlierRecordings, ...witnesses.map(({ id }) => id)]
}

/**
 * [LC4] The pictures of a call, each proved by the event that told of it. Those that were deleted with their recording are named
 * and not enclosed. [EV3]
 */
export const snapshotEvidence = async (
  app: App,
  loaded: LoadedCase,
  attempt: Attempt,
  events: readonly ChainedEvent[],
): Promise<{ named: Attachment[]; sources: Source[] }> => {
  const evidence: { named: Attachment[]; sources: Source[] } = { named: [], sources: [] }
  if (!attempt.call) return evidence
  const gone = new Set(
    events.flatMap(({ data }) => {
      const told = data as CaseEvent['data']
      return told.type === 'media-deleted' ? told.recordings.map(({ recordingId }) => recordingId) : []
    }),
  )
  const rows = await app.database.transaction((tx) => readSnapshots(tx, attempt.id))
  for (const { seq, data } of events) {
    const told = data as CaseEvent['data']
    if (told.type !== 'snapshot-taken' || told.attemptId !== attempt.id) continue
    const row = rows.find(({ id }) => id === told.snapshotId)
    const blobName = row?.blob_name
    if (!row || !blobName) continue
    const path = `snapshots/${row.id}.jpg`
    if (gone.has(recordingOfSnapshot(row) ?? ''))
      evidence.named.push({
        path,
        eventSeq: seq,
        omitted: 'retention',
        sha256: told.sha256,
        sizeBytes: row.size_bytes ?? 0,
      })
    else
      evidence.sources.push({
        path,
        eventSeq: seq,
        async *read() {
          yield await readWhole(app, loaded.keyId, blobName)
        },
      })
  }
  return evidence
}

/** [LC6] What was said and noted in a call, opened for the case's owner; null where there was none. */
export const callWords = async (app: App, { tenantId, state }: LoadedCase, { call }: Attempt): Promise<unknown> => {
  const attempt = call && attemptOf(state, call.bookingId)
  if (!attempt) return null
  const events = await app.database.transaction((tx) => readEvents(tx, tenantId, state.caseId))
  const told = await readTold(app, events, attempt, { names: new Map(), sellerName: state.sellerId })
  return {
    place: await openPlace(app, events, attempt.call.bookingId),
    chat: told.chat.map(({ atMs, by, text }) => ({ atMs, by, text })),
    notes: Object.fromEntries(told.notes),
    commitments: told.commitments,
    suspicions: told.suspicions,
  }
}
