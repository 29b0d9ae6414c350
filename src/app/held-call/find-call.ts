import type { CaseCommand } from '#domain/case/commands.ts'
import type { Actor } from '#domain/case/events.ts'
import type { HeldCall } from '#domain/case/held-call.ts'
import type { Attempt, CaseState } from '#domain/case/state.ts'
import { type Result, refuse } from '#domain/refusal.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { App } from '../app.ts'
import { type BookingRow, readBooking } from '../calls/bookings.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'

export type HeldAttempt = Attempt & { call: HeldCall }

/** A booked call with its case, locked; `attempt` once it was answered. */
export type FoundCall = { tx: Tx; loaded: LoadedCase; booking: BookingRow; attempt: HeldAttempt | null }

type Work<T> = (found: FoundCall) => Promise<Result<T>>

/** A call as the desk names it. Of a refusal nothing is stored. */
export const inDeskCall = <T>(
  app: App,
  { tenantId }: Pick<StaffCaller, 'tenantId'>,
  bookingId: string,
  work: Work<T>,
): Promise<Result<T>> =>
  allOrNothing(app, async (tx) => {
    const booking = await readBooking(tx, tenantId, bookingId)
    const loaded = booking && (await loadCase(app, tx, tenantId, booking.case_id))
    if (!booking || !loaded) return refuse('not-found')
    return work({ tx, loaded, booking, attempt: attemptOf(loaded.state, bookingId) })
  })

/** The seller's own call: the one that is booked, or the last that was held. Of a refusal nothing is stored. */
export const inSellerCall = <T>(app: App, caller: SellerCaller, work: Work<T>): Promise<Result<T>> =>
  allOrNothing(app, async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const bookingId = ownBookingId(loaded.state)
    const booking = bookingId === null ? undefined : await readBooking(tx, caller.tenantId, bookingId)
    if (!booking) return refuse('call-not-booked')
    return work({ tx, loaded, booking, attempt: attemptOf(loaded.state, booking.id) })
  })

const ownBookingId = ({ call, attempts }: CaseState): string | null =>
  call?.bookingId ?? attempts.at(-1)?.call?.bookingId ?? null

export const isHeld = (attempt: Attempt): attempt is HeldAttempt => attempt.call !== null

export const attemptOf = ({ attempts }: CaseState, bookingId: string): HeldAttempt | null =>
  attempts.filter(isHeld).find(({ call }) => call.bookingId === bookingId) ?? null

/** One command about a call that was answered; what becomes of it is in `found.loaded`. */
export const changeHeldCall = async (
  app: App,
  { tx, loaded, attempt }: FoundCall,
  actor: Actor,
  command: (attempt: HeldAttempt) => CaseCommand,
): Promise<Result<HeldAttempt>> => {
  if (!attempt) return refuse('call-not-running')
  const changed = await changeCase(app, tx, loaded, actor, command(attempt))
  if (!changed.ok) return changed
  const after = attemptOf(loaded.state, attempt.call.bookingId)
  return after ? { ok: true, value: after } : refuse('not-found')
}

export const staffActor = ({ staffId }: Pick<StaffCaller, 'staffId'>): Actor => ({ kind: 'staff', id: staffId })
export const sellerActor: Actor = { kind: 'seller' }
export const systemActor: Actor = { kind: 'system' }

export const callNudge = ({ loaded, booking }: FoundCall) => ({
  tenantId: loaded.tenantId,
  caseId: loaded.state.caseId,
  sellerId: loaded.state.sellerId,
  bookingId: booking.id,
})
