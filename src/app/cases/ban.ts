import { z } from 'zod'
import type { CaseCommand } from '#domain/case/commands.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import type { BanReason } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import { decryptText, isSealed, type Sealed } from '../ports/keys.ts'
import { takeBadgesOfPerson } from '../restrictions/badges.ts'
import type { StaffCaller } from '../review/review.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { changeCase, commandCase, loadCase } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

const place = (caseId: string) => ({ table: 'case_event', column: 'ban', row: caseId })
const seal = (app: App, { keyId, state }: LoadedCase, text: string) =>
  app.keys.encrypt(keyId, text, place(state.caseId))

export type BanStep =
  | { step: 'propose'; reason: BanReason; note: string }
  | { step: 'settle'; outcome: 'confirmed' | 'refused'; note: string }
  | { step: 'settle-appeal'; outcome: 'upheld' | 'lifted'; note: string }

/**
 * [RE5] What staff do about a ban; who may is said at the doors, and that it is another person is kept by the domain. With a ban,
 * and in the same transaction, the person's badges fall. [RE3]
 */
export const takeBanStep = (
  app: App,
  { tenantId, staffId }: StaffCaller,
  caseId: string,
  asked: BanStep,
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, tenantId, caseId)
    if (!loaded) return refuse('not-found')
    const command = banCommand(asked, await seal(app, loaded, asked.note))
    const done = await changeCase(app, tx, loaded, { kind: 'staff', id: staffId }, command)
    if (!done.ok) return done
    if (done.value.some(({ data }) => data.type === 'case-banned')) await takeBadgesOfPerson(app, tx, loaded)
    return accept(loaded)
  })

const banCommand = (asked: BanStep, note: Sealed): CaseCommand => {
  if (asked.step === 'propose') return { type: 'propose-ban', reason: asked.reason, note }
  if (asked.step === 'settle') return { type: 'settle-ban', outcome: asked.outcome, note }
  return { type: 'settle-appeal', outcome: asked.outcome, note }
}

/** [EV6] The seller appeals, free of charge. */
export const appealBan = (app: App, caller: SellerCaller, caseId: string, text: string): Promise<Result<LoadedCase>> =>
  commandCase(app, { ...caller, caseId }, { kind: 'seller' }, async (loaded) =>
    accept({ type: 'appeal', text: await seal(app, loaded, text) }),
  )

/** What was written of a ban, opened for staff, whose look at the case is recorded. */
export const readBanTexts = async (
  app: App,
  caseId: string,
  events: readonly CaseEvent[],
): Promise<{ note: string | null; appeal: string | null }> => {
  const last = async (sealedOf: (event: CaseEvent) => string | null): Promise<string | null> => {
    const sealed = events.map(sealedOf).findLast((one) => one !== null) ?? null
    const opened = sealed !== null && isSealed(sealed) ? await decryptText(app.keys, sealed, place(caseId)) : null
    return opened?.ok ? opened.text : null
  }
  return {
    note: await last(({ data }) => (data.type === 'ban-proposed' ? data.note : null)),
    appeal: await last(({ data }) => (data.type === 'appeal-made' ? data.text : null)),
  }
}

const waitingSchema = z.enum(['ban-promise', 'appeal-promise'])

/** Proposed bans that wait for another pair of eyes, and appeals; the most urgent first. */
export const listBans = async (app: App, { tenantId }: Caller) => {
  const rows = await app.database.kysely
    .selectFrom('case_clock')
    .innerJoin('verification_case', 'verification_case.id', 'case_clock.case_id')
    .select(['case_clock.case_id', 'case_clock.kind', 'case_clock.due_at', 'verification_case.seller_id'])
    .where('case_clock.tenant_id', '=', tenantId)
    .where('case_clock.kind', 'in', waitingSchema.options)
    .orderBy('case_clock.due_at')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    caseId: row.case_id,
    sellerId: row.seller_id,
    waitsFor: waitingSchema.parse(row.kind) === 'ban-promise' ? ('confirmation' as const) : ('appeal' as const),
    dueAtMs: row.due_at.getTime(),
  }))
}
