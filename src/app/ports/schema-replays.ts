import type { ColumnType } from 'kysely'
import type { Json } from './schema.ts'

/** [TR7] The table of replays. */
export type ReplayTables = {
  replay: {
    id: string
    tenant_id: string
    program: string
    version: number
    revision: number
    /** `RuleSet` */
    rules: Json
    published_version: number | null
    since: Date
    state: ReplayRowState
    asked_by: string
    asked_at: Date
    ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    signals_total: ColumnType<number | null, number | null | undefined, number | null>
    signals_done: ColumnType<number, number | undefined, number>
    slices: ColumnType<number, number | undefined, number>
    /** `ReplayPlace` of `src/app/rules/replay-signals.ts` */
    progress: ColumnType<object | null, string | null | undefined, string | null>
    /** `ReplayResult` */
    result: ColumnType<object | null, string | null | undefined, string | null>
    updated_at: Date
  }
}

export type ReplayRowState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
