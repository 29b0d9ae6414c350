import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Json } from './schema.ts'

/** Why a seller was looked at without a signal: what changed. */
export type AssessmentCause = 'registration' | 'links'

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
  /** [TR4] What was decided without a signal. Its numbers are the signals', which these steps stand between. */
  risk_assessment: {
    tenant_id: string
    seller_id: string
    seq: number
    cause: AssessmentCause
    at: Date
    layout: number
    inputs: Json
    missing: string
    decisions: Json
  }
  /** A view of both, by number. A step without a signal has no `signal_id` and no `signal_type`. */
  risk_step: {
    tenant_id: string
    seller_id: string
    seq: number
    cause: 'signal' | AssessmentCause
    signal_id: string | null
    signal_type: string | null
    occurred_at: Date
    received_at: Date
    late: boolean
    layout: number
    inputs: Json
    missing: string
    decisions: Json
  }
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
