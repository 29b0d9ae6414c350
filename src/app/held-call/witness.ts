import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import type { StaffCaller } from '../review/review.ts'
import { closeWithProof } from '../runs/close-recordings.ts'
import { type IncomingChunk, receiveChunk } from '../runs/recordings.ts'
import type { FoundCall } from './find-call.ts'

/**
 * [LC6] The page of the one who leads records what it sees. Each stay of a page has a recording of its own, because its chunks
 * begin at nought; there is none before the page is there. Nobody inspects it by itself.
 */
export const openWitness = async (app: App, { tx, loaded, booking, attempt }: FoundCall): Promise<void> => {
  if (attempt?.outcome !== 'running') return
  const { leader } = attempt.call
  const stay = await tx
    .selectFrom('call_presence')
    .select('epoch')
    .where('booking_id', '=', booking.id)
    .where('participant_id', '=', leader)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (!stay || (await witnessOf(tx, attempt.id, leader, stay.epoch)) !== null) return
  const now = new Date(app.clock.nowMs())
  await tx
    .insertInto('recording')
    .values({
      id: app.ids.next('wit'),
      tenant_id: loaded.tenantId,
      case_id: loaded.state.caseId,
      key_id: loaded.keyId,
      purpose: 'witness',
      state: 'open',
      opened_at: now,
      closed_at: null,
      last_heard_at: now,
      chunk_count: null,
      sha256: null,
      witness_of: attempt.id,
      witness_by: leader,
      witness_epoch: stay.epoch,
    })
    .execute()
}

/** Where this stay of this member's page is recorded; null where it is not. */
export const witnessOf = async (tx: Tx, attemptId: string, staffId: string, epoch: number): Promise<string | null> => {
  const row = await tx
    .selectFrom('recording')
    .select('id')
    .where('purpose', '=', 'witness')
    .where('witness_of', '=', attemptId)
    .where('witness_by', '=', staffId)
    .where('witness_epoch', '=', epoch)
    .executeTakeFirst()
  return row?.id ?? null
}

const ownWitness = (app: App, { tenantId, staffId }: StaffCaller, recordingId: string) =>
  app.database.kysely
    .selectFrom('recording')
    .select('case_id')
    .where('id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .where('purpose', '=', 'witness')
    .where('witness_by', '=', staffId)
    .executeTakeFirst()

export const receiveWitnessChunk = async (
  app: App,
  caller: StaffCaller,
  chunk: IncomingChunk,
): Promise<Result<{ seq: number }>> => {
  const own = await ownWitness(app, caller, chunk.recordingId)
  return own
    ? receiveChunk(app, { tenantId: caller.tenantId, caseId: own.case_id }, chunk, ['witness'])
    : refuse('not-found')
}

/** Every chunk is here; asked twice it is closed once. */
export const completeWitness = async (
  app: App,
  caller: StaffCaller,
  asked: { recordingId: string; chunkCount: number },
): Promise<Result<null>> => {
  if (!(await ownWitness(app, caller, asked.recordingId))) return refuse('not-found')
  return app.database.transaction(async (tx) =>
    (await closeWithProof(app, tx, asked)) ? accept(null) : refuse('recording-incomplete'),
  )
}
