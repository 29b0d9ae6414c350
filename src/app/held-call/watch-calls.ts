import type { InterruptionKind } from '#domain/case/events.ts'
import { accept } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { closeWithProof } from '../runs/close-recordings.ts'
import { changeHeldCall, type FoundCall, inDeskCall, systemActor } from './find-call.ts'
import { presentForMs } from './presence.ts'

/** What a page left behind has come by then, or does not come any more. */
const leftBehindMs = 20_000

/**
 * [LC2] Looks after every call that is held: a side of which nothing is heard interrupts it, which neither page could tell of
 * itself, and recordings of pages that are gone are closed. Nodes may do it at the same time.
 */
export const watchCalls = async (app: App): Promise<void> => {
  const held = await app.database.kysely
    .selectFrom('attempt')
    .innerJoin('booking', 'booking.case_id', 'attempt.case_id')
    .select(['booking.id', 'booking.tenant_id', 'attempt.recording_id', 'attempt.case_id', 'attempt.started_at'])
    .where('attempt.outcome', '=', 'running')
    .where('booking.state', '=', 'booked')
    .execute()
  for (const call of held) {
    await closeLeftBehind(app, call.case_id, call.recording_id)
    const rows = await app.database.kysely
      .selectFrom('call_presence')
      .selectAll()
      .where('booking_id', '=', call.id)
      .execute()
    const heardMs = (isOfSide: (role: string) => boolean): number =>
      Math.max(
        // While we were away nobody could be heard, and whoever has just taken over has a moment to come in.
        app.settings.startedAtMs,
        call.started_at.getTime(),
        ...rows.flatMap((row) => (isOfSide(row.role) ? [row.left_at ?? row.seen_at].map((at) => at.getTime()) : [])),
      )
    const isSilent = (atMs: number) => app.clock.nowMs() - atMs > presentForMs
    const told = (role: string) => rows.some((row) => row.role === role && row.away && row.left_at === null)
    if (isSilent(heardMs((role) => role === 'reviewer')) && !told('reviewer'))
      await noteAway(app, call, 'reviewer', 'reviewer-away')
    else if (isSilent(heardMs((role) => role === 'seller')) && !told('seller'))
      await noteAway(app, call, 'seller', 'media-stalled')
  }
}

const noteAway = async (
  app: App,
  { id, tenant_id }: { id: string; tenant_id: string },
  role: 'reviewer' | 'seller',
  what: InterruptionKind,
): Promise<void> => {
  const noted = await inDeskCall(app, { tenantId: tenant_id }, id, async (found: FoundCall) => {
    await found.tx
      .updateTable('call_presence')
      .set({ away: true })
      .where('booking_id', '=', id)
      .where('role', '=', role)
      .where('left_at', 'is', null)
      .execute()
    const told = await changeHeldCall(app, found, systemActor, (attempt) => ({
      type: 'interrupt-call',
      attemptId: attempt.id,
      what,
    }))
    return told.ok ? accept(null) : told
  })
  if (!noted.ok) app.log.warn({ bookingId: id, code: noted.refusal.code }, 'a call could not be told of silence')
}

/** Recordings of the same call from before its page was loaded anew. */
const closeLeftBehind = async (app: App, caseId: string, recordingId: string): Promise<void> => {
  const left = await app.database.kysely
    .selectFrom('recording')
    .select('id')
    .where('case_id', '=', caseId)
    .where('purpose', '=', 'attempt')
    .where('state', '=', 'open')
    .where('id', '<>', recordingId)
    .where('last_heard_at', '<', new Date(app.clock.nowMs() - leftBehindMs))
    .execute()
  for (const { id } of left) await app.database.transaction((tx) => closeWithProof(app, tx, { recordingId: id }))
}
