import { sql } from 'kysely'
import { z } from 'zod'
import type { RiskProfile } from '#domain/risk/profile.ts'
import type { SellerFacts, SignalFacts } from '#domain/risk/signal.ts'
import { preparedMark, type Tx } from '../ports/database.ts'
import type { KeptInputs } from '../rules/kept-inputs.ts'
import { readDecisions, type StoredDecision } from '../rules/risk-decisions.ts'
import type { Standing } from './assess.ts'

/** A seller's `risk_profile`, locked: whoever has it is alone with the seller's signals. */
export type HeldProfile = {
  sellerId: string
  sellerFacts: SellerFacts
  profile: RiskProfile
  seq: number
  newestAtMs: number | null
  /** Rules have looked at the seller. */
  isDecided: boolean
  standing: Standing
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const rowSchema = z.object({
  seller_id: z.string(),
  seller_facts: z.custom<SellerFacts>(isObject),
  profile: z.custom<RiskProfile>(isObject),
  seq: z.number(),
  newest_at: z.date().nullable(),
  decided_at: z.date().nullable(),
  settled: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  settled_case_id: z.string().nullable(),
})

/** In the order of the sellers' ids, so that two batches never wait for each other in a circle. */
export const holdProfiles = async (
  tx: Tx,
  tenantId: string,
  sellerIds: readonly string[],
): Promise<Map<string, HeldProfile>> => {
  const { rows } = await sql<z.input<typeof rowSchema> & { decisions: unknown }>`${sql.raw(preparedMark)}
    select seller_id, seller_facts, profile, seq, newest_at, decisions, decided_at, settled, settled_case_id
    from risk_profile where tenant_id = ${tenantId} and seller_id = any(${[...sellerIds]}::text[])
    order by seller_id for update`.execute(tx)
  return new Map(
    rows.map((row) => {
      const read = rowSchema.parse(row)
      const held: HeldProfile = {
        sellerId: read.seller_id,
        sellerFacts: read.seller_facts,
        profile: read.profile,
        seq: read.seq,
        newestAtMs: read.newest_at?.getTime() ?? null,
        isDecided: read.decided_at !== null,
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
  inputs: KeptInputs
  decisions: StoredDecision[]
}

/**
 * Writes the signals and the profiles they changed in one statement. Rows go in as one JSON text each way: the database takes it
 * apart far faster than as many parameters, and what is JSON in a column stays the text it is.
 * Throws a unique violation of `signal_once` when one of the signals was taken by somebody else meanwhile.
 */
export const writeSignals = async (
  tx: Tx,
  tenantId: string,
  { signals, layout }: { signals: readonly NewSignalRow[]; layout: number },
  profiles: readonly HeldProfile[],
  nowMs: number,
): Promise<void> => {
  const now = new Date(nowMs)
  const rows = JSON.stringify(
    signals.map((one) => ({
      a: one.sellerId,
      b: one.seq,
      c: one.id,
      d: one.type,
      e: new Date(one.occurredAtMs),
      f: one.late,
      g: one.facts,
      h: one.bodySealed,
      i: one.inputs.values,
      j: one.inputs.missing,
      k: one.decisions,
    })),
  )
  const kept = JSON.stringify(
    profiles.map(({ sellerId, profile, seq, newestAtMs, standing }) => ({
      a: sellerId,
      b: profile,
      c: seq,
      d: newestAtMs === null ? null : new Date(newestAtMs),
      // Which rules could not be asked is kept with the signals.
      e: standing.decisions.map((one) => ({ ...one, notAsked: [] })),
      f: standing.settled,
      g: standing.settledCaseId,
    })),
  )
  await sql`${sql.raw(preparedMark)}
    with taken as (
      insert into signal (tenant_id, seller_id, seq, id, type, occurred_at, received_at, late, facts, body_sealed, layout, inputs,
        missing, decisions)
      select ${tenantId}, a, b, c, d, e, ${now}, f, g, h, ${layout}::int, i, j, k
      from json_to_recordset(${rows}::json) as signals (
        a text, b int, c text, d text, e timestamptz, f boolean, g json, h text, i json, j text, k json
      )
      order by c
    )
    update risk_profile set profile = b, seq = c, newest_at = d, decisions = e, decided_at = ${now}, settled = f,
      settled_case_id = g, updated_at = ${now}
    from json_to_recordset(${kept}::json) as profiles (
      a text, b json, c int, d timestamptz, e json, f json, g text
    )
    where risk_profile.tenant_id = ${tenantId} and risk_profile.seller_id = a`.execute(tx)
}
