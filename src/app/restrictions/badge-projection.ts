import { verifiedBy } from '#domain/case/badge.ts'
import type { CaseState } from '#domain/case/state.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'

/** [RE3] The row of the case's badge, by which anybody finds it. */
export const projectBadge = async (tx: Tx, { tenantId, state }: LoadedCase, before: CaseState): Promise<void> => {
  const { badge } = state
  if (!badge || badge === before.badge) return
  const fallen = { fallen_at: badge.fallen && new Date(badge.fallen.atMs), why: badge.fallen?.why ?? null }
  await tx
    .insertInto('badge')
    .values({
      ...fallen,
      id: badge.id,
      tenant_id: tenantId,
      case_id: state.caseId,
      seller_id: state.sellerId,
      program: state.program,
      program_version: state.programVersion,
      site: state.site,
      how: verifiedBy(state),
      verified_at: new Date(state.decidedAtMs ?? badge.issuedAtMs),
      issued_at: new Date(badge.issuedAtMs),
      valid_until: badge.untilMs === null ? null : new Date(badge.untilMs),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(fallen))
    .execute()
}
