import type { CaseCommand } from '#domain/case/commands.ts'
import type { ConfirmedValues } from '#domain/confirmed-fields.ts'
import { isReasonCode } from '#domain/failure-catalogue.ts'
import type { ReasonCode } from '#domain/finding.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { App } from '../app.ts'
import { changeCase, commandCase, loadCase } from '../cases/case-store.ts'
import { confirmRegistration } from '../cases/confirmed-registration.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'

/** Who works at the desk. Roles are checked at the door; a lead also decides where two opinions differ. [DE3] */
export type StaffCaller = { tenantId: string; staffId: string; lead: boolean }

export type QueueItem = {
  caseId: string
  attemptId: string
  sellerId: string
  program: string
  why: string
  openedAtMs: number
  dueAtMs: number
}

/**
 * Runs that wait for this person, the promise most at risk first. [DE3] Whoever has given an opinion is not asked for
 * another, what two people differ about waits for a lead, and what is looked at a second time does not say what the
 * first look said.
 */
export const reviewQueue = async (app: App, caller: StaffCaller): Promise<QueueItem[]> => {
  const rows = await app.database.kysely
    .selectFrom('verification_case')
    .select(['id', 'seller_id', 'program', 'opened_at', 'looked_by'])
    .select(['review_attempt_id', 'review_why', 'review_due_at'])
    .select(['second_look_attempt_id', 'second_look_due_at', 'second_look_state'])
    .where('tenant_id', '=', caller.tenantId)
    .where((eb) =>
      eb.or([eb('review_attempt_id', 'is not', null), eb('second_look_state', 'in', ['waiting', 'doubted'])]),
    )
    .orderBy((eb) => eb.fn.coalesce('review_due_at', 'second_look_due_at'))
    .limit(200)
    .execute()
  return rows
    .filter((row) => !row.looked_by.includes(caller.staffId))
    .flatMap((row): QueueItem[] => {
      const item = {
        caseId: row.id,
        sellerId: row.seller_id,
        program: row.program,
        openedAtMs: row.opened_at.getTime(),
        attemptId: row.review_attempt_id ?? row.second_look_attempt_id ?? '',
        dueAtMs: (row.review_due_at ?? row.second_look_due_at)?.getTime() ?? 0,
      }
      const isOpen = row.review_attempt_id !== null
      const differ = isOpen ? row.looked_by.length > 1 : row.second_look_state === 'doubted'
      if (differ) return caller.lead ? [{ ...item, why: 'disagreement' }] : []
      const isSecond = !isOpen || row.looked_by.length === 1
      return [{ ...item, why: isSecond ? 'second-look' : (row.review_why ?? '') }]
    })
}

export const lookAt = (
  app: App,
  caller: StaffCaller,
  caseId: string,
  what: 'review' | 'clip' | 'registration' | 'look-alike',
  attemptId: string | null = null,
): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, staff(caller), { type: 'view-evidence', what, attemptId })

const knownReasons = (given: readonly string[]): Result<ReasonCode[]> => {
  const unknown = given.find((reason) => !isReasonCode(reason))
  return unknown === undefined
    ? accept(given.filter(isReasonCode))
    : refuse('reason-unknown', { reason: unknown.slice(0, 80) })
}

const staff = (caller: StaffCaller) => ({ kind: 'staff' as const, id: caller.staffId })

export type AskedDecision = {
  attemptId: string
  outcome: 'pass' | 'fail' | 'void'
  reasons: string[]
  note: string | null
  /** [RE4] What the originals show otherwise than the registration; only the opinion that decides a pass confirms it. */
  confirmed?: ConfirmedValues | null
}

export const decideReview = (
  app: App,
  caller: StaffCaller,
  caseId: string,
  asked: AskedDecision,
): Promise<Result<LoadedCase>> =>
  allOrNothing(app, async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caseId)
    return loaded ? giveVerdict(app, tx, loaded, caller, asked) : refuse('not-found')
  })

/** The verdict and what it confirms, for whoever has the case loaded already; a refusal is to undo both. */
export const giveVerdict = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  caller: StaffCaller,
  asked: AskedDecision,
): Promise<Result<LoadedCase>> => {
  const command = await reviewCommand(app, caller, loaded, asked)
  if (!command.ok) return command
  const before = loaded.state.decidedAtMs
  const changed = await changeCase(app, tx, loaded, staff(caller), command.value)
  if (!changed.ok) return changed
  if (asked.outcome === 'pass' && asked.confirmed && before === null && loaded.state.decidedAtMs !== null) {
    const confirmed = await confirmRegistration(app, tx, loaded, caller, asked.confirmed)
    if (!confirmed.ok) return confirmed
  }
  return accept(loaded)
}

const reviewCommand = async (
  app: App,
  caller: StaffCaller,
  loaded: LoadedCase,
  asked: AskedDecision,
): Promise<Result<CaseCommand>> => {
  const { attemptId, outcome } = asked
  const place = { table: 'case_event', column: 'review-note', row: attemptId }
  const note = asked.note ? await app.keys.encrypt(loaded.keyId, asked.note, place) : null
  const known = knownReasons(asked.reasons)
  if (!known.ok) return known
  const reasons = known.value
  if (loaded.state.secondLook?.attemptId !== attemptId)
    return accept({ type: 'review', attemptId, outcome, reasons, note, lead: caller.lead })
  // A second look measures; what has passed cannot be struck out by it.
  if (outcome === 'void') return refuse('invalid-state', { outcome })
  return accept({ type: 'look-again', attemptId, outcome, reasons, note })
}

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
    const reasons = knownReasons(asked.reasons)
    if (!reasons.ok) return reasons
    const place = { table: 'case_event', column: 'offline-note', row: caseId }
    const note = await app.keys.encrypt(loaded.keyId, asked.note, place)
    return accept({ type: 'decide-offline', outcome: asked.outcome, reasons: reasons.value, note })
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
