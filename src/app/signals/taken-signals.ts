import { sql } from 'kysely'
import type { App } from '../app.ts'
import { preparedMark } from '../ports/database.ts'
import { readDecisions, type StoredDecision } from '../rules/risk-decisions.ts'

/** A signal that was taken before, as far as its answer needs it. */
export type TakenSignal = {
  sellerId: string
  type: string
  occurredAtMs: number
  late: boolean
  decisions: StoredDecision[]
}

type Row = { id: string; seller_id: string; type: string; occurred_at: Date; late: boolean; decisions: unknown }

/** Which of these ids were taken before, and what was answered. */
export const readTakenSignals = async (
  app: App,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, TakenSignal>> => {
  const { rows } = await sql<Row>`${sql.raw(preparedMark)}
    select id, seller_id, type, occurred_at, late, decisions from signal
    where tenant_id = ${tenantId} and id = any(${[...ids]}::text[])`.execute(app.database.kysely)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        sellerId: row.seller_id,
        type: row.type,
        occurredAtMs: row.occurred_at.getTime(),
        late: row.late,
        decisions: readDecisions(row.decisions),
      },
    ]),
  )
}
