import { sql } from 'kysely'
import { takeTime } from '#app/calls/bookings.ts'
import type { OpenDatabase } from '#providers/database/open-database.ts'

/** What clients race for: half hours of ten reviewers, which everybody wants in the same order, the earliest first. */
export const slotCount = 500
export const clientCount = 64
const reviewers = 10
const firstMs = Date.UTC(2026, 10, 23)
const slotMs = 30 * 60_000

/** `database decides` is the product's statement; `check, then insert` is what the constraint is there instead of. */
export const ways = ['database decides', 'check, then insert'] as const
export type Way = (typeof ways)[number]
export type RaceResult = { attempts: number; booked: number; tookMs: number[] }

/** A marketplace with a case for every attempt that may succeed, and a table that no constraint watches. */
export const layOut = async (database: OpenDatabase): Promise<void> => {
  await database.pool.query(`
    insert into tenant values ('tnt', 'Bench', 'key', now());
    insert into program_version values ('bench', 1, '{}', 'none', now());
    insert into seller select 'tnt', 'seller-' || no, 'key', '', 'identity-' || no, 'ID', 'en', now(), now()
      from generate_series(0, ${clientCount * slotCount - 1}) as no;
    insert into verification_case
      (id, tenant_id, seller_id, program, program_version, key_id, status, opened_at, deadline_at, head_seq, head_hash, updated_at)
      select 'case-' || no, 'tnt', 'seller-' || no, 'bench', 1, 'key', 'awaiting-seller', now(), now(), 0, '', now()
      from generate_series(0, ${clientCount * slotCount - 1}) as no;
    insert into staff ("id", "name", "email", "emailVerified", "tenantId", "role", "active")
      select 'reviewer-' || no, 'Reviewer', 'reviewer-' || no || '@bench.test', true, 'tnt', 'reviewer', true
      from generate_series(0, ${reviewers - 1}) as no;
    create table bench_unwatched (reviewer_id text not null, case_id text not null, starts_at timestamptz not null, ends_at timestamptz not null);
    create index on bench_unwatched (reviewer_id, starts_at);
    analyze;`)
}

/** Some of the clients, at one node: each tries every slot once, for a case of its own each time. */
export const race = async (database: OpenDatabase, way: Way, clients: readonly number[]): Promise<RaceResult> => {
  const take = way === 'database decides' ? takeWatched : takeUnwatched
  const result: RaceResult = { attempts: 0, booked: 0, tookMs: [] }
  await Promise.all(
    clients.map(async (client) => {
      for (let slot = 0; slot < slotCount; slot += 1) {
        const beganMs = performance.now()
        const taken = await take(database, slot, client * slotCount + slot)
        result.tookMs.push(performance.now() - beganMs)
        result.attempts += 1
        if (taken) result.booked += 1
      }
    }),
  )
  return result
}

/** Bookings that share their reviewer's time with an earlier one. */
export const countDoubles = async (database: OpenDatabase, way: Way): Promise<number> => {
  const from = way === 'database decides' ? `booking where state = 'booked'` : 'bench_unwatched'
  const { rows } = await database.pool.query<{ n: number }>(
    `select (count(*) - count(distinct (reviewer_id, starts_at)))::int as n from ${from}`,
  )
  return rows[0]?.n ?? Number.NaN
}

const placeOf = (slot: number) => {
  const startMs = firstMs + Math.floor(slot / reviewers) * slotMs
  return { reviewerId: `reviewer-${slot % reviewers}`, startsAt: new Date(startMs), endsAt: new Date(startMs + slotMs) }
}

const takeWatched = (database: OpenDatabase, slot: number, no: number): Promise<boolean> => {
  const { reviewerId, startsAt, endsAt } = placeOf(slot)
  return database.transaction((tx) =>
    takeTime(tx, {
      id: `booking-${no}`,
      tenant_id: 'tnt',
      case_id: `case-${no}`,
      seller_id: `seller-${no}`,
      reviewer_id: reviewerId,
      program: 'bench',
      site: 'ID',
      language: 'en',
      starts_at: startsAt,
      ends_at: endsAt,
      state: 'booked',
      missed_by: null,
      meeting_id: '000-000-000',
      sequence: 0,
      created_at: startsAt,
    }),
  )
}

const takeUnwatched = (database: OpenDatabase, slot: number, no: number): Promise<boolean> => {
  const { reviewerId, startsAt, endsAt } = placeOf(slot)
  return database.transaction(async (tx) => {
    const { rows } = await sql`
      select 1 from bench_unwatched
      where reviewer_id = ${reviewerId} and starts_at < ${endsAt} and ends_at > ${startsAt} limit 1`.execute(tx)
    if (rows.length > 0) return false
    await sql`insert into bench_unwatched values (${reviewerId}, ${`case-${no}`}, ${startsAt}, ${endsAt})`.execute(tx)
    return true
  })
}
