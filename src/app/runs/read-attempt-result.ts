import { type Attempt, findAttempt } from '#domain/case/state.ts'
import type { Finding } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'
import type { App } from '../app.ts'
import { readCase } from '../cases/read-case.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readFindings } from './conclude-inspection.ts'

export type AttemptResult = {
  program: Program
  attempt: Attempt
  findings: Finding[]
  inspection: 'waiting' | 'running' | 'done'
}

/**
 * How the caller's own run went; null for anybody else's. An inspection that is `done` has its outcome beside it: pages
 * stop asking then, so the findings are read before the case.
 */
export const readAttemptResult = async (
  app: App,
  caller: SellerCaller,
  attemptId: string,
): Promise<AttemptResult | null> => {
  const row = await app.database.kysely
    .selectFrom('attempt')
    .select('recording_id')
    .where('id', '=', attemptId)
    .where('case_id', '=', caller.caseId)
    .where('tenant_id', '=', caller.tenantId)
    .executeTakeFirst()
  if (!row) return null
  const { state, findings } = await readFindings(app, caller.tenantId, row.recording_id)
  const loaded = await readCase(app, caller.tenantId, caller.caseId)
  const attempt = loaded && findAttempt(loaded.state, attemptId)
  if (!loaded || !attempt || loaded.state.sellerId !== caller.sellerId) return null
  return { program: loaded.program, attempt, findings, inspection: state }
}
