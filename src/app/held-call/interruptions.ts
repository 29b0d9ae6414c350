import type { InterruptionKind } from '#domain/case/events.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { changeHeldCall, type FoundCall, inDeskCall, inSellerCall, sellerActor, staffActor } from './find-call.ts'
import { endInterruption } from './presence.ts'

export type ToldInterruption = { state: 'begun' | 'over'; what: InterruptionKind }

/** [AT6] Either side tells of silence; of itself each side tells for itself alone. */
const sellersWords: readonly InterruptionKind[] = [
  'media-stalled',
  'left-the-page',
  'page-hidden',
  'screen-shared',
  'window-split',
]
const deskWords: readonly InterruptionKind[] = ['media-stalled', 'reviewer-away']

const tell = async (
  app: App,
  found: FoundCall,
  participantId: string,
  { state, what }: ToldInterruption,
): Promise<Result<null>> => {
  if (state === 'over') {
    await endInterruption(app, found, participantId, [what])
    return accept(null)
  }
  const actor = participantId === 'seller' ? sellerActor : staffActor({ staffId: participantId })
  const told = await changeHeldCall(app, found, actor, ({ id }) => ({ type: 'interrupt-call', attemptId: id, what }))
  return told.ok ? accept(null) : told
}

/** [LC2] [CK10] What the seller's page sees and does. */
export const interruptAsSeller = (app: App, caller: SellerCaller, told: ToldInterruption): Promise<Result<null>> =>
  inSellerCall(app, caller, async (found) =>
    sellersWords.includes(told.what) ? tell(app, found, 'seller', told) : refuse('not-allowed'),
  )

/** [LC2] Only the page of the one who leads is a side of the call. */
export const interruptFromDesk = (
  app: App,
  caller: StaffCaller,
  bookingId: string,
  told: ToldInterruption,
): Promise<Result<null>> =>
  inDeskCall(app, caller, bookingId, async (found) => {
    if (!deskWords.includes(told.what)) return refuse('not-allowed')
    if (!found.attempt) return refuse('call-not-running')
    if (found.attempt.call.leader !== caller.staffId) return refuse('leader-only')
    return tell(app, found, caller.staffId, told)
  })
