import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { nudgeSeller, nudgeStaff } from '../nudge.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import { callNudge, type FoundCall } from './find-call.ts'
import { type Stay, stayOf } from './presence.ts'

const place = (bookingId: string, to: string) => ({
  table: 'call_signal',
  column: 'body_sealed',
  row: `${bookingId}/${to}`,
})

/**
 * [LC2] Messages of one page to another participant, in order, none looked at. They name addresses of the two machines, so
 * they are sealed, and kept for minutes only. The receiver's row is locked while they are numbered: whoever has read up to a
 * number has missed none below it.
 */
export const sendSignals = async (
  app: App,
  found: FoundCall,
  { stay, to, messages }: { stay: Stay; to: string; messages: readonly string[] },
): Promise<Result<null>> => {
  const { tx, booking, loaded } = found
  const sender = await stayOf(tx, booking.id, stay)
  if (!sender.ok) return sender
  const receiver = await tx
    .selectFrom('call_presence')
    .select('epoch')
    .where('booking_id', '=', booking.id)
    .where('participant_id', '=', to)
    .where('left_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!receiver || to === stay.participantId) return refuse('not-found')
  const now = new Date(app.clock.nowMs())
  // One by one, because numbers are given in the order of the statements.
  for (const message of messages)
    await tx
      .insertInto('call_signal')
      .values({
        tenant_id: booking.tenant_id,
        booking_id: booking.id,
        from_id: stay.participantId,
        to_id: to,
        to_epoch: receiver.epoch,
        body_sealed: await app.keys.encrypt(loaded.keyId, message, place(booking.id, to)),
        created_at: now,
      })
      .execute()
  const { tenantId, sellerId, caseId } = callNudge(found)
  if (to === 'seller') await nudgeSeller(app, tx, { tenantId, sellerId, what: 'signal', id: booking.id })
  else await nudgeStaff(app, tx, { tenantId, what: 'signal', caseId, bookingId: booking.id, to })
  return accept(null)
}

export type Signal = { seq: number; from: string; message: string }

/** What is there for this page behind `after`, in order; of a page that is not the newest of its participant, nothing. */
export const readSignals = async (
  app: App,
  tenantId: string,
  bookingId: string,
  { participantId, epoch, after }: Stay & { after: number },
): Promise<Signal[]> => {
  const rows = await app.database.kysely
    .selectFrom('call_signal')
    .select(['seq', 'from_id', 'body_sealed'])
    .where('tenant_id', '=', tenantId)
    .where('booking_id', '=', bookingId)
    .where('to_id', '=', participantId)
    .where('to_epoch', '=', epoch)
    .where('seq', '>', String(after))
    .orderBy('seq')
    .limit(200)
    .execute()
  const signals: Signal[] = []
  for (const { seq, from_id, body_sealed } of rows) {
    const opened = isSealed(body_sealed)
      ? await decryptText(app.keys, body_sealed, place(bookingId, participantId))
      : null
    if (opened?.ok) signals.push({ seq: Number(seq), from: from_id, message: opened.text })
  }
  return signals
}

/** A connection that was not made within minutes is begun afresh. */
const signalsKeptMs = 10 * 60_000

export const forgetOldSignals = async (app: App): Promise<void> => {
  await app.database.kysely
    .deleteFrom('call_signal')
    .where('created_at', '<', new Date(app.clock.nowMs() - signalsKeptMs))
    .execute()
}
