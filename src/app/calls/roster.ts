import { z } from 'zod'
import { type Busy, freeSlots, type RosteredDuty } from '#domain/booking/free-slots.ts'
import type { Slot } from '#domain/booking/slots.ts'
import type { TimeSpan } from '#domain/time-span.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Database, Tx } from '../ports/database.ts'

type Reader = Tx | Database['kysely']

const wallSpan = z.object({ from: z.string(), to: z.string() })
const weekday = z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7)))
const stored = z.object({ hours: wallSpan, breaks: z.array(wallSpan), weekdays: z.array(weekday) })

export type StoredDuty = RosteredDuty & {
  id: string
  reviewer: { id: string; name: string }
  site: string
  languages: string[]
  programs: string[]
  createdAtMs: number
}

/** Every duty of members who are still active, with the holidays of its site; of one site, or of all. */
export const readDuties = async (reader: Reader, tenantId: string, site: string | null): Promise<StoredDuty[]> => {
  const rows = await reader
    .selectFrom('reviewer_duty')
    .innerJoin('staff', 'staff.id', 'reviewer_duty.reviewer_id')
    .selectAll('reviewer_duty')
    .select('staff.name')
    .where('reviewer_duty.tenant_id', '=', tenantId)
    .where('staff.active', '=', true)
    .$if(site !== null, (query) => query.where('reviewer_duty.site', '=', site))
    .orderBy('reviewer_duty.created_at')
    .execute()
  const days = await reader
    .selectFrom('site_holiday')
    .select(['site', 'day'])
    .where('tenant_id', '=', tenantId)
    .$if(site !== null, (query) => query.where('site', '=', site ?? ''))
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reviewer: { id: row.reviewer_id, name: row.name },
    site: row.site,
    languages: row.languages,
    programs: row.programs,
    createdAtMs: row.created_at.getTime(),
    duty: {
      ...stored.parse(row),
      reviewerId: row.reviewer_id,
      zone: row.zone,
      firstDay: row.first_day,
      lastDay: row.last_day,
    },
    holidays: new Set(days.filter((one) => one.site === row.site).map((one) => one.day)),
  }))
}

/**
 * What reviewers have given away, or cannot give, that overlaps a span. With `butOfCase`, also what they had given to cases
 * other than this one and is over.
 */
export const readBusy = async (
  reader: Reader,
  tenantId: string,
  { fromMs, toMs }: TimeSpan,
  { butOfCase }: { butOfCase?: string } = {},
): Promise<Busy[]> => {
  const away = reader
    .selectFrom('reviewer_absence')
    .select(['reviewer_id', 'starts_at', 'ends_at'])
    .where('tenant_id', '=', tenantId)
    .where('starts_at', '<', new Date(toMs))
    .where('ends_at', '>', new Date(fromMs))
  const rows = await reader
    .selectFrom('booking')
    .select(['reviewer_id', 'starts_at', 'ends_at'])
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', butOfCase === undefined ? ['booked', 'offered'] : ['booked', 'offered', 'held', 'missed'])
    .$if(butOfCase !== undefined, (query) => query.where('case_id', '<>', butOfCase ?? ''))
    .where('starts_at', '<', new Date(toMs))
    .where('ends_at', '>', new Date(fromMs))
    .unionAll(away)
    .execute()
  return rows.map((row) => ({
    reviewerId: row.reviewer_id,
    span: { fromMs: row.starts_at.getTime(), toMs: row.ends_at.getTime() },
  }))
}

/** Duties in which a call of this kind can be held. [BK3] */
export const dutiesFor = async (
  reader: Reader,
  tenantId: string,
  of: { site: string; language: string; program: string },
): Promise<StoredDuty[]> =>
  (await readDuties(reader, tenantId, of.site)).filter(
    (one) => one.languages.includes(of.language) && one.programs.includes(of.program),
  )

/** [BK1] [BK3] Times at which this case's call could begin within the span, with the reviewers who are free then. */
export const slotsForCase = async (
  tx: Tx,
  { tenantId, state, program }: LoadedCase,
  language: string,
  within: TimeSpan,
): Promise<Slot[]> => {
  if (program.call === null) return []
  const duties = await dutiesFor(tx, tenantId, { site: state.site, language, program: program.name })
  const around = { fromMs: within.fromMs - dayMs, toMs: within.toMs + dayMs }
  return freeSlots(duties, await readBusy(tx, tenantId, around), within, program.call.booking.slotMinutes)
}

const dayMs = 24 * 60 * 60_000
