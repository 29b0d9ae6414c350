import { accept, type Result } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { openRecording } from '../runs/recordings.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { changeHeldCall, inSellerCall, sellerActor } from './find-call.ts'

/**
 * [CP5] The seller's page was loaded anew: the call goes on in another recording. What the old page left behind may still be sent
 * to the one before, which is closed when nothing comes any more.
 */
export const restartRecording = (app: App, caller: SellerCaller): Promise<Result<{ recordingId: string }>> =>
  inSellerCall(app, caller, async (found) => {
    const recordingId = app.ids.next('rec')
    const restarted = await changeHeldCall(app, found, sellerActor, ({ id }) => ({
      type: 'restart-recording',
      attemptId: id,
      recordingId,
    }))
    if (!restarted.ok) return restarted
    await openRecording(app, found.tx, found.loaded, recordingId, 'attempt')
    return accept({ recordingId })
  })
