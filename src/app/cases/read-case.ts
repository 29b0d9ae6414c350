import type { ChainedEvent } from '#domain/evidence/chain.ts'
import type { App } from '../app.ts'
import { loadCase } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

/** The case as it stands, for a door that only looks; null when it is not this tenant's. */
export const readCase = (app: App, tenantId: string, caseId: string): Promise<LoadedCase | null> =>
  app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))

export type CaseRow = {
  id: string
  sellerId: string
  program: string
  status: string
  openedAtMs: number
  deadlineAtMs: number
  decidedAtMs: number | null
}

export type CaseListing = {
  status?: string | undefined
  seller?: string | undefined
  limit: number
  before?: string | undefined
}

/** Newest first, by keyset: `next` names the last row, and is null on the last page. */
export const listCases = async (
  app: App,
  tenantId: string,
  asked: CaseListing,
): Promise<{ cases: CaseRow[]; next: string | null }> => {
  const [beforeAt, beforeId] = asked.before?.split('~') ?? []
  let query = app.database.kysely
    .selectFrom('verification_case')
    .select(['id', 'seller_id', 'program', 'status', 'opened_at', 'deadline_at', 'decided_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
  if (asked.status) query = query.where('status', '=', asked.status)
  if (asked.seller) query = query.where('seller_id', '=', asked.seller)
  if (beforeAt && beforeId && Number.isFinite(Number(beforeAt)))
    query = query.where((eb) =>
      eb.or([
        eb('opened_at', '<', new Date(Number(beforeAt))),
        eb.and([eb('opened_at', '=', new Date(Number(beforeAt))), eb('id', '<', beforeId)]),
      ]),
    )
  const rows = await query.execute()
  const page = rows.slice(0, asked.limit)
  const last = page.at(-1)
  return {
    cases: page.map((row) => ({
      id: row.id,
      sellerId: row.seller_id,
      program: row.program,
      status: row.status,
      openedAtMs: row.opened_at.getTime(),
      deadlineAtMs: row.deadline_at.getTime(),
      decidedAtMs: row.decided_at?.getTime() ?? null,
    })),
    next: rows.length > asked.limit && last ? `${last.opened_at.getTime()}~${last.id}` : null,
  }
}

/** The chained events as they are stored: what an auditor checks. */
export const listEvents = async (app: App, tenantId: string, caseId: string): Promise<ChainedEvent[]> => {
  const rows = await app.database.kysely
    .selectFrom('case_event')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('tenant_id', '=', tenantId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    caseId: row.case_id,
    seq: row.seq,
    type: row.type,
    version: row.version,
    at: row.at,
    actor: row.actor,
    data: row.data,
    prevHash: row.prev_hash,
    hash: row.hash,
  }))
}
