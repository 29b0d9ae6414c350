import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'
import { isPhoneCodeDue } from '#domain/case/decide-preparation.ts'
import { dialledNumber, drawPhoneCode, maskedNumber, phoneCodeRules } from '#domain/phone-code.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'
import type { SellerCaller } from './seller-access.ts'
import { readSeller } from './seller-store.ts'

const seller = { kind: 'seller' } as const

/** What the page may tell of the code: to which number it went, until when it holds, and when another may be asked for. */
export type SentCode = { to: string; expiresAtMs: number; resendAtMs: number; codesLeft: number }

/**
 * [DV6] Sends a code to the phone on file for the call that is booked. Asked again too soon it sends nothing and tells of the
 * code that is on its way. The message goes out when the code is stored, so that no code arrives that is not known; where it
 * could not be sent, the seller is told at once and may ask again.
 */
export const sendPhoneCode = async (app: App, caller: SellerCaller): Promise<Result<SentCode>> => {
  const stored = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  if (!stored) return refuse('not-found')
  const number = dialledNumber(stored.registration.phone)
  if (number === null) return refuse('phone-not-reached')
  const code = drawPhoneCode(app.chance)
  const drawn = await app.database.transaction(async (tx) => keepCode(app, tx, caller, code))
  if (!drawn.ok) return drawn
  const { row, isNew, loaded } = drawn.value
  if (isNew) {
    const { marketplace } = loaded.program
    const text = app.words.phoneCode(stored.language, {
      code,
      marketplace: marketplace[stored.language] ?? marketplace.en ?? '',
      minutes: phoneCodeRules.validMinutes,
    })
    const delivery = await app.sms.send({ id: `${row.booking_id}.${row.sends}`, to: number, text })
    await settleSend(app, row, delivery.state === 'accepted' ? 'sent' : 'failed')
    if (delivery.state !== 'accepted') return refuse('phone-not-reached')
  }
  return accept({
    to: maskedNumber(number),
    expiresAtMs: row.expires_at.getTime(),
    resendAtMs: row.sent_at.getTime() + phoneCodeRules.resendAfterSeconds * 1000,
    codesLeft: phoneCodeRules.codesPerCall - row.sends,
  })
}

/** [DV6] The code that was typed in. A wrong one uses a try, and the code is over with its last. */
export const confirmPhoneCode = async (app: App, caller: SellerCaller, typed: string): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadOwn(app, tx, caller)
    if (!loaded) return refuse('not-found')
    const { call, phoneConfirmedFor } = loaded.state
    if (call !== null && phoneConfirmedFor === call.bookingId) return accept(loaded)
    if (call === null || !isPhoneCodeDue(loaded.program, loaded.state, app.clock.nowMs()))
      return refuse('phone-code-not-due')
    const row = await readCode(tx, loaded)
    const isOver = !row || row.booking_id !== call.bookingId || row.expires_at.getTime() <= app.clock.nowMs()
    if (isOver || row.tries >= phoneCodeRules.triesPerCode) return refuse('phone-code-over')
    const hash = await hashOf(app, loaded, row.booking_id, row.sends, typed)
    if (!timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(row.code_hash, 'hex'))) {
      const tries = row.tries + 1
      await tx.updateTable('phone_code').set({ tries }).where('case_id', '=', row.case_id).execute()
      const triesLeft = phoneCodeRules.triesPerCode - tries
      return triesLeft > 0 ? refuse('phone-code-wrong', { triesLeft }) : refuse('phone-code-over')
    }
    const confirmed = await changeCase(app, tx, loaded, seller, { type: 'confirm-phone', bookingId: call.bookingId })
    if (!confirmed.ok) return confirmed
    await tx.deleteFrom('phone_code').where('case_id', '=', row.case_id).execute()
    return accept(loaded)
  })

type CodeRow = Selectable<Schema['phone_code']>

const loadOwn = async (app: App, tx: Tx, caller: SellerCaller): Promise<LoadedCase | null> => {
  const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
  return loaded && loaded.state.sellerId === caller.sellerId ? loaded : null
}

const readCode = (tx: Tx, { tenantId, state }: LoadedCase): Promise<CodeRow | undefined> =>
  tx
    .selectFrom('phone_code')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', state.caseId)
    .executeTakeFirst()

/** The case is locked meanwhile, so that two pages that ask at once get one code. */
const keepCode = async (
  app: App,
  tx: Tx,
  caller: SellerCaller,
  code: string,
): Promise<Result<{ row: CodeRow; isNew: boolean; loaded: LoadedCase }>> => {
  const loaded = await loadOwn(app, tx, caller)
  if (!loaded) return refuse('not-found')
  const nowMs = app.clock.nowMs()
  const { call } = loaded.state
  if (call === null || !isPhoneCodeDue(loaded.program, loaded.state, nowMs)) return refuse('phone-code-not-due')
  const known = await readCode(tx, loaded)
  const last = known?.booking_id === call.bookingId ? known : undefined
  if (last && last.state !== 'failed' && nowMs < last.sent_at.getTime() + phoneCodeRules.resendAfterSeconds * 1000)
    return accept({ row: last, isNew: false, loaded })
  const sends = (last?.sends ?? 0) + 1
  if (sends > phoneCodeRules.codesPerCall)
    return refuse('too-many-requests', { codesPerCall: phoneCodeRules.codesPerCall })
  const row: CodeRow = {
    case_id: loaded.state.caseId,
    tenant_id: loaded.tenantId,
    booking_id: call.bookingId,
    code_hash: await hashOf(app, loaded, call.bookingId, sends, code),
    sent_at: new Date(nowMs),
    expires_at: new Date(nowMs + phoneCodeRules.validMinutes * 60_000),
    tries: 0,
    sends,
    state: 'sending',
  }
  const { case_id: _same, ...changed } = row
  await tx
    .insertInto('phone_code')
    .values(row)
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(changed))
    .execute()
  return accept({ row, isNew: true, loaded })
}

/** Of a code that was replaced meanwhile nothing is said. */
const settleSend = (app: App, row: CodeRow, state: 'sent' | 'failed') =>
  app.database.kysely
    .updateTable('phone_code')
    .set({ state })
    .where('tenant_id', '=', row.tenant_id)
    .where('case_id', '=', row.case_id)
    .where('booking_id', '=', row.booking_id)
    .where('sends', '=', row.sends)
    .execute()

/** A million codes are soon tried; without the case's key nobody who reads the database can begin. */
const hashOf = async (app: App, { keyId, state }: LoadedCase, bookingId: string, no: number, code: string) => {
  const salt = await app.keys.commitmentSalt(keyId, `${state.caseId}/phone-code/${bookingId}/${no}`)
  return createHmac('sha256', salt).update(code).digest('hex')
}
