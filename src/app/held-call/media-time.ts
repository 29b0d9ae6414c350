import { sql } from 'kysely'
import type { Database, Tx } from '../ports/database.ts'

type Reader = Tx | Database['kysely']

/**
 * Where a recording stands at an instant, told by its own chunks: the one that came fastest says best when the recording
 * began. It can only be found to have begun earlier, so this never runs backwards; 0 before the first chunk.
 */
export const mediaTimeAt = async (reader: Reader, recordingId: string, atMs: number): Promise<number> => {
  const { beganMs } = await arrivals(reader, recordingId)
  return beganMs === null ? 0 : Math.max(0, Math.round(atMs - beganMs))
}

/** How far what has arrived is behind what happens; null before the first chunk. */
export const behindMs = async (reader: Reader, recordingId: string, atMs: number): Promise<number | null> => {
  const { beganMs, arrivedUpToMs } = await arrivals(reader, recordingId)
  return beganMs === null || arrivedUpToMs === null ? null : Math.max(0, Math.round(atMs - beganMs - arrivedUpToMs))
}

const arrivals = async (reader: Reader, recordingId: string) => {
  const row = await reader
    .selectFrom('recording_chunk')
    .select([
      sql<string | null>`min(extract(epoch from arrived_at) * 1000 - media_end_ms)`.as('began_ms'),
      sql<number | null>`max(media_end_ms)`.as('arrived_up_to_ms'),
    ])
    .where('recording_id', '=', recordingId)
    .executeTakeFirst()
  return {
    beganMs: row?.began_ms == null ? null : Number(row.began_ms),
    arrivedUpToMs: row?.arrived_up_to_ms == null ? null : Number(row.arrived_up_to_ms),
  }
}
