import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { mayTouch } from '../calls/give-up-call.ts'
import { changeCase } from '../cases/case-store.ts'
import { nudgeCall } from '../nudge.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import {
  callNudge,
  changeHeldCall,
  type FoundCall,
  inDeskCall,
  inSellerCall,
  sellerActor,
  staffActor,
} from './find-call.ts'
import { ownBooking } from './own-booking.ts'
import { enter, isBack, noteAlive, noteLeft, readPresence, type Stay, stayOf } from './presence.ts'
import { sealPlace } from './sealed-words.ts'
import { readSignals, type Signal, sendSignals } from './signals.ts'
import { openWitness } from './witness.ts'

/** [LC1] [LC6] The seller's page comes into the waiting room, or back into the call. */
export const enterAsSeller = (app: App, caller: SellerCaller, place: string | null): Promise<Result<Stay>> =>
  inSellerCall(app, caller, async (found) => {
    const { tx, loaded, booking, attempt } = found
    if (attempt && attempt.outcome !== 'running') return refuse('call-not-running', { outcome: attempt.outcome })
    const sealed = await sealPlace(app, loaded.keyId, booking.id, place)
    const command = { type: 'enter-call', bookingId: booking.id, place: sealed } as const
    const entered = await changeCase(app, tx, loaded, sellerActor, command)
    return entered.ok ? accept(await enter(app, found, { participantId: 'seller', role: 'seller' })) : entered
  })

/**
 * [LC5] Somebody of ours comes in: to hold the call, whose it is or a lead; once it is held, only the one who leads it. Others
 * sit in then, announced: a lead who listens, or an interpreter.
 */
export const enterFromDesk = (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  as: 'reviewer' | 'supervisor' | 'interpreter',
): Promise<Result<Stay>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { booking, attempt } = found
    if (booking.state !== 'booked') return refuse('call-not-running', { state: booking.state })
    if (as === 'reviewer') {
      if (!attempt && !mayTouch(caller, booking)) return refuse('leader-only')
      if (!attempt && isRungByOther(app, found, caller)) return refuse('leader-only')
      if (attempt && attempt.call.leader !== caller.staffId) return refuse('leader-only')
    } else {
      if (as === 'supervisor' && !caller.lead) return refuse('not-allowed')
      const joined = await changeHeldCall(app, found, staffActor(caller), ({ id }) => ({
        type: 'join-call',
        attemptId: id,
        as,
      }))
      if (!joined.ok) return joined
    }
    const stay = await enter(app, found, { participantId: caller.staffId, role: as })
    await openWitness(app, found)
    return accept(stay)
  })

const heardOf = async (
  app: App,
  caller: { tenantId: string },
  bookingId: string,
  stay: Stay,
): Promise<Result<null>> => {
  const alive = await noteAlive(app, bookingId, caller.tenantId, stay)
  if (!alive.ok) return alive
  if (!alive.value.wasAway) return accept(null)
  return inDeskCall(app, caller, bookingId, async (found) => {
    await isBack(app, found, stay.participantId)
    return accept(null)
  })
}

export const aliveAtDesk = (app: App, caller: StaffCaller, bookingId: string, epoch: number): Promise<Result<null>> =>
  heardOf(app, caller, bookingId, { participantId: caller.staffId, epoch })

/** The seller's page names no booking; which it is costs one look at the rows of its case. */
export const aliveAsSeller = async (app: App, caller: SellerCaller, epoch: number): Promise<Result<null>> => {
  const bookingId = await ownBooking(app, caller)
  return bookingId ? heardOf(app, caller, bookingId, { participantId: 'seller', epoch }) : refuse('call-not-booked')
}

/** [LC5] Somebody of ours goes for good. The one who leads hands the call over instead, or ends it. */
export const leaveFromDesk = (app: App, caller: StaffCaller, bookingId: string, epoch: number): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, booking, attempt } = found
    const stay = await stayOf(tx, booking.id, { participantId: caller.staffId, epoch })
    if (!stay.ok) return stay
    if (attempt?.outcome === 'running') {
      if (attempt.call.leader === caller.staffId) return refuse('invalid-state', { leads: true })
      const command = { type: 'leave-call', attemptId: attempt.id } as const
      const left = await changeCase(app, tx, found.loaded, staffActor(caller), command)
      if (!left.ok) return left
    }
    await noteLeft(app, tx, booking.id, caller.staffId)
    await nudgeCall(app, tx, callNudge(found))
    return accept(null)
  })

type Sent = { epoch: number; to: string; messages: readonly string[] }

export const signalFromSeller = (
  app: App,
  caller: SellerCaller,
  { epoch, to, messages }: Sent,
): Promise<Result<null>> =>
  inSellerCall(app, caller, (found) =>
    sendSignals(app, found, { stay: { participantId: 'seller', epoch }, to, messages }),
  )

export const signalFromDesk = (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  { epoch, to, messages }: Sent,
): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, (found) =>
    sendSignals(app, found, { stay: { participantId: caller.staffId, epoch }, to, messages }),
  )

export const signalsForSeller = async (
  app: App,
  caller: SellerCaller,
  asked: { epoch: number; after: number },
): Promise<Signal[]> => {
  const bookingId = await ownBooking(app, caller)
  return bookingId ? readSignals(app, caller.tenantId, bookingId, { participantId: 'seller', ...asked }) : []
}

export const signalsForDesk = (
  app: App,
  { tenantId, staffId }: StaffCaller,
  bookingId: string,
  asked: { epoch: number; after: number },
): Promise<Signal[]> => readSignals(app, tenantId, bookingId, { participantId: staffId, ...asked })

/**
 * [LC1] Whose call it is rings, or a lead; whoever rings leads it. Browsers are connected before the answer, so whoever else took
 * the seat meanwhile gives it up now: with the answer the seller is seen by nobody but the one who rang.
 */
export const ringCall = (app: App, caller: StaffCaller, bookingId: string): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, loaded, booking } = found
    if (!mayTouch(caller, booking)) return refuse('leader-only')
    const rung = await changeCase(app, tx, loaded, staffActor(caller), { type: 'ring-call', bookingId })
    if (!rung.ok) return rung
    const ringer = loaded.state.call?.ringing?.by
    for (const { participant_id, role } of await readPresence(tx, booking.id))
      if (!found.attempt && role === 'reviewer' && participant_id !== ringer)
        await noteLeft(app, tx, booking.id, participant_id)
    return accept(null)
  })

const isRungByOther = (app: App, { loaded }: FoundCall, { staffId }: StaffCaller): boolean => {
  const ringing = loaded.state.call?.ringing
  return ringing != null && app.clock.nowMs() <= ringing.untilMs && ringing.by !== staffId
}
