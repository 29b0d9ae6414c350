import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Board, BoardRow, BoardState } from '#contracts/restrictions.ts'
import type { Actor } from '#domain/case/events.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import { iso, isoOrNull } from '../views/instants.ts'
import { unknownHereOf } from './report-capabilities.ts'

export type BoardFilter = {
  state?: BoardState | undefined
  capability?: string | undefined
  program?: string | undefined
  seller?: string | undefined
  /** `next` of the page before. */
  after?: string | undefined
}

/** Of one page. */
export const shownMost = 200
const unknownMost = 50

/** Where a restriction stands on the board, worst first; each is counted in the first that fits. */
const standing = (now: Date) => sql<number>`case
  when r.drift = 'left-behind' then 0
  when r.state = 'lifting' and r.promised_at <= ${now} then 1
  when r.drift = 'not-taken' then 2
  when r.state = 'lifting' then 3
  when r.state = 'applying' then 4
  when r.state = 'applied' then 5
  else 6 end`

/** Left behind is overdue as well: the seller was promised it back. */
const standingsOf: Record<BoardState, readonly number[]> = {
  drift: [0, 2],
  overdue: [0, 1],
  waiting: [0, 1, 2, 3, 4],
  'in-force': [2, 4, 5],
  'given-back': [6],
}

type Row = {
  id: string
  case_id: string
  status: BoardRow['caseStatus']
  seller_id: string
  program: string
  capability: BoardRow['capability']
  state: BoardRow['state']
  since: Date
  sends: number
  sent_at: Date
  next_send_at: Date | null
  promised_at: Date | null
  drift: 'left-behind' | 'not-taken' | null
  drift_since: Date | null
  standing: number
  sorted_by: string
}

/** What was given back is read newest first, all else from what has waited longest. */
const sortedBy = (now: Date) =>
  sql`case when ${standing(now)} = 6 then -extract(epoch from r.since) else extract(epoch from r.since) end`

/** Behind which row a page begins, by what pages are sorted by: rows that come and go move none of the others. */
const beginOf = (after: string | undefined) => {
  const [standingOf, sorted, ...id] = after?.split('_') ?? []
  return standingOf === undefined || sorted === undefined
    ? null
    : { standing: Number(standingOf), sorted, id: id.join('_') }
}

/** [RE1] [RE2] What is in force, what the marketplace has not answered and what it has otherwise; the worst first. */
export const readBoard = async (app: App, { tenantId }: Caller, filter: BoardFilter): Promise<Board> => {
  const now = new Date(app.clock.nowMs())
  // What was given back is shown only to whoever asks for it, or for one seller.
  const standings = filter.state
    ? standingsOf[filter.state]
    : filter.seller
      ? [0, 1, 2, 3, 4, 5, 6]
      : [0, 1, 2, 3, 4, 5]
  const begin = beginOf(filter.after)
  const { rows } = await sql<Row>`
    select r.*, c.status, c.program, ${standing(now)} as standing, (${sortedBy(now)})::text as sorted_by
    from restriction r join verification_case c on c.id = r.case_id
    where r.tenant_id = ${tenantId} and ${standing(now)} = any(${standings}::int[])
      ${standings.includes(6) ? sql`` : sql`and (r.state <> 'lifted' or r.drift is not null)`}
      ${filter.capability ? sql`and r.capability = ${filter.capability}` : sql``}
      ${filter.program ? sql`and c.program = ${filter.program}` : sql``}
      ${filter.seller ? sql`and r.seller_id = ${filter.seller}` : sql``}
      ${begin ? sql`and (${standing(now)}, ${sortedBy(now)}, r.id) > (${begin.standing}::int, ${begin.sorted}::numeric, ${begin.id})` : sql``}
    order by standing, ${sortedBy(now)}, r.id
    limit ${shownMost + 1}`.execute(app.database.kysely)
  const last = rows[shownMost - 1]
  return {
    counts: await countsOf(app, tenantId, now),
    rows: rows.slice(0, shownMost).map(rowView),
    next: rows.length > shownMost && last ? `${last.standing}_${last.sorted_by}_${last.id}` : null,
    programs: [...app.programs.keys()].sort(),
    unknown: await unknownOf(app, tenantId, filter.seller),
  }
}

const rowView = (row: Row): BoardRow => ({
  id: row.id,
  caseId: row.case_id,
  caseStatus: row.status,
  sellerId: row.seller_id,
  program: row.program,
  capability: row.capability,
  state: row.state,
  since: iso(new Date(row.since).getTime()),
  sends: row.sends,
  sentAt: iso(new Date(row.sent_at).getTime()),
  nextSendAt: instantOf(row.next_send_at),
  promisedAt: instantOf(row.promised_at),
  overdue: row.standing < 2,
  drift: row.drift && row.drift_since ? { kind: row.drift, since: iso(new Date(row.drift_since).getTime()) } : null,
})

const instantOf = (at: Date | null): string | null => isoOrNull(at === null ? null : new Date(at).getTime())

const countsOf = async (app: App, tenantId: string, now: Date): Promise<Board['counts']> => {
  const { rows } = await sql<{ standing: number; count: string }>`
    select ${standing(now)} as standing, count(*) as count from restriction r
    where r.tenant_id = ${tenantId} and (r.state <> 'lifted' or r.drift is not null)
    group by 1`.execute(app.database.kysely)
  const count = (wanted: number) => Number(rows.find((row) => row.standing === wanted)?.count ?? 0)
  return {
    leftBehind: count(0),
    overdue: count(1),
    notTaken: count(2),
    lifting: count(3),
    applying: count(4),
    applied: count(5),
  }
}

const unknownOf = async (app: App, tenantId: string, seller: string | undefined): Promise<Board['unknown']> => {
  let query = app.database.kysely
    .selectFrom('capability_report')
    .select(['seller_id', 'unknown_here'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`unknown_here <> '[]'::jsonb`)
    .orderBy('received_at', 'desc')
    .limit(unknownMost)
  if (seller) query = query.where('seller_id', '=', seller)
  return (await query.execute()).flatMap((row) =>
    unknownHereOf(row.unknown_here).map(({ capability, sinceMs }) => ({
      sellerId: row.seller_id,
      capability,
      since: iso(sinceMs),
    })),
  )
}

/**
 * A mark that is another one as soon as the board is: pages ask every few seconds and are mostly answered that nothing is new,
 * for the price of two rows by their index. What becomes overdue by time alone, and a change that was written before
 * another and seen after it, is covered by the half minute.
 */
export const boardStamp = async (app: App, { tenantId }: Caller, filter: BoardFilter): Promise<string> => {
  const halfMinute = Math.floor(app.clock.nowMs() / 30_000)
  const { rows } = await sql<{ changed: Date | null; received: Date | null }>`
    select
      (select max(changed_at) from restriction where tenant_id = ${tenantId}) as changed,
      (select max(received_at) from capability_report where tenant_id = ${tenantId} and unknown_here <> '[]'::jsonb) as received`.execute(
    app.database.kysely,
  )
  return createHash('sha256')
    .update(JSON.stringify([tenantId, filter, halfMinute, rows[0]]))
    .digest('base64url')
    .slice(0, 32)
}

/** [RE2] A lead does not want to wait for the next sending. */
export const sendRestrictionNow = async (
  app: App,
  caller: Caller,
  actor: Actor,
  restrictionId: string,
): Promise<Result<{ sends: number; sentAtMs: number }>> => {
  const row = await app.database.kysely
    .selectFrom('restriction')
    .select('case_id')
    .where('id', '=', restrictionId)
    .where('tenant_id', '=', caller.tenantId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  const at = { tenantId: caller.tenantId, caseId: row.case_id }
  const sent = await commandCase(app, at, actor, { type: 'send-restriction-now', restrictionId })
  if (!sent.ok) return sent
  const one = sent.value.state.restrictions.find(({ id }) => id === restrictionId)
  return one ? accept({ sends: one.sends, sentAtMs: one.sentAtMs }) : refuse('not-found')
}
