import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import { beforeFirstGap, closeRecording, recordingDigest } from './recordings.ts'

/**
 * [EV1] Closes a recording of which no event tells otherwise, and fixes its digest by one; closed once, however often it is asked.
 * Without a `chunkCount` its page sends no more, and it ends before the first chunk that is missing. False while one below
 * `chunkCount` is missing. `known` is the case, where the caller has it already. Rehearsals are no evidence: nothing is told of them.
 */
export const closeWithProof = async (
  app: App,
  tx: Tx,
  asked: { recordingId: string; chunkCount?: number },
  known: LoadedCase | null = null,
): Promise<boolean> => {
  const { recordingId } = asked
  const of = await tx
    .selectFrom('recording')
    .select(['purpose', 'tenant_id', 'case_id'])
    .where('id', '=', recordingId)
    .executeTakeFirst()
  if (!of) return false
  // The case before the recording, as everywhere; then no chunk is acknowledged any more until this is settled.
  const loaded = known ?? (await loadCase(app, tx, of.tenant_id, of.case_id))
  const open = await tx
    .selectFrom('recording')
    .select('id')
    .where('id', '=', recordingId)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
  if (!open) return true
  const chunkCount = asked.chunkCount ?? (await arrivedCount(tx, recordingId))
  const sha256 = await recordingDigest(tx, recordingId, chunkCount)
  if (!sha256) return false
  await closeRecording(app, tx, recordingId, chunkCount, sha256)
  if (of.purpose === 'rehearsal' || !loaded) return true
  const closed = { type: 'close-recording', recordingId, chunkCount, sha256 } as const
  const told = await changeCase(app, tx, loaded, { kind: 'system' }, closed)
  if (!told.ok) throw new Error(`the end of recording ${recordingId} could not be told: ${told.refusal.code}`)
  return true
}

/** Chunks before the first that is missing. */
const arrivedCount = async (tx: Tx, recordingId: string): Promise<number> => {
  const chunks = await tx
    .selectFrom('recording_chunk')
    .select('seq')
    .where('recording_id', '=', recordingId)
    .orderBy('seq')
    .execute()
  return beforeFirstGap(chunks).length
}
