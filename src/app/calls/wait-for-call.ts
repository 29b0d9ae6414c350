import { accept, type Result } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'

const seller = { kind: 'seller' } as const

/** [BK4] Into the line; a time that is free already is offered at once. */
export const joinWaitingList = (
  app: App,
  caller: SellerCaller,
  asked: { language: string; beforeMs: number | null },
): Promise<Result<LoadedCase>> => commandCase(app, caller, seller, { type: 'join-waiting-list', ...asked })

export const leaveWaitingList = (app: App, caller: SellerCaller): Promise<Result<LoadedCase>> =>
  commandCase(app, caller, seller, { type: 'leave-waiting-list' })

/** The time goes to whoever is next, and the place in the line stays. */
export const declineOffer = (app: App, caller: SellerCaller): Promise<Result<LoadedCase>> =>
  commandCase(app, caller, seller, async ({ state }) =>
    accept({ type: 'end-offer', bookingId: state.waiting?.offer?.bookingId ?? '', why: 'declined' }),
  )
