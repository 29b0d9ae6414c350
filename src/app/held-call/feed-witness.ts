import type { App } from '../app.ts'
import { readBlob } from '../ports/blobs.ts'
import type { InspectorRun } from '../ports/inspector.ts'
import { chunkBlobName } from '../runs/recordings.ts'

type Followed = { recordingId: string; tenantId: string; caseId: string }

/** As many as come in some seconds; the rest waits for the next look. */
const chunksAtOnce = 4

/**
 * [LC3] Gives the inspection of a call's recording what the pages of those who led it recorded meanwhile. Each call gives what has
 * arrived since the last, a few chunks at a time; what never arrives is not waited for. Nothing of a call that has none.
 */
export const openWitnessFeeder = (app: App, { recordingId, tenantId, caseId }: Followed, run: InspectorRun) => {
  const fed = new Map<string, number>()

  return async (): Promise<void> => {
    const witnesses = await app.database.kysely
      .selectFrom('recording')
      .innerJoin('attempt', 'attempt.id', 'recording.witness_of')
      .select(['recording.id', 'recording.key_id'])
      .where('attempt.recording_id', '=', recordingId)
      .where('recording.tenant_id', '=', tenantId)
      .orderBy('recording.id')
      .execute()
    for (const { id, key_id } of witnesses) {
      const next = fed.get(id) ?? 0
      const chunks = await app.database.kysely
        .selectFrom('recording_chunk')
        .select('seq')
        .where('recording_id', '=', id)
        .where('seq', '>=', next)
        .orderBy('seq')
        .limit(chunksAtOnce)
        .execute()
      for (const [index, { seq }] of chunks.entries()) {
        if (seq !== next + index) break
        const blob = await readBlob(app.blobs, key_id, chunkBlobName(caseId, id, seq))
        // It stands beside the recording that is inspected, and never in its way.
        if (!blob.ok) break
        await run.pushWitness(id, blob.bytes)
        fed.set(id, seq + 1)
      }
    }
  }
}
