import type { CaseCommand } from '#domain/case/commands.ts'
import type { Commitment, Judgement, Suspicion } from '#domain/case/held-call.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { nudgeCall, nudgeInspection } from '../nudge.ts'
import { type AskedDecision, giveVerdict, type StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import {
  callNudge,
  changeHeldCall,
  type FoundCall,
  type HeldAttempt,
  inDeskCall,
  inSellerCall,
  sellerActor,
  staffActor,
} from './find-call.ts'
import { mediaTimeAt } from './media-time.ts'
import { sealChat, sealCommitment, sealNote, sealSuspicion } from './sealed-words.ts'

type At = { bookingId: string; caller: StaffCaller }
type Made = (attempt: HeldAttempt, found: FoundCall) => Promise<CaseCommand>

/** One command of a member of the desk about a call that was answered; the domain says who may. */
const atDesk = (app: App, { bookingId, caller }: At, command: Made): Promise<Result<HeldAttempt>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    if (!found.attempt) return refuse('call-not-running')
    const made = await command(found.attempt, found)
    return changeHeldCall(app, found, staffActor(caller), () => made)
  })

/** [LC4] Opens a step, or none; the seller sees the same one. Its time is the seller's recording's own. */
export const leadStep = async (app: App, at: At, stepId: string | null): Promise<Result<HeldAttempt>> => {
  const led = await atDesk(app, at, async (attempt, { tx }) => ({
    type: 'lead-step',
    attemptId: attempt.id,
    stepId,
    claimedMediaMs: await mediaTimeAt(tx, attempt.recordingId, app.clock.nowMs()),
  }))
  if (led.ok) await nudgeInspection(app, app.database.kysely, led.value.recordingId)
  return led
}

export const judgeStep = (
  app: App,
  at: At,
  stepId: string,
  { judgement, note }: { judgement: Judgement; note: string | null },
): Promise<Result<HeldAttempt>> =>
  atDesk(app, at, async ({ id: attemptId }, { loaded }) => ({
    type: 'judge-step',
    attemptId,
    stepId,
    judgement,
    note: await sealNote(app, loaded.keyId, { attemptId, stepId }, note),
  }))

export const pauseCall = (app: App, at: At, paused: boolean): Promise<Result<HeldAttempt>> =>
  atDesk(app, at, async ({ id: attemptId }) => ({ type: 'pause-call', attemptId, paused }))

/** [SC2] A signal for whoever decides, never a verdict. */
export const noteSuspicion = (
  app: App,
  at: At,
  { what, note }: { what: Suspicion; note: string | null },
): Promise<Result<HeldAttempt>> =>
  atDesk(app, at, async ({ id: attemptId }, { loaded }) => ({
    type: 'note-suspicion',
    attemptId,
    what,
    note: await sealSuspicion(app, loaded.keyId, attemptId, note),
  }))

/** [RE4] The seller promised something in the call. */
export const noteCommitment = (
  app: App,
  at: At,
  { what, note }: { what: Commitment; note: string | null },
): Promise<Result<HeldAttempt>> =>
  atDesk(app, at, async ({ id: attemptId }, { loaded }) => ({
    type: 'note-commitment',
    attemptId,
    what,
    note: await sealCommitment(app, loaded.keyId, attemptId, note),
  }))

/** [LC4] Shows one of the questions that were drawn, or none. It is said aloud and recorded; showing it is only help. */
export const showQuestion = (app: App, { bookingId, caller }: At, questionId: string | null): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, attempt, booking } = found
    if (attempt?.outcome !== 'running') return refuse('call-not-running')
    if (attempt.call.leader !== caller.staffId) return refuse('leader-only')
    if (questionId !== null && !attempt.call.questions.includes(questionId)) return refuse('not-found')
    await tx
      .updateTable('booking')
      .set({ question_shown: questionId })
      .where('id', '=', booking.id)
      .where('tenant_id', '=', caller.tenantId)
      .execute()
    await nudgeCall(app, tx, callNudge(found))
    return accept(null)
  })

/** [LC5] A line of the chat, from whoever is in the call. */
export const sayFromDesk = (app: App, at: At, text: string): Promise<Result<HeldAttempt>> =>
  inDeskCall(app, at.caller, at.bookingId, async (found) => {
    const { attempt, loaded } = found
    if (!attempt) return refuse('call-not-running')
    const sits = attempt.call.guests.some(({ staffId }) => staffId === at.caller.staffId)
    if (attempt.call.leader !== at.caller.staffId && !sits) return refuse('leader-only')
    const sealed = await sealChat(app, loaded.keyId, attempt.id, text)
    return changeHeldCall(app, found, staffActor(at.caller), ({ id }) => ({
      type: 'say-in-call',
      attemptId: id,
      text: sealed,
    }))
  })

export const sayAsSeller = (app: App, caller: SellerCaller, text: string): Promise<Result<HeldAttempt>> =>
  inSellerCall(app, caller, async (found) => {
    if (!found.attempt) return refuse('call-not-running')
    const sealed = await sealChat(app, found.loaded.keyId, found.attempt.id, text)
    return changeHeldCall(app, found, sellerActor, ({ id }) => ({ type: 'say-in-call', attemptId: id, text: sealed }))
  })

/**
 * [DE2] Ends a call, with its verdict where one is given: both or neither. A verdict that is refused, because a step is not judged
 * for instance, leaves the call going on.
 */
export const endCall = (
  app: App,
  { bookingId, caller }: At,
  verdict: Omit<AskedDecision, 'attemptId'> | null,
): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, loaded } = found
    const actor = staffActor(caller)
    const ended = await changeHeldCall(app, found, actor, ({ id }) => ({
      type: 'end-call',
      attemptId: id,
      why: 'done',
      withVerdict: verdict !== null,
      lead: caller.lead,
    }))
    if (!ended.ok) return ended
    if (verdict === null) return accept(null)
    const decided = await giveVerdict(app, tx, loaded, caller, { ...verdict, attemptId: ended.value.id })
    return decided.ok ? accept(null) : decided
  })
