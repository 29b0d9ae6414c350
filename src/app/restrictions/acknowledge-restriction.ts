import type { Actor } from '#domain/case/events.ts'
import { type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { commandCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'

/** [RE2] The marketplace says that a capability was really taken away or given back. */
export const acknowledgeRestriction = async (
  app: App,
  caller: Caller,
  actor: Actor,
  restrictionId: string,
  change: 'applied' | 'lifted',
): Promise<Result<LoadedCase>> => {
  const row = await app.database.kysely
    .selectFrom('restriction')
    .select('case_id')
    .where('id', '=', restrictionId)
    .where('tenant_id', '=', caller.tenantId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  return commandCase(app, { tenantId: caller.tenantId, caseId: row.case_id }, actor, {
    type: 'acknowledge-restriction',
    restrictionId,
    change,
  })
}
