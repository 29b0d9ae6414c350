import type { App } from '../app.ts'
import { nudgeStaff } from '../nudge.ts'
import type { StaffDirectory } from '../ports/staff.ts'

/** Ends an account: every session, the invitation if it was not used, and what their open pages are told, on every node. */
export const revokeStaff = (
  app: App,
  staff: StaffDirectory,
  tenantId: string,
  staffId: string,
): ReturnType<StaffDirectory['deactivate']> =>
  staff.deactivate(tenantId, staffId, (tx) => nudgeStaff(app, tx, { tenantId, what: 'left', staffId }))
