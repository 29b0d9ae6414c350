import type { DeletedRecording } from '#domain/case/aftermath-events.ts'
import type { App } from '../app.ts'
import { measure, type Piece } from '../evidence/evidence-sources.ts'
import { BlobDamaged, readBlob } from '../ports/blobs.ts'
import { beforeFirstGap, chunkBlobName } from './recordings.ts'

type OfCase = { tenantId: string; caseId: string }

/** What a recording is, before it is deleted: read once more, a chunk at a time. */
export const measureMedia = async (
  app: App,
  { tenantId, caseId, keyId }: OfCase & { keyId: string },
  recordingId: string,
): Promise<Omit<DeletedRecording, 'recordingId'>> => {
  const rows = await app.database.kysely
    .selectFrom('recording_chunk')
    .select(['seq', 'size_bytes'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .orderBy('seq')
    .execute()
  const whole = beforeFirstGap(rows)
  async function* pieces(): Piece {
    for (const { seq } of whole) {
      const blob = await readBlob(app.blobs, keyId, chunkBlobName(caseId, recordingId, seq))
      if (!blob.ok) throw new BlobDamaged(recordingId, { cause: blob.refusal })
      yield blob.bytes
    }
  }
  const frames: Record<string, number> = {}
  for (const frame of await framesOf(app, tenantId, recordingId)) {
    const info = await app.blobs.info(keyId, frame.blob_name)
    if (info.ok) frames[frame.id] = info.sizeBytes
  }
  const sizeBytes = whole.reduce((sum, row) => sum + row.size_bytes, 0)
  return { chunks: rows.length, sizeBytes, sha256: await digestOf(pieces()), frames }
}

/** Damaged or erased media are deleted too; only their digest cannot be told any more. */
const digestOf = async (pieces: Piece): Promise<string | null> => {
  try {
    return (await measure(pieces)).sha256
  } catch (error) {
    if (error instanceof BlobDamaged) return null
    throw error
  }
}

/** Really: the encrypted bytes leave the store. Rows stay, because they prove what there was. Twice is once. */
export const deleteMedia = async (app: App, { tenantId, caseId }: OfCase, recordingId: string): Promise<void> => {
  const names: string[] = []
  for await (const name of app.blobs.list(`cases/${caseId}/${recordingId}`)) names.push(name)
  for (const frame of await framesOf(app, tenantId, recordingId)) names.push(frame.blob_name)
  for (const name of names) await app.blobs.delete(name)
}

const framesOf = (app: App, tenantId: string, recordingId: string) =>
  app.database.kysely
    .selectFrom('proof_frame')
    .select(['id', 'blob_name'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .execute()
