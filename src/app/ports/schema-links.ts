import type { ColumnType } from 'kysely'
import type { LinkKind } from '#domain/links/link.ts'
import type { RulingType } from '#domain/links/ruling.ts'

/** [TR3] What shops have in common, and what people ruled about it. */
export type LinkTables = {
  shop_link: {
    tenant_id: string
    value_hash: string
    seller_id: string
    kind: LinkKind
    first_seen: Date
    last_seen: Date
    ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    case_id: ColumnType<string | null, string | null | undefined, string | null>
  }
  link_ruling: {
    id: string
    tenant_id: string
    type: RulingType
    seller_a: string
    seller_b: string | null
    value_hash: string | null
    value_kind: LinkKind | null
    why_sealed: string
    ruled_by: string
    ruled_at: Date
    withdrawn_by: ColumnType<string | null, null | undefined, string>
    withdrawn_at: ColumnType<Date | null, null | undefined, Date>
  }
}
