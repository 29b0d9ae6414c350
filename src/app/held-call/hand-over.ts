import type { Role } from '#contracts/desk-api.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { nudgeCall } from '../nudge.ts'
import { isExclusionViolation } from '../ports/database.ts'
import type { StaffCaller } from '../review/review.ts'
import { callNudge, changeHeldCall, inDeskCall, staffActor } from './find-call.ts'
import { noteLeft } from './presence.ts'

const mayHoldCalls: readonly Role[] = ['reviewer', 'supervisor', 'admin']

/**
 * [LC5] Another member leads from now on: the one who leads gives the call away, or a lead takes it over. Both pages come in anew,
 * because what each may send has changed. Meanwhile the call is interrupted by us if it takes long.
 */
export const handOver = async (app: App, caller: StaffCaller, bookingId: string, to: string): Promise<Result<null>> => {
  const handed = await inDeskCall(app, caller, bookingId, async (found) => {
    const { tx, attempt, booking } = found
    if (attempt?.outcome !== 'running') return refuse('call-not-running')
    const member = await tx
      .selectFrom('staff')
      .select('role')
      .where('id', '=', to)
      .where('tenantId', '=', caller.tenantId)
      .where('active', '=', true)
      .executeTakeFirst()
    if (!member || !mayHoldCalls.includes(member.role)) return refuse('not-found')
    const before = attempt.call.leader
    const changed = await changeHeldCall(app, found, staffActor(caller), ({ id }) => ({
      type: 'hand-over-call',
      attemptId: id,
      to,
      lead: caller.lead,
    }))
    if (!changed.ok) return changed
    if (before !== to) for (const id of [before, to]) await noteLeft(app, tx, booking.id, id)
    await nudgeCall(app, tx, callNudge(found))
    return accept(null)
  })
  if (handed.ok) await giveTime(app, caller.tenantId, bookingId, to)
  return handed
}

/** The appointment is theirs from now on, unless they have another at the same time: then they lead all the same. */
const giveTime = async (app: App, tenantId: string, bookingId: string, to: string): Promise<void> => {
  try {
    await app.database.kysely
      .updateTable('booking')
      .set({ reviewer_id: to })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', bookingId)
      .where('state', '=', 'booked')
      .execute()
  } catch (error) {
    if (!isExclusionViolation(error, 'booking_reviewer_once')) throw error
  }
}
