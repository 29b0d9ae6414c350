import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { App } from '../app.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { behindMs } from './media-time.ts'
import { ownBooking } from './own-booking.ts'
import { presentForMs } from './presence.ts'

/**
 * What a room is made of, as one short text that is another one as soon as the room is. Pages ask for the room every few seconds
 * and are mostly answered that nothing is new: the stamp costs some rows by their keys, where the room itself replays the
 * case, opens what is sealed and puts everything together.
 *
 * What changes by time alone (the waiting room opens, a check of the device grows old, a look at the evidence is another look)
 * is covered by the minute: a room is told whole at least so often. It is counted from the appointed time, so that the waiting
 * room opens on the dot. [LC1] [EV4]
 */
const wholeEveryMs = 60_000
/** How far a recording is behind is read by people. */
const behindStepMs = 2000

/** Null where there is no such call, or none of this caller's: then asking for the room says why. */
export const deskRoomStamp = async (app: App, caller: StaffCaller, bookingId: string): Promise<string | null> => {
  const seen = await partsOf(app, caller.tenantId, bookingId)
  if (!seen) return null
  const behind = seen.recordingId ? await behindMs(app.database.kysely, seen.recordingId, app.clock.nowMs()) : null
  return stampOf([
    ...['desk', caller.staffId, caller.lead, seen.shared, seen.findings],
    behind === null ? null : Math.round(behind / behindStepMs),
  ])
}

export const sellerRoomStamp = async (app: App, caller: SellerCaller): Promise<string | null> => {
  const bookingId = await ownBooking(app, caller)
  const seen = bookingId === null ? null : await partsOf(app, caller.tenantId, bookingId)
  return seen && stampOf(['seller', caller.caseId, seen.shared])
}

/** A stamp tells nothing of what it was made of. */
const stampOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)

type Row = {
  head: unknown[]
  starts_at: Date
  presence: string | null
  snapshots: string | null
  findings: string | null
  recording_id: string | null
}

const partsOf = async (app: App, tenantId: string, bookingId: string) => {
  const nowMs = app.clock.nowMs()
  const presentSince = new Date(nowMs - presentForMs)
  const { rows } = await sql<Row>`
    select
      json_build_array(b.id, b.state, b.question_shown, b.reviewer_id, b.starts_at, b.ends_at, c.head_seq) as head,
      b.starts_at,
      (select string_agg(concat_ws('/', p.participant_id, p.epoch, p.role, p.seen_at >= ${presentSince}), ' ' order by p.participant_id)
        from call_presence p where p.booking_id = b.id and p.left_at is null) as presence,
      (select string_agg(concat_ws('/', s.id, s.taken_at is null), ' ' order by s.id)
        from snapshot s where s.case_id = c.id) as snapshots,
      (select string_agg(concat_ws('/', i.recording_id, i.state, md5(i.findings_sealed)), ' ' order by i.recording_id)
        from inspection i where i.case_id = c.id) as findings,
      (select a.recording_id from attempt a where a.case_id = c.id and a.outcome = 'running' limit 1) as recording_id
    from booking b join verification_case c on c.id = b.case_id and c.tenant_id = b.tenant_id
    where b.id = ${bookingId} and b.tenant_id = ${tenantId}`.execute(app.database.kysely)
  const [row] = rows
  if (!row) return null
  const { head, presence, snapshots, findings, recording_id: recordingId } = row
  const minute = Math.floor((nowMs - new Date(row.starts_at).getTime()) / wholeEveryMs)
  return { shared: [head, presence, snapshots, minute], findings, recordingId }
}
