import type { Attempt } from '#domain/case/state.ts'
import { drawQuestions, stepsFor } from '#domain/checklist.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase } from '../cases/case-store.ts'
import { nudgeStaff } from '../nudge.ts'
import { recheckEligibility } from '../runs/prepare-run.ts'
import { openRecording } from '../runs/recordings.ts'
import { attemptIdOf, identityFailuresElsewhere } from '../runs/run-attempt.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { attemptOf, callNudge, inSellerCall, sellerActor } from './find-call.ts'
import { openWitness } from './witness.ts'

/**
 * [LC1] [LC4] The seller answers the ring: the attempt, its recording and what will be asked, all or nothing. Whether the seller
 * may is asked again first, as for a run alone. [TR5] Asked again with the same key, it is the attempt that was begun with it.
 */
export const answerCall = async (app: App, caller: SellerCaller, key: string | null): Promise<Result<Attempt>> => {
  await recheckEligibility(app, caller.tenantId, caller.caseId)
  const seller = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  if (!seller) return refuse('not-found')
  return inSellerCall(app, caller, async (found) => {
    const { tx, loaded, booking } = found
    const attemptId = key === null ? app.ids.next('att') : attemptIdOf(caller.caseId, key)
    if (found.attempt?.id === attemptId) return accept(found.attempt)
    const { program } = loaded
    const recordingId = app.ids.next('rec')
    const answered = await changeCase(app, tx, loaded, sellerActor, {
      type: 'answer-call',
      bookingId: booking.id,
      attemptId,
      recordingId,
      due: stepsFor(program, seller.registration).map(({ id }) => id),
      questions: drawQuestions(program, seller.registration, app.chance).map(({ id }) => id),
      identityFailuresElsewhere: await identityFailuresElsewhere(tx, loaded),
    })
    if (!answered.ok) return answered
    await openRecording(app, tx, loaded, recordingId, 'attempt')
    const attempt = attemptOf(loaded.state, booking.id)
    if (!attempt) throw new Error('a call was answered and is not there')
    await openWitness(app, { ...found, attempt })
    const { tenantId, caseId, bookingId } = callNudge(found)
    // Who leads is connected already and only waits for this word to be seen.
    await nudgeStaff(app, tx, { tenantId, what: 'answered', caseId, bookingId })
    return accept(attempt)
  })
}
