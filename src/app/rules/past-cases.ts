import { sql } from 'kysely'
import type { PastCase } from '#domain/risk/replay-cases.ts'
import type { Database } from '../ports/database.ts'

type Row = { seller_id: string; opened_at: Date; opened_by_seq: number | null; ended_at: string | null }

/**
 * [TR7] The cases that some sellers really had, in the order they were opened; sellers without one are left out. A case is over
 * from when it was restored or withdrawn. `program` is the one that is replayed: only what its rules opened may come out otherwise.
 */
export const readPastCases = async (
  { kysely }: Database,
  tenantId: string,
  program: string,
  sellerIds: readonly string[],
): Promise<Map<string, PastCase[]>> => {
  const { rows } = await sql<Row>`
    select one.seller_id, one.opened_at, ended.at as ended_at,
      case when one.program = ${program} then (opened.data -> 'risk' ->> 'signalSeq')::int end as opened_by_seq
    from verification_case one
    left join lateral (
      select data from case_event where case_id = one.id and type = 'case-opened' order by seq limit 1
    ) as opened on true
    left join lateral (${endOf}) as ended on one.status in ('restored', 'withdrawn')
    where one.tenant_id = ${tenantId} and one.seller_id = any(${[...sellerIds]}::text[])
    order by one.seller_id, one.opened_at`.execute(kysely)
  const cases = new Map<string, PastCase[]>()
  for (const row of rows) {
    const past: PastCase = {
      openedAtMs: row.opened_at.getTime(),
      endedAtMs: row.ended_at === null ? null : Date.parse(row.ended_at),
      openedBySeq: row.opened_by_seq,
    }
    const known = cases.get(row.seller_id)
    if (known) known.push(past)
    else cases.set(row.seller_id, [past])
  }
  return cases
}

const endOf = sql`select max(at) as at from case_event
  where case_id = one.id and type in ('case-restored', 'case-withdrawn')`

/** Enough of them that one more changes nothing, and no more than can be read at once. */
const usualOfMost = 1_000

/** How long the newest cases of a program that are over have lasted: half of them longer. Null while none is over. */
export const readUsualCaseMs = async (
  { kysely }: Database,
  tenantId: string,
  program: string,
): Promise<number | null> => {
  const { rows } = await sql<{ opened_at: Date; ended_at: string }>`
    select one.opened_at, ended.at as ended_at from (
      select id, opened_at from verification_case
      where tenant_id = ${tenantId} and program = ${program} and status in ('restored', 'withdrawn')
      order by opened_at desc limit ${usualOfMost}
    ) as one
    cross join lateral (${endOf}) as ended
    where ended.at is not null`.execute(kysely)
  const lasted = rows.map((row) => Date.parse(row.ended_at) - row.opened_at.getTime()).sort((a, b) => a - b)
  return lasted[Math.floor(lasted.length / 2)] ?? null
}
