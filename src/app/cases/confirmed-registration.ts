import { confirmedValuesSchema } from '#contracts/confirmed-registration.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import { type ConfirmedValues, changedValues, confirmableFields, withConfirmed } from '#domain/confirmed-fields.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import type { StaffCaller } from '../review/review.ts'
import { readSeller, sealRegistration } from '../sellers/seller-store.ts'
import { changeCase, commandCase, loadCase, readEvents } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'

const place = (caseId: string) => ({ table: 'case_event', column: 'registration-confirmed', row: caseId })

/**
 * [RE4] What the person who saw the originals confirms, in the transaction that passes the case or in one after it. Only what
 * differs from what is on file is kept; when nothing does, nothing happens.
 */
export const confirmRegistration = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  caller: StaffCaller,
  values: ConfirmedValues,
): Promise<Result<CaseEvent[]>> => {
  const seller = await readSeller(app, tx, caller.tenantId, loaded.state.sellerId)
  if (!seller) return refuse('not-found')
  const changed = changedValues(seller.registration, values)
  const sealed = await app.keys.encrypt(loaded.keyId, JSON.stringify(changed), place(loaded.state.caseId))
  const fields = confirmableFields.filter((field) => field in changed)
  const actor = { kind: 'staff', id: caller.staffId } as const
  return changeCase(app, tx, loaded, actor, { type: 'confirm-registration', fields, values: sealed })
}

/** The same after the pass, for whoever learns of a change only then. */
export const confirmAfterPass = (
  app: App,
  caller: StaffCaller,
  caseId: string,
  values: ConfirmedValues,
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caseId)
    if (!loaded) return refuse('not-found')
    const confirmed = await confirmRegistration(app, tx, loaded, caller, values)
    return confirmed.ok ? accept(loaded) : confirmed
  })

/** [RE4] The values that were confirmed in a case; none when nothing was, or when they were erased. */
export const confirmedValuesOf = async (
  app: App,
  tx: Tx,
  { tenantId, state }: LoadedCase,
): Promise<ConfirmedValues> => {
  const events = await readEvents(tx, tenantId, state.caseId)
  const told = events.findLast(({ data }) => data.type === 'registration-confirmed')?.data
  if (told?.type !== 'registration-confirmed' || !isSealed(told.values)) return {}
  const opened = await decryptText(app.keys, told.values, place(state.caseId))
  return opened.ok ? confirmedValuesSchema.parse(JSON.parse(opened.text)) : {}
}

/** [EV4] What was confirmed, for the marketplace to take over; reading it is a look like any other. */
export const readConfirmed = async (
  app: App,
  caller: Caller & { keyId: string },
  caseId: string,
): Promise<Result<{ loaded: LoadedCase; values: ConfirmedValues }>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caseId)
    if (!loaded?.state.confirmed) return refuse('not-found')
    const actor = { kind: 'api', keyId: caller.keyId } as const
    const look = { type: 'view-evidence', what: 'registration', attemptId: null } as const
    const looked = await changeCase(app, tx, loaded, actor, look)
    return looked.ok ? accept({ loaded, values: await confirmedValuesOf(app, tx, loaded) }) : looked
  })

/**
 * The marketplace has taken over what was confirmed, and with it so have we: from now on that is what is on file. It may have
 * stored the same values itself already; twice is once.
 */
export const acknowledgeRegistration = async (app: App, caller: Caller, caseId: string): Promise<Result<LoadedCase>> =>
  commandCase(app, { tenantId: caller.tenantId, caseId }, { kind: 'marketplace' }, async (loaded, tx) => {
    const { confirmed, sellerId } = loaded.state
    const seller = confirmed?.acknowledgedAtMs === null ? await readSeller(app, tx, caller.tenantId, sellerId) : null
    if (seller) {
      const registration = withConfirmed(seller.registration, await confirmedValuesOf(app, tx, loaded))
      await tx
        .updateTable('seller')
        .set({
          registration_sealed: await sealRegistration(app, seller.keyId, caller.tenantId, registration),
          updated_at: new Date(app.clock.nowMs()),
        })
        .where('tenant_id', '=', caller.tenantId)
        .where('id', '=', sellerId)
        .execute()
    }
    return accept({ type: 'acknowledge-registration' })
  })
