import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'

/** [BK4] The seller lets the appointment go; its time is free at once. Without one there is nothing to cancel. */
export const cancelCall = (app: App, caller: SellerCaller): Promise<Result<LoadedCase>> =>
  commandCase(app, caller, { kind: 'seller' }, async ({ state, program }) => {
    if (program.call === null) return refuse('program-has-no-calls')
    return accept({ type: 'cancel-call', bookingId: state.call?.bookingId ?? '', by: 'seller' })
  })
