import type { App } from './app.ts'
import type { Tx } from './ports/database.ts'

/**
 * Nudges travel through the database's notify, so that every node's open pages hear of a change the moment it commits.
 * They carry ids and never payload: the page asks again with its own rights.
 */
export const sellerChannel = 'seller_nudge'
export const staffChannel = 'staff_nudge'
export const recordingChannel = 'recording_grew'

export type SellerNudge = {
  tenantId: string
  sellerId: string
  what: 'case' | 'attempt' | 'notices' | 'rehearsal' | 'call' | 'signal'
  id: string
}
/** Everybody at the desk hears of cases and calls; `to` is the one member whom a signal is for. */
export type StaffNudge =
  | { tenantId: string; what: 'case'; caseId: string }
  | { tenantId: string; what: 'call' | 'answered'; caseId: string; bookingId: string }
  | { tenantId: string; what: 'signal'; caseId: string; bookingId: string; to: string }
  /** Their account has ended: nothing more is told to any of their pages. */
  | { tenantId: string; what: 'left'; staffId: string }

export const nudgeSeller = (app: App, tx: Tx, nudge: SellerNudge): Promise<void> =>
  app.database.notify(tx, sellerChannel, JSON.stringify(nudge))

export const nudgeStaff = (app: App, tx: Tx, nudge: StaffNudge): Promise<void> =>
  app.database.notify(tx, staffChannel, JSON.stringify(nudge))

/** Both sides of a call fetch it again. */
export const nudgeCall = async (
  app: App,
  tx: Tx,
  call: { tenantId: string; caseId: string; sellerId: string; bookingId: string },
): Promise<void> => {
  const { tenantId, caseId, sellerId, bookingId } = call
  await nudgeSeller(app, tx, { tenantId, sellerId, what: 'call', id: bookingId })
  await nudgeStaff(app, tx, { tenantId, what: 'call', caseId, bookingId })
}

/** Tells whoever inspects this recording that there is more of it, or that it is closed. */
export const nudgeInspection = (app: App, tx: Tx | App['database']['kysely'], recordingId: string): Promise<void> =>
  app.database.notify(tx, recordingChannel, recordingId)
