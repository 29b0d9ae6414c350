import type { ColumnType, JSONColumnType } from 'kysely'

/** The tables of recordings, of what is found in them and of what is left of them. */
export type MediaTables = {
  recording: {
    id: string
    tenant_id: string
    case_id: string
    key_id: string
    purpose: 'attempt' | 'rehearsal' | 'witness'
    state: 'open' | 'closed'
    opened_at: Date
    closed_at: Date | null
    last_heard_at: Date
    chunk_count: number | null
    sha256: string | null
    media_state: ColumnType<MediaState, MediaState | undefined, MediaState>
    /** Once it is to be deleted: what it was. */
    media_measured: ColumnType<object | null, string | null | undefined, string | null>
    media_deleted_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    /** The attempt, the staff and the stay of their page, where it is what a leader of a call saw. */
    witness_of: ColumnType<string | null, string | null | undefined, never>
    witness_by: ColumnType<string | null, string | null | undefined, never>
    witness_epoch: ColumnType<number | null, number | null | undefined, never>
  }
  recording_chunk: {
    recording_id: string
    seq: number
    tenant_id: string
    size_bytes: number
    sha256: string
    media_end_ms: number
    arrived_at: Date
  }
  focus_loss: { id: string; recording_id: string; tenant_id: string; kind: string; media_ms: number; at: Date }
  inspection: {
    recording_id: string
    tenant_id: string
    case_id: string
    state: 'waiting' | 'running' | 'done'
    tries: ColumnType<number, number | undefined, number>
    worker: string | null
    leased_until: Date | null
    findings_sealed: string | null
    timing: NullableJson
    models: NullableJson
    started_at: Date | null
    finished_at: Date | null
  }
  proof_frame: {
    id: string
    tenant_id: string
    case_id: string
    recording_id: string
    blob_name: string
    name: string
    created_at: Date
  }
}

/** [EV3] */
type MediaState = 'kept' | 'deleting' | 'deleted'

/** Written as JSON text, read as whatever it holds: parse it at the boundary. */
type NullableJson = JSONColumnType<object | null, string | null, string | null>
