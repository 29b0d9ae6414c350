import type { Selectable } from 'kysely'
import type { CallRole } from '#contracts/call-record.ts'
import type { InterruptionKind } from '#domain/case/events.ts'
import { openInterruption } from '#domain/case/held-call.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { nudgeCall } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'
import { callNudge, changeHeldCall, type FoundCall, sellerActor, staffActor } from './find-call.ts'

export type PresenceRow = Selectable<Schema['call_presence']>
export type Stay = { participantId: string; epoch: number }

/** Whoever was heard of so lately is there: pages say so every four seconds. */
export const presentForMs = 10_000

/** What the seller's page tells of itself is over when the seller's page comes in again. */
const overWithPage: readonly InterruptionKind[] = ['left-the-page', 'page-hidden', 'screen-shared', 'window-split']

/** [LC1] [LC6] A page of this participant has come: a newer one than any before. Whoever was away is back. */
export const enter = async (
  app: App,
  found: FoundCall,
  { participantId, role }: { participantId: string; role: CallRole },
): Promise<Stay> => {
  const { tx, booking } = found
  const before = await presenceOf(tx, booking.id, participantId)
  const fresh = { role, seen_at: new Date(app.clock.nowMs()), left_at: null, away: false }
  const epoch = (before?.epoch ?? 0) + 1
  await tx
    .insertInto('call_presence')
    .values({ ...fresh, epoch, booking_id: booking.id, participant_id: participantId, tenant_id: booking.tenant_id })
    .onConflict((conflict) => conflict.columns(['booking_id', 'participant_id']).doUpdateSet({ ...fresh, epoch }))
    .execute()
  if (role === 'seller') await endInterruption(app, found, participantId, overWithPage)
  if (before?.away || role === 'reviewer') await isBack(app, found, participantId)
  await nudgeCall(app, tx, callNudge(found))
  return { participantId, epoch }
}

const presenceOf = (tx: Tx, bookingId: string, participantId: string) =>
  tx
    .selectFrom('call_presence')
    .selectAll()
    .where('booking_id', '=', bookingId)
    .where('participant_id', '=', participantId)
    .executeTakeFirst()

/** Everybody who has come and not left for good, whether heard of or not. */
export const readPresence = (tx: Tx, bookingId: string): Promise<PresenceRow[]> =>
  tx
    .selectFrom('call_presence')
    .selectAll()
    .where('booking_id', '=', bookingId)
    .where('left_at', 'is', null)
    .orderBy('participant_id')
    .execute()

/** The newest page of a participant; a refusal for an older one, or where the participant has left. */
export const stayOf = async (
  tx: Tx,
  bookingId: string,
  { participantId, epoch }: Stay,
): Promise<Result<PresenceRow>> => {
  const row = await presenceOf(tx, bookingId, participantId)
  return row?.epoch === epoch && row.left_at === null ? accept(row) : refuse('conflict', { epoch: row?.epoch ?? 0 })
}

/**
 * This page was heard of. Only what stands in one row is touched: pages say so every few seconds, and a case is loaded for it
 * no more than when somebody who was away is back.
 */
export const noteAlive = async (
  app: App,
  bookingId: string,
  tenantId: string,
  { participantId, epoch }: Stay,
): Promise<Result<{ wasAway: boolean }>> => {
  const { kysely } = app.database
  const heard = await kysely
    .updateTable('call_presence')
    .set({ seen_at: new Date(app.clock.nowMs()) })
    .where('booking_id', '=', bookingId)
    .where('tenant_id', '=', tenantId)
    .where('participant_id', '=', participantId)
    .where('epoch', '=', epoch)
    .where('left_at', 'is', null)
    .returning('away')
    .executeTakeFirst()
  if (heard) return accept({ wasAway: heard.away })
  const newest = await kysely
    .selectFrom('call_presence')
    .select('epoch')
    .where('booking_id', '=', bookingId)
    .where('tenant_id', '=', tenantId)
    .where('participant_id', '=', participantId)
    .executeTakeFirst()
  return newest ? refuse('conflict', { epoch: newest.epoch }) : refuse('not-found')
}

/** Whoever was away is back. The silence is over once nobody else is away. [LC2] */
export const isBack = async (app: App, found: FoundCall, participantId: string): Promise<void> => {
  const { tx, booking } = found
  await tx
    .updateTable('call_presence')
    .set({ away: false })
    .where('booking_id', '=', booking.id)
    .where('participant_id', '=', participantId)
    .execute()
  const others = await readPresence(tx, booking.id)
  if (others.some(({ away }) => away)) return
  await endInterruption(app, found, participantId, ['reviewer-away', 'media-stalled'])
}

/** The interruption that goes on is over, if it is one of these. */
export const endInterruption = async (
  app: App,
  found: FoundCall,
  participantId: string,
  kinds: readonly InterruptionKind[],
): Promise<void> => {
  const open = found.attempt?.outcome === 'running' && openInterruption(found.attempt.call)
  if (!open || !kinds.includes(open.what)) return
  const actor = participantId === 'seller' ? sellerActor : staffActor({ staffId: participantId })
  const resumed = await changeHeldCall(app, found, actor, ({ id }) => ({ type: 'resume-call', attemptId: id }))
  if (resumed.ok) found.attempt = resumed.value
}

/** Has left for good: being unreachable for a while is not that. */
export const noteLeft = async (app: App, tx: Tx, bookingId: string, participantId: string): Promise<void> => {
  await tx
    .updateTable('call_presence')
    .set({ left_at: new Date(app.clock.nowMs()), away: false })
    .where('booking_id', '=', bookingId)
    .where('participant_id', '=', participantId)
    .execute()
}
