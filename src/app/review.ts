import { isReasonCode } from '#domain/failure-catalogue.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from './app.ts'
import { changeCase, commandCase, loadCase } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

/** Who works at the desk. Roles are checked at the door; here they are only recorded. */
export type StaffCaller = { tenantId: string; staffId: string }

export type QueueItem = {
  caseId: string
  attemptId: string
  sellerId: string
  program: string
  why: string
  openedAtMs: number
  dueAtMs: number
}

/** Runs that wait for a person, the promise most at risk first. */
export const reviewQueue = async (app: App, caller: StaffCaller): Promise<QueueItem[]> => {
  const rows = await app.database.kysely
    .selectFrom('verification_case')
    .select(['id', 'seller_id', 'program', 'review_attempt_id', 'review_why', 'review_due_at', 'opened_at'])
    .where('tenant_id', '=', caller.tenantId)
    .where('review_attempt_id', 'is not', null)
    .orderBy('review_due_at')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    caseId: row.id,
    attemptId: row.review_attempt_id ?? '',
    sellerId: row.seller_id,
    program: row.program,
    why: row.review_why ?? '',
    openedAtMs: row.opened_at.getTime(),
    dueAtMs: row.review_due_at?.getTime() ?? 0,
  }))
}

export const lookAt = (
  app: App,
  caller: StaffCaller,
  caseId: string,
  what: 'review' | 'clip' | 'registration',
  attemptId: string | null = null,
): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, staff(caller), { type: 'view-evidence', what, attemptId })

const staff = (caller: StaffCaller) => ({ kind: 'staff' as const, id: caller.staffId })

export const decideReview = async (
  app: App,
  caller: StaffCaller,
  caseId: string,
  asked: { attemptId: string; outcome: 'pass' | 'fail' | 'void'; reasons: string[]; note: string | null },
): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, staff(caller), async (loaded) => {
    const place = { table: 'case_event', column: 'review-note', row: asked.attemptId }
    const note = asked.note ? await app.keys.encrypt(loaded.keyId, asked.note, place) : null
    const unknown = asked.reasons.find((reason) => !isReasonCode(reason))
    if (unknown !== undefined) return refuse('reason-unknown', { reason: unknown.slice(0, 80) })
    const reasons = asked.reasons.filter(isReasonCode)
    return accept({ type: 'review', attemptId: asked.attemptId, outcome: asked.outcome, reasons, note })
  })

/**
 * [EL1] The notarised papers have arrived. Right ones end the offline lane in the same pass as any other; what is wrong
 * with the others is told to the seller by coded reasons. [FA3]
 */
export const decideOfflineLane = async (
  app: App,
  caller: StaffCaller,
  caseId: string,
  asked: { outcome: 'pass' | 'refuse'; reasons: string[]; note: string },
): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, staff(caller), async (loaded) => {
    const unknown = asked.reasons.find((reason) => !isReasonCode(reason))
    if (unknown !== undefined) return refuse('reason-unknown', { reason: unknown.slice(0, 80) })
    const place = { table: 'case_event', column: 'offline-note', row: caseId }
    const note = await app.keys.encrypt(loaded.keyId, asked.note, place)
    return accept({ type: 'decide-offline', outcome: asked.outcome, reasons: asked.reasons.filter(isReasonCode), note })
  })

export const withdrawCase = async (
  app: App,
  tenantId: string,
  actor: { kind: 'staff'; id: string } | { kind: 'api'; keyId: string },
  caseId: string,
  why: string,
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return refuse('not-found')
    const place = { table: 'case_event', column: 'withdrawal', row: caseId }
    const changed = await changeCase(app, tx, loaded, actor, {
      type: 'withdraw',
      why: await app.keys.encrypt(loaded.keyId, why, place),
    })
    return changed.ok ? accept(loaded) : changed
  })
