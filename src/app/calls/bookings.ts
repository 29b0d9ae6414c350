import type { Insertable, Selectable } from 'kysely'
import type { CaseEvent } from '#domain/case/events.ts'
import type { CaseState } from '#domain/case/state.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Database, Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'

export type BookingRow = Selectable<Schema['booking']>

/**
 * [BK2] Takes a time for one reviewer; false when it is somebody's already. One statement: the constraint decides between
 * those who come at the same moment, on any node, and nobody looks before.
 */
export const takeTime = async (tx: Tx, row: Insertable<Schema['booking']>): Promise<boolean> => {
  const taken = await tx
    .insertInto('booking')
    .values(row)
    .onConflict((conflict) => conflict.constraint('booking_reviewer_once').doNothing())
    .executeTakeFirst()
  return taken.numInsertedOrUpdatedRows === 1n
}

/** A time of a reviewer for this case, as a row that is not stored yet. */
export const newBooking = (
  app: App,
  { tenantId, state, program }: LoadedCase,
  of: { id: string; reviewerId: string; startMs: number; endMs: number; language: string },
): Insertable<Schema['booking']> => ({
  id: of.id,
  tenant_id: tenantId,
  case_id: state.caseId,
  seller_id: state.sellerId,
  reviewer_id: of.reviewerId,
  program: program.name,
  site: state.site,
  language: of.language,
  starts_at: new Date(of.startMs),
  ends_at: new Date(of.endMs),
  state: 'booked',
  missed_by: null,
  meeting_id: newMeetingId(app),
  sequence: 0,
  created_at: new Date(app.clock.nowMs()),
})

/** Nine digits that can be read aloud; they open nothing. */
const newMeetingId = (app: App): string =>
  Array.from({ length: 3 }, () => String(Math.floor(app.chance() * 1000)).padStart(3, '0')).join('-')

export const readBooking = (
  reader: Tx | Database['kysely'],
  tenantId: string,
  bookingId: string,
): Promise<BookingRow | undefined> =>
  reader
    .selectFrom('booking')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', bookingId)
    .executeTakeFirst()

/** What mails and calendars say of a call. A row never changes its time, so it says of a call that was moved what was said then. */
export type CalledTime = { startMs: number; endMs: number; site: string; meetingId: string; sequence: number }

export const calledTime = (row: BookingRow): CalledTime => ({
  startMs: row.starts_at.getTime(),
  endMs: row.ends_at.getTime(),
  site: row.site,
  meetingId: row.meeting_id,
  sequence: row.sequence,
})

/** What the case says of its appointments, said of their rows; whatever is not booked any more frees its time. */
export const settleBookings = async (
  tx: Tx,
  tenantId: string,
  before: CaseState,
  events: readonly CaseEvent[],
): Promise<void> => {
  for (const { data } of events)
    switch (data.type) {
      case 'call-booked':
        if (data.instead !== null) await settle(tx, tenantId, data.instead, { state: 'cancelled' })
        break
      case 'call-cancelled':
        await settle(tx, tenantId, data.bookingId, { state: 'cancelled' })
        break
      case 'call-offer-ended':
        await lapse(tx, tenantId, data.bookingId)
        break
      case 'call-missed':
        await settle(tx, tenantId, data.bookingId, { state: 'missed', missed_by: data.side })
        break
      case 'call-ended': {
        if (before.call) await settle(tx, tenantId, before.call.bookingId, { state: 'held' })
        break
      }
    }
}

/** Nobody took it: it is nobody's again. */
const lapse = async (tx: Tx, tenantId: string, bookingId: string): Promise<void> => {
  await tx
    .updateTable('booking')
    .set({ state: 'lapsed' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', bookingId)
    .where('state', '=', 'offered')
    .execute()
}

const settle = async (
  tx: Tx,
  tenantId: string,
  bookingId: string,
  as: { state: 'cancelled' | 'held' } | { state: 'missed'; missed_by: 'seller' | 'us' },
): Promise<void> => {
  // What browsers said to each other has served: it names addresses of people's machines.
  await tx.deleteFrom('call_signal').where('booking_id', '=', bookingId).where('tenant_id', '=', tenantId).execute()
  await tx
    .updateTable('booking')
    .set(as)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', bookingId)
    .where('state', '=', 'booked')
    .execute()
}
