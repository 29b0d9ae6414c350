import { covers, isFree } from '#domain/booking/free-slots.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import { nudgeStaff } from '../nudge.ts'
import { isExclusionViolation } from '../ports/database.ts'
import type { StaffCaller } from '../review/review.ts'
import { type BookingRow, readBooking } from './bookings.ts'
import { dutiesFor, readBusy } from './roster.ts'

/**
 * A reviewer cannot hold a call: another who is on duty and free then takes it, and the seller notices nothing; where there
 * is none, the call is cancelled by us. Nobody is given that time with this reviewer again. [BK4] Whose it is may give it up, and leads may for anybody.
 */
export const giveUpCall = async (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  handOver: boolean,
): Promise<Result<'handed-over' | 'cancelled'>> => {
  const booking = await readBooking(app.database.kysely, caller.tenantId, bookingId)
  if (!booking || !mayTouch(caller, booking)) return refuse('not-found')
  if (booking.state !== 'booked') return refuse('invalid-state', { state: booking.state })
  await noteAbsence(app, booking)
  if (handOver)
    for (const reviewerId of await othersFree(app, booking))
      if (await handTo(app, booking, reviewerId)) return accept('handed-over')
  const cancelled = await commandCase(
    app,
    { tenantId: caller.tenantId, caseId: booking.case_id },
    { kind: 'staff', id: caller.staffId },
    { type: 'cancel-call', bookingId, by: 'us' },
  )
  return cancelled.ok ? accept('cancelled') : cancelled
}

export const mayTouch = (caller: StaffCaller, booking: BookingRow): boolean =>
  caller.lead || booking.reviewer_id === caller.staffId

/** First of all, or the time that gets free would be offered again, with the very reviewer who cannot come. */
const noteAbsence = async (app: App, { tenant_id, reviewer_id, starts_at, ends_at }: BookingRow): Promise<void> => {
  await app.database.kysely
    .insertInto('reviewer_absence')
    .values({ tenant_id, reviewer_id, starts_at, ends_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whoever speaks the language and has learnt the procedure, is on duty all the while and has given the time to nobody. */
const othersFree = async (app: App, booking: BookingRow): Promise<string[]> => {
  const { kysely } = app.database
  const span = { fromMs: booking.starts_at.getTime(), toMs: booking.ends_at.getTime() }
  const duties = await dutiesFor(kysely, booking.tenant_id, booking)
  const busy = await readBusy(kysely, booking.tenant_id, span)
  const reviewers = new Set(duties.map(({ reviewer }) => reviewer.id))
  return [...reviewers].filter(
    (id) =>
      id !== booking.reviewer_id &&
      isFree(id, span, busy) &&
      covers(
        duties.filter(({ reviewer }) => reviewer.id === id),
        span,
      ),
  )
}

/** [BK2] False when the reviewer's time was taken, or the call moved, at this very moment. */
const handTo = async (app: App, booking: BookingRow, reviewerId: string): Promise<boolean> => {
  try {
    return await app.database.transaction(async (tx) => {
      const handed = await tx
        .updateTable('booking')
        .set({ reviewer_id: reviewerId })
        .where('tenant_id', '=', booking.tenant_id)
        .where('id', '=', booking.id)
        .where('state', '=', 'booked')
        .where('reviewer_id', '=', booking.reviewer_id)
        .executeTakeFirst()
      await nudgeStaff(app, tx, { tenantId: booking.tenant_id, what: 'case', caseId: booking.case_id })
      return handed.numUpdatedRows === 1n
    })
  } catch (error) {
    if (isExclusionViolation(error, 'booking_reviewer_once')) return false
    throw error
  }
}
