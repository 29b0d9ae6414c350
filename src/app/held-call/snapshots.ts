import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { snapshotMaxBytes } from '#contracts/held-call.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase } from '../cases/case-store.ts'
import { nudgeCall } from '../nudge.ts'
import { readBlob } from '../ports/blobs.ts'
import type { Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { callNudge, changeHeldCall, inDeskCall, inSellerCall, sellerActor, staffActor } from './find-call.ts'
import { mediaTimeAt } from './media-time.ts'

export type SnapshotRow = Selectable<Schema['snapshot']>

/** A picture lies with the recording of its moment, and is deleted with it: its name says which that is. [EV3] */
export const recordingOfSnapshot = ({ blob_name }: Pick<SnapshotRow, 'blob_name'>): string | null =>
  blob_name?.split('/')[2] ?? null

export const readSnapshots = (tx: Tx, attemptId: string): Promise<SnapshotRow[]> =>
  tx.selectFrom('snapshot').selectAll().where('attempt_id', '=', attemptId).orderBy('asked_at').orderBy('id').execute()

/** So many are asked for at most; somebody who holds the key down fills no disk. */
const snapshotsPerCall = 300

/** [LC4] The one who leads asks the seller's browser for a picture in full resolution. */
export const askSnapshot = (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  stepId: string,
): Promise<Result<{ askId: string }>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, attempt, loaded } = found
    if (attempt?.outcome !== 'running') return refuse('call-not-running')
    if (attempt.call.leader !== caller.staffId) return refuse('leader-only')
    if (!attempt.steps.some((step) => step.id === stepId)) return refuse('not-found')
    const asked = await readSnapshots(tx, attempt.id)
    if (asked.length >= snapshotsPerCall) return refuse('too-many-requests', { snapshotsPerCall })
    const askId = app.ids.next('snp')
    await tx
      .insertInto('snapshot')
      .values({
        id: askId,
        tenant_id: loaded.tenantId,
        case_id: loaded.state.caseId,
        attempt_id: attempt.id,
        step_id: stepId,
        asked_by: caller.staffId,
        asked_at: new Date(app.clock.nowMs()),
        taken_at: null,
        blob_name: null,
        size_bytes: null,
        width_px: null,
        height_px: null,
      })
      .execute()
    await nudgeCall(app, tx, callNudge(found))
    return accept({ askId })
  })

export type IncomingSnapshot = { askId: string; sha256: string; widthPx: number; heightPx: number; bytes: Uint8Array }

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/**
 * [LC4] The picture comes. It is stored, encrypted, before anybody is told of it; the same picture again is taken again, another
 * one for the same question is not. It lies with the recording of its moment, so that both are deleted together. [EV3]
 */
export const takeSnapshot = async (app: App, caller: SellerCaller, taken: IncomingSnapshot): Promise<Result<null>> => {
  const { askId, bytes, widthPx, heightPx } = taken
  if (bytes.length > snapshotMaxBytes) return refuse('recording-too-large', { snapshotMaxBytes })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (!isJpeg(bytes) || sha256 !== taken.sha256.toLowerCase()) return refuse('chunk-corrupt', { askId })
  const asked = await app.database.kysely
    .selectFrom('snapshot')
    .innerJoin('verification_case', 'verification_case.id', 'snapshot.case_id')
    .innerJoin('attempt', 'attempt.id', 'snapshot.attempt_id')
    .select(['snapshot.attempt_id', 'snapshot.step_id', 'snapshot.asked_at', 'verification_case.key_id'])
    .select('attempt.recording_id')
    .where('snapshot.id', '=', askId)
    .where('snapshot.tenant_id', '=', caller.tenantId)
    .where('snapshot.case_id', '=', caller.caseId)
    .executeTakeFirst()
  if (!asked) return refuse('not-found')
  const blobName = `cases/${caller.caseId}/${asked.recording_id}/${askId}`
  const stored = await app.blobs.put(asked.key_id, blobName, bytes)
  if (!stored.ok) return refuse(stored.refusal === 'name-taken' ? 'chunk-conflict' : 'not-found')
  return inSellerCall(app, caller, async ({ tx, loaded }) => {
    const attempt = loaded.state.attempts.find(({ id }) => id === asked.attempt_id)
    if (!attempt) return refuse('not-found')
    const changed = await changeCase(app, tx, loaded, sellerActor, {
      type: 'take-snapshot',
      attemptId: attempt.id,
      stepId: asked.step_id,
      snapshotId: askId,
      sha256,
      widthPx,
      heightPx,
      claimedMediaMs: await mediaTimeAt(tx, attempt.recordingId, asked.asked_at.getTime()),
    })
    if (!changed.ok) return changed
    await tx
      .updateTable('snapshot')
      .set({
        taken_at: new Date(app.clock.nowMs()),
        blob_name: blobName,
        size_bytes: bytes.length,
        width_px: widthPx,
        height_px: heightPx,
      })
      .where('id', '=', askId)
      .where('taken_at', 'is', null)
      .execute()
    return accept(null)
  })
}

/** [EV4] A picture of a call for staff; looking is recorded. */
export const readSnapshot = async (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  snapshotId: string,
): Promise<Result<Uint8Array>> => {
  const found = await inDeskCall(app, caller, bookingId, async (call) => {
    const { tx, loaded, attempt } = call
    const rows = attempt ? await readSnapshots(tx, attempt.id) : []
    const blobName = rows.find(({ id }) => id === snapshotId)?.blob_name
    if (!blobName) return refuse('not-found')
    const looked = await changeHeldCall(app, call, staffActor(caller), ({ id }) => ({
      type: 'view-evidence',
      what: 'review',
      attemptId: id,
    }))
    return looked.ok ? accept({ blobName, keyId: loaded.keyId }) : looked
  })
  if (!found.ok) return found
  const blob = await readBlob(app.blobs, found.value.keyId, found.value.blobName)
  return blob.ok ? accept(blob.bytes) : refuse('not-found')
}
