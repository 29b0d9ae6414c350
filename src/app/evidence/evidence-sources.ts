import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { DeletedRecording } from '#domain/case/aftermath-events.ts'
import type { Attachment } from '#domain/evidence/bundle.ts'
import { chunkList, recordingPaths, recordingProof } from '#domain/evidence/recording-proof.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { BlobDamaged, readBlob } from '../ports/blobs.ts'
import { beforeFirstGap, chunkBlobName } from '../runs/recordings.ts'

export type Piece = AsyncGenerator<Uint8Array>

/**
 * Something of a case that is too large to hold: read it as often as needed, a piece at a time. `eventSeq` is the event
 * that recorded its digest, null when none did.
 */
export type Source = { path: string; eventSeq: number | null; read: () => Piece }

/** Size and digests of what a source gives. */
export const measure = async (pieces: Piece): Promise<{ sha256: string; sizeBytes: number; crc32: number }> => {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let crc = 0
  for await (const piece of pieces) {
    hash.update(piece)
    crc = crc32(piece, crc)
    sizeBytes += piece.length
  }
  return { sha256: hash.digest('hex'), sizeBytes, crc32: crc }
}

/** What the events recorded of a run's media: the digest over its chunks, and the digests of its frames by their ids. */
export type RecordedDigests = {
  end: { seq: number; sha256: string } | null
  frames: { seq: number; sha256: Record<string, string> } | null
  /** [EV3] The event that told that the media are gone, and what they were. */
  deleted: { seq: number; recording: DeletedRecording } | null
}

/** A run's recording, what proves it and the frames taken from it; null when no chunk arrived. */
export const recordingSource = async (
  app: App,
  loaded: LoadedCase,
  recordingId: string,
  { end, frames, deleted }: RecordedDigests,
): Promise<{ proof: Attachment[]; sources: Source[] } | null> => {
  const { caseId } = loaded.state
  const rows = await app.database.kysely
    .selectFrom('recording_chunk')
    .select(['seq', 'size_bytes', 'sha256'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', loaded.tenantId)
    .orderBy('seq')
    .execute()
  const whole = beforeFirstGap(rows)
  if (whole.length === 0) return null
  const listed = createHash('sha256')
    .update(chunkList(whole.map((row) => row.sha256)))
    .digest('hex')
  const chunks = whole.map((row) => ({ sha256: row.sha256, sizeBytes: row.size_bytes }))
  const proof = recordingProof(recordingId, chunks, end?.sha256 === listed ? end.seq : null)
  if (deleted) return { proof: [...proof, ...namedOnly(recordingId, deleted, frames)], sources: [] }
  const media: Source = {
    path: recordingPaths(recordingId).media,
    eventSeq: null,
    async *read() {
      for (const row of whole) yield await readWhole(app, loaded.keyId, chunkBlobName(caseId, recordingId, row.seq))
    },
  }
  return { proof, sources: [media, ...(await frameSources(app, loaded, recordingId, frames))] }
}

/** [EV3] What was deleted is named with the digests that events hold of it, and is not enclosed. */
const namedOnly = (
  recordingId: string,
  { seq, recording }: NonNullable<RecordedDigests['deleted']>,
  frames: RecordedDigests['frames'],
): Attachment[] => {
  const omitted = 'retention' as const
  const { sha256, sizeBytes } = recording
  const media = { path: recordingPaths(recordingId).media, eventSeq: seq, omitted, sizeBytes }
  const pictures = Object.entries(recording.frames).flatMap(([id, bytes]): Attachment[] => {
    const digest = frames?.sha256[id]
    return digest && frames
      ? [{ path: `frames/${id}.jpg`, eventSeq: frames.seq, omitted, sha256: digest, sizeBytes: bytes }]
      : []
  })
  return [...(sha256 ? [{ ...media, sha256 }] : []), ...pictures]
}

const frameSources = async (
  app: App,
  loaded: LoadedCase,
  recordingId: string,
  recorded: RecordedDigests['frames'],
): Promise<Source[]> => {
  const rows = await app.database.kysely
    .selectFrom('proof_frame')
    .select(['id', 'blob_name'])
    .where('recording_id', '=', recordingId)
    .where('tenant_id', '=', loaded.tenantId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    path: `frames/${row.id}.jpg`,
    eventSeq: recorded && row.id in recorded.sha256 ? recorded.seq : null,
    async *read() {
      yield await readWhole(app, loaded.keyId, row.blob_name)
    },
  }))
}

/** Chunks and frames are small, so each is read whole. One that is gone or damaged ends the export. */
export const readWhole = async (app: App, keyId: string, name: string): Promise<Uint8Array> => {
  const blob = await readBlob(app.blobs, keyId, name)
  if (!blob.ok) throw new BlobDamaged(name, { cause: blob.refusal })
  return blob.bytes
}
