import { createHash } from 'node:crypto'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { nudgeInspection } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import { isUniqueViolation } from '../ports/database.ts'

/** One chunk is about half a second of camera; anything near these bounds is not a MediaRecorder's work. */
const chunkMaxBytes = 8 * 1024 * 1024
const recordingMaxBytes = 512 * 1024 * 1024
const chunkMaxCount = 20_000

/** Opens a recording and the inspection that follows it. */
export const openRecording = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  recordingId: string,
  purpose: 'attempt' | 'rehearsal',
): Promise<void> => {
  const now = new Date(app.clock.nowMs())
  const owner = { tenant_id: loaded.tenantId, case_id: loaded.state.caseId }
  await tx
    .insertInto('recording')
    .values({
      ...owner,
      id: recordingId,
      key_id: loaded.keyId,
      purpose,
      state: 'open',
      opened_at: now,
      closed_at: null,
      last_heard_at: now,
      chunk_count: null,
      sha256: null,
    })
    .execute()
  await tx
    .insertInto('inspection')
    .values({
      ...owner,
      recording_id: recordingId,
      state: 'waiting',
      worker: null,
      leased_until: null,
      findings_sealed: null,
      timing: null,
      models: null,
      started_at: null,
      finished_at: null,
    })
    .execute()
  await nudgeInspection(app, tx, recordingId)
}

export const chunkBlobName = (caseId: string, recordingId: string, seq: number): string =>
  `cases/${caseId}/${recordingId}/${String(seq).padStart(6, '0')}`

export type IncomingChunk = { recordingId: string; seq: number; sha256: string; mediaEndMs: number; bytes: Uint8Array }

/**
 * [CP5] Takes one chunk. The answer is given only when the encrypted bytes and their row are durable; the same chunk
 * again is acknowledged again, other bytes under its number are refused.
 */
export const receiveChunk = async (
  app: App,
  caller: { tenantId: string; caseId: string },
  chunk: IncomingChunk,
  /** Whose recordings these are: sellers send theirs, and staff what they saw of a call. */
  purposes: readonly Purpose[] = ['attempt', 'rehearsal'],
): Promise<Result<{ seq: number }>> => {
  const row = await ownRecording(app, caller, chunk.recordingId)
  if (!row || !purposes.includes(row.purpose)) return refuse('not-found')
  if (chunk.seq >= chunkMaxCount) return refuse('chunk-out-of-range', { max: chunkMaxCount })
  if (chunk.bytes.length === 0 || chunk.bytes.length > chunkMaxBytes)
    return refuse('recording-too-large', { chunkMaxBytes })
  const sha256 = createHash('sha256').update(chunk.bytes).digest('hex')
  if (sha256 !== chunk.sha256.toLowerCase()) return refuse('chunk-corrupt', { seq: chunk.seq })
  const known = await readChunk(app, chunk.recordingId, chunk.seq)
  if (known) return known.sha256 === sha256 ? accept({ seq: chunk.seq }) : refuse('chunk-conflict', { seq: chunk.seq })
  if (row.state === 'closed') return refuse('recording-closed')
  if ((await bytesOf(app, row.id)) + chunk.bytes.length > recordingMaxBytes)
    return refuse('recording-too-large', { recordingMaxBytes })
  const stored = await app.blobs.put(row.key_id, chunkBlobName(row.case_id, row.id, chunk.seq), chunk.bytes)
  if (!stored.ok) return refuse(stored.refusal === 'name-taken' ? 'chunk-conflict' : 'not-found', { seq: chunk.seq })
  const now = new Date(app.clock.nowMs())
  try {
    const taken = await app.database.transaction(async (tx) => {
      // First, because a recording that is closed meanwhile has its digest: whatever is acknowledged is in it.
      const { numUpdatedRows } = await tx
        .updateTable('recording')
        .set({ last_heard_at: now })
        .where('id', '=', row.id)
        .where('state', '=', 'open')
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      await tx
        .insertInto('recording_chunk')
        .values({
          recording_id: row.id,
          seq: chunk.seq,
          tenant_id: caller.tenantId,
          size_bytes: chunk.bytes.length,
          sha256,
          media_end_ms: chunk.mediaEndMs,
          arrived_at: now,
        })
        .execute()
      await nudgeInspection(app, tx, row.id)
      return true
    })
    if (!taken) return refuse('recording-closed')
  } catch (error) {
    // The same chunk arrived twice at once; the other one was first and is durable.
    if (!isUniqueViolation(error)) throw error
  }
  return accept({ seq: chunk.seq })
}

const readChunk = (app: App, recordingId: string, seq: number) =>
  app.database.kysely
    .selectFrom('recording_chunk')
    .select('sha256')
    .where('recording_id', '=', recordingId)
    .where('seq', '=', seq)
    .executeTakeFirst()

type Purpose = 'attempt' | 'rehearsal' | 'witness'

export type StoredRecording = {
  id: string
  caseId: string
  keyId: string
  purpose: Purpose
  state: 'open' | 'closed'
  openedAtMs: number
  bytes: number
  nextSeq: number
}

/** Counted by the database: with every chunk read for every chunk, twenty thousand tiny ones would take it hours. */
const bytesOf = async (app: App, recordingId: string): Promise<number> => {
  const row = await app.database.kysely
    .selectFrom('recording_chunk')
    .select((eb) => eb.fn.sum<string | null>('size_bytes').as('bytes'))
    .where('recording_id', '=', recordingId)
    .executeTakeFirst()
  return Number(row?.bytes ?? 0)
}

const ownRecording = (app: App, caller: { tenantId: string; caseId: string }, recordingId: string) =>
  app.database.kysely
    .selectFrom('recording')
    .selectAll()
    .where('id', '=', recordingId)
    .where('tenant_id', '=', caller.tenantId)
    .where('case_id', '=', caller.caseId)
    .executeTakeFirst()

/** A recording of the caller's own case; null for anybody else's. */
export const readRecording = async (
  app: App,
  caller: { tenantId: string; caseId: string },
  recordingId: string,
): Promise<StoredRecording | null> => {
  const row = await ownRecording(app, caller, recordingId)
  if (!row) return null
  const chunks = await app.database.kysely
    .selectFrom('recording_chunk')
    .select(['seq', 'size_bytes'])
    .where('recording_id', '=', recordingId)
    .orderBy('seq')
    .execute()
  return {
    id: row.id,
    caseId: row.case_id,
    keyId: row.key_id,
    purpose: row.purpose,
    state: row.state,
    openedAtMs: row.opened_at.getTime(),
    bytes: chunks.reduce((sum, chunk) => sum + chunk.size_bytes, 0),
    nextSeq: beforeFirstGap(chunks).length,
  }
}

/** Of chunks in order of their numbers, those before the first that is missing: what can be played and proved. */
export const beforeFirstGap = <T extends { seq: number }>(chunks: readonly T[]): T[] =>
  chunks.filter((chunk, index) => chunk.seq === index)

/**
 * The digest that stands for a whole recording: over its chunks' digests in order, so that it is known without reading
 * the media again. Null when a chunk below `chunkCount` is missing.
 */
export const recordingDigest = async (tx: Tx, recordingId: string, chunkCount: number): Promise<string | null> => {
  const chunks = await tx
    .selectFrom('recording_chunk')
    .select(['seq', 'sha256'])
    .where('recording_id', '=', recordingId)
    .where('seq', '<', chunkCount)
    .orderBy('seq')
    .execute()
  if (chunks.length !== chunkCount) return null
  return createHash('sha256')
    .update(chunks.map((chunk) => chunk.sha256).join('\n'))
    .digest('hex')
}

/** Closes a recording for good; the inspection that follows it finishes with what there is. */
export const closeRecording = async (
  app: App,
  tx: Tx,
  recordingId: string,
  chunkCount: number,
  sha256: string | null,
): Promise<void> => {
  await tx
    .updateTable('recording')
    .set({ state: 'closed', closed_at: new Date(app.clock.nowMs()), chunk_count: chunkCount, sha256 })
    .where('id', '=', recordingId)
    .where('state', '=', 'open')
    .execute()
  await nudgeInspection(app, tx, recordingId)
}
