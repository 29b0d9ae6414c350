import type { ColumnType, GeneratedAlways } from 'kysely'
import type { RuleVersionState } from '#domain/risk/rule-version.ts'
import type { Json } from './schema.ts'

/** The tables of rule sets; who did something is `staff/ID`, `key/ID` or `installation`. */
export type RuleTables = {
  rule_set_version: {
    tenant_id: string
    program: string
    version: number
    state: RuleVersionState
    revision: ColumnType<number, number | undefined, number>
    body: Json
    body_sha256: string
    base_version: number | null
    restores_version: number | null
    hands: string[]
    drafted_by: string
    drafted_at: Date
    edited_by: string
    edited_at: Date
    proposed_by: string | null
    proposed_at: Date | null
    published_by: string | null
    published_at: Date | null
    looked_at_by: string | null
  }
  rule_set_event: {
    no: GeneratedAlways<string>
    tenant_id: string
    program: string
    version: number
    revision: number
    what: string
    by: string
    at: Date
    why: string | null
  }
}
