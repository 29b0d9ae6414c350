import { sql } from 'kysely'
import { z } from 'zod'
import type { RiskProfile } from '#domain/risk/profile.ts'
import type { SellerFacts, SignalFacts } from '#domain/risk/signal.ts'
import type { Tx } from '../ports/database.ts'
import { readDecisions, type StoredDecision, type StoredInputs } from '../rules/risk-decisions.ts'
import type { Standing } from './assess.ts'

/** A seller's `risk_profile`, locked: whoever has it is alone with the seller's signals. */
export type HeldProfile = {
  sellerId: string
  sellerFacts: SellerFacts
  profile: RiskProfile
  seq: number
  newestAtMs: number | null
  standing: Standing
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const rowSchema = z.object({
  seller_id: z.string(),
  seller_facts: z.custom<SellerFacts>(isObject),
  profile: z.custom<RiskProfile>(isObject),
  seq: z.number(),
  newest_at: z.date().nullable(),
  settled: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  settled_case_id: z.string().nullable(),
})

/** In the order of the sellers' ids, so that two batches never wait for each other in a circle. */
export const holdProfiles = async (
  tx: Tx,
  tenantId: string,
  sellerIds: readonly string[],
): Promise<Map<string, HeldProfile>> => {
  const rows = await tx
    .selectFrom('risk_profile')
    .select(['seller_id', 'seller_facts', 'profile', 'seq', 'newest_at', 'decisions', 'settled', 'settled_case_id'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sql<string>`any(${[...sellerIds]}::text[])`)
    .orderBy('seller_id')
    .forUpdate()
    .execute()
  return new Map(
    rows.map((row) => {
      const read = rowSchema.parse(row)
      const held: HeldProfile = {
        sellerId: read.seller_id,
        sellerFacts: read.seller_facts,
        profile: read.profile,
        seq: read.seq,
        newestAtMs: read.newest_at?.getTime() ?? null,
        standing: {
          decisions: readDecisions(row.decisions),
          settled: read.settled,
          settledCaseId: read.settled_case_id,
        },
      }
      return [held.sellerId, held]
    }),
  )
}

export type NewSignalRow = {
  sellerId: string
  seq: number
  id: string
  type: string
  occurredAtMs: number
  late: boolean
  facts: SignalFacts
  bodySealed: string
  inputs: StoredInputs
  decisions: StoredDecision[]
}

/** What became of a profile, with the last decisions of it. */
export type KeptProfile = HeldProfile & { inputs: StoredInputs }

/**
 * Writes the signals and the profiles they changed in one statement. Rows go in as one JSON text each way: the database takes it
 * apart far faster than as many parameters, and what is JSON in a column stays the text it is.
 * Throws a unique violation of `signal_once` when one of the signals was taken by somebody else meanwhile.
 */
export const writeSignals = async (
  tx: Tx,
  tenantId: string,
  signals: readonly NewSignalRow[],
  profiles: readonly KeptProfile[],
  nowMs: number,
): Promise<void> => {
  const now = new Date(nowMs)
  const rows = JSON.stringify(
    signals.map((one) => ({ ...one, occurredAt: new Date(one.occurredAtMs), occurredAtMs: undefined })),
  )
  const kept = JSON.stringify(
    profiles.map((one) => ({
      sellerId: one.sellerId,
      profile: one.profile,
      seq: one.seq,
      newestAt: one.newestAtMs === null ? null : new Date(one.newestAtMs),
      inputs: one.inputs,
      ...one.standing,
    })),
  )
  await sql`
    with taken as (
      insert into signal (tenant_id, seller_id, seq, id, type, occurred_at, received_at, late, facts, body_sealed, inputs, decisions)
      select ${tenantId}, x."sellerId", x.seq, x.id, x.type, x."occurredAt", ${now}, x.late, x.facts, x."bodySealed", x.inputs, x.decisions
      from json_to_recordset(${rows}::json) as x (
        "sellerId" text, seq int, id text, type text, "occurredAt" timestamptz, late boolean, facts json, "bodySealed" text,
        inputs json, decisions json
      )
      order by x.id
    )
    update risk_profile set profile = x.profile, seq = x.seq, newest_at = x."newestAt", inputs = x.inputs,
      decisions = x.decisions, decided_at = ${now}, settled = x.settled, settled_case_id = x."settledCaseId", updated_at = ${now}
    from json_to_recordset(${kept}::json) as x (
      "sellerId" text, profile json, seq int, "newestAt" timestamptz, inputs json, decisions json, settled json,
      "settledCaseId" text
    )
    where risk_profile.tenant_id = ${tenantId} and risk_profile.seller_id = x."sellerId"`.execute(tx)
}
