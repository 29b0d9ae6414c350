import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Json } from './schema.ts'

/** The tables of signals and of what rules know of sellers. */
export type RiskTables = {
  /** [TR1] A signal that was taken, and what was decided by it. */
  signal: {
    tenant_id: string
    seller_id: string
    /** 1, 2, 3… per seller, in the order they were received. */
    seq: number
    /** The marketplace's own. */
    id: string
    type: string
    occurred_at: Date
    received_at: Date
    late: boolean
    /** `SignalFacts` */
    facts: Json
    /** The `SignalData` that was sent, under the seller's key. */
    body_sealed: string
    /** Which feature stands at which place of `inputs` and `missing`: `signal_layout.no`. */
    layout: number
    /** `KeptInputs['values']` of `src/app/rules/kept-inputs.ts` */
    inputs: ColumnType<unknown[], string, string>
    /** `KeptInputs['missing']` */
    missing: string
    /** `StoredDecision[]` of `src/app/rules/risk-decisions.ts` */
    decisions: Json
  }
  /** [TR4] The names of features that rows of `signal` have values for; never changed. */
  signal_layout: { no: GeneratedAlways<number>; sha256: string; features: ColumnType<unknown[], string, string> }
  risk_profile: {
    tenant_id: string
    seller_id: string
    /** `SellerFacts` */
    seller_facts: Json
    /** `RiskProfile` */
    profile: Json
    seq: number
    newest_at: Date | null
    decisions: NullableJson
    decided_at: Date | null
    /** Ids of rules by program. */
    settled: Json
    settled_case_id: string | null
    updated_at: Date
  }
}

type NullableJson = ColumnType<object | null, string | null, string | null>
