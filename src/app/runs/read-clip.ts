import type { App } from '../app.ts'
import { readBlob } from '../ports/blobs.ts'
import { beforeFirstGap, chunkBlobName } from './recordings.ts'

export type Clip = {
  sizeBytes: number
  /** Bytes `start` (inclusive) to `end` (exclusive), decrypted chunk by chunk as they are read. */
  bytes: (start: number, end: number) => AsyncIterable<Uint8Array>
}

/** A whole recording as one file: its chunks behind each other, up to the first one missing. Null for other tenants'. */
export const openClip = async (
  app: App,
  tenantId: string,
  caseId: string,
  recordingId: string,
): Promise<Clip | null> => {
  const recording = await app.database.kysely
    .selectFrom('recording')
    .select(['key_id', 'media_state'])
    .where('id', '=', recordingId)
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (recording?.media_state !== 'kept') return null
  const rows = await app.database.kysely
    .selectFrom('recording_chunk')
    .select(['seq', 'size_bytes'])
    .where('recording_id', '=', recordingId)
    .orderBy('seq')
    .execute()
  const whole = beforeFirstGap(rows)
  const sizeBytes = whole.reduce((sum, row) => sum + row.size_bytes, 0)
  return {
    sizeBytes,
    async *bytes(start, end) {
      let offset = 0
      for (const row of whole) {
        const from = offset
        offset += row.size_bytes
        if (offset <= start) continue
        if (from >= end) return
        const blob = await readBlob(app.blobs, recording.key_id, chunkBlobName(caseId, recordingId, row.seq))
        if (!blob.ok) return
        yield blob.bytes.subarray(Math.max(0, start - from), Math.min(row.size_bytes, end - from))
      }
    },
  }
}

/** One proof frame as JPEG; null when it is not of this tenant (and case, where one is given). */
export const readFrame = async (
  app: App,
  tenantId: string,
  frameId: string,
  caseId: string | null,
): Promise<{ jpeg: Uint8Array; caseId: string } | null> => {
  const row = await app.database.kysely
    .selectFrom('proof_frame')
    .innerJoin('verification_case', 'verification_case.id', 'proof_frame.case_id')
    .select(['proof_frame.blob_name', 'proof_frame.case_id', 'verification_case.key_id'])
    .where('proof_frame.id', '=', frameId)
    .where('proof_frame.tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (!row || (caseId !== null && row.case_id !== caseId)) return null
  const blob = await readBlob(app.blobs, row.key_id, row.blob_name)
  return blob.ok ? { jpeg: blob.bytes, caseId: row.case_id } : null
}
