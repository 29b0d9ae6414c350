import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { StaffCaller } from '../review/review.ts'
import { readBooking } from './bookings.ts'
import { mayTouch } from './give-up-call.ts'

/** [BK4] One side was not there when the call had begun. */
export const recordNoShow = async (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  side: 'seller' | 'us',
): Promise<Result<null>> => {
  const booking = await readBooking(app.database.kysely, caller.tenantId, bookingId)
  if (!booking || !mayTouch(caller, booking)) return refuse('not-found')
  if (booking.state !== 'booked') return refuse('invalid-state', { state: booking.state })
  const missed = await commandCase(
    app,
    { tenantId: caller.tenantId, caseId: booking.case_id },
    { kind: 'staff', id: caller.staffId },
    { type: 'miss-call', bookingId, side },
  )
  return missed.ok ? accept(null) : missed
}
