import type { ColumnType, GeneratedAlways } from 'kysely'
import type { RestrictionState } from '#domain/case/state.ts'
import type { Capability } from '#domain/program.ts'
import type { DriftKind } from '#domain/restrictions/drift.ts'
import type { Json } from './schema.ts'

/** The tables of what is taken away and given back, and of what the marketplace says of it. */
export type RestrictionTables = {
  restriction: {
    id: string
    tenant_id: string
    case_id: string
    seller_id: string
    capability: Capability
    state: RestrictionState
    since: Date
    sends: number
    sent_at: Date
    next_send_at: Date | null
    drift: DriftKind | null
    drift_since: Date | null
    promised_at: Date | null
    changed_at: Date
  }
  capability_report: {
    tenant_id: string
    seller_id: string
    as_of: Date
    received_at: Date
    restricted: Capability[]
    own_reasons: Capability[]
    unknown_here: Json
  }
  webhook_event: {
    id: string
    tenant_id: string
    case_id: string | null
    /** Of messages about one restriction: which. */
    restriction_id: ColumnType<string | null, string | null | undefined, never>
    type: string
    body: string
    position: GeneratedAlways<string>
    created_at: Date
  }
}
