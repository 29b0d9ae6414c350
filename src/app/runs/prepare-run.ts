import { dayIn } from '#domain/case/attempts.ts'
import type { Actor } from '#domain/case/events.ts'
import { type DeviceReport, deviceProblems } from '#domain/device-rules.ts'
import { deviceSignals } from '#domain/device-signals.ts'
import { checkEligibility, type LookupAnswers, lookupsFor } from '#domain/eligibility.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import { changeCase, commandCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { openRecording } from './recordings.ts'

const seller: Actor = { kind: 'seller' }

/**
 * [DV1] Keeps what the browser said of its devices, sealed, and answers with every reason why they cannot be used, and
 * with the hints there are. `address` is where the seller is connected from; it is looked up and not kept. [DV4]
 */
export const recordDeviceCheck = async (
  app: App,
  caller: SellerCaller,
  { report, address }: { report: DeviceReport; address: string | null },
): Promise<Result<{ loaded: LoadedCase; problems: string[]; signals: string[] }>> => {
  const signals = deviceSignals(report, { fromProxy: app.networks.isProxy(address) })
  let problems: string[] = []
  const changed = await commandCase(app, caller, seller, async (loaded) => {
    problems = deviceProblems(loaded.program.device, report)
    const place = { table: 'case_event', column: 'device-check', row: caller.caseId }
    const details = await app.keys.encrypt(loaded.keyId, JSON.stringify(report), place)
    return accept({ type: 'record-device-check', problems, signals, details })
  })
  return changed.ok
    ? accept({ loaded: changed.value, problems, signals: signals.map(({ signal }) => signal) })
    : changed
}

/** The consent text in force; a changed text gets a new version and is asked for again. [EV4] */
export const consentTextVersion = '2026-11'

export const giveConsent = async (
  app: App,
  caller: SellerCaller,
  asked: { textVersion: string; language: string },
): Promise<Result<LoadedCase>> =>
  asked.textVersion === consentTextVersion
    ? commandCase(app, caller, seller, { type: 'give-consent', ...asked })
    : refuse('conflict', { textVersion: consentTextVersion })

/** [EL1] */
export const chooseLane = async (
  app: App,
  caller: SellerCaller,
  asked: { lane: 'self-service' | 'offline'; way: string | null },
): Promise<Result<LoadedCase>> =>
  commandCase(
    app,
    caller,
    seller,
    asked.lane === 'offline'
      ? { type: 'choose-offline-lane', way: asked.way ?? '' }
      : { type: 'choose-self-service-lane' },
  )

/**
 * [EL5] Asks again whether the seller may start, because the registration has changed since. Called when the seller
 * looks at the case and something still bars it.
 */
export const recheckEligibility = async (app: App, tenantId: string, caseId: string): Promise<Result<LoadedCase>> => {
  const loaded = await app.database.transaction((tx) => loadCase(app, tx, tenantId, caseId))
  const stored = loaded && (await readSeller(app, app.database.kysely, tenantId, loaded.state.sellerId))
  if (!loaded || !stored) return refuse('not-found')
  const lookups: LookupAnswers = {}
  const { eligibility, zone } = loaded.program
  for (const kind of lookupsFor(eligibility, stored.registration))
    lookups[kind] = await app.lookups.ask(kind, stored.registration)
  const today = dayIn(zone, app.clock.nowMs())
  const answers = checkEligibility(eligibility, stored.registration, lookups, today)
  return commandCase(app, { tenantId, caseId }, { kind: 'system' }, { type: 'record-eligibility', answers })
}

/** [DV7] A few seconds of recording with the same findings a real run would give; no attempt is used. */
export const startRehearsal = async (
  app: App,
  caller: SellerCaller,
): Promise<Result<{ rehearsalId: string; seconds: number }>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    if (loaded.state.status !== 'awaiting-seller') return refuse('invalid-state', { status: loaded.state.status })
    if (!loaded.state.consent) return refuse('consent-missing')
    const rehearsals = await tx
      .selectFrom('recording')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('case_id', '=', caller.caseId)
      .where('purpose', '=', 'rehearsal')
      .where('opened_at', '>', new Date(app.clock.nowMs() - 3_600_000))
      .executeTakeFirst()
    if (Number(rehearsals?.count ?? 0) >= rehearsalsPerHour) return refuse('too-many-requests', { rehearsalsPerHour })
    const rehearsalId = app.ids.next('reh')
    await openRecording(app, tx, loaded, rehearsalId, 'rehearsal')
    return accept({ rehearsalId, seconds: loaded.program.capture.rehearsalSeconds })
  })

const rehearsalsPerHour = 30

export const markNoticeRead = async (app: App, caller: SellerCaller, noticeId: string): Promise<Result<null>> =>
  app.database.transaction(async (tx) => {
    const notice = await tx
      .updateTable('notice')
      .set({ read_at: new Date(app.clock.nowMs()) })
      .where('id', '=', noticeId)
      .where('tenant_id', '=', caller.tenantId)
      .where('seller_id', '=', caller.sellerId)
      .where('read_at', 'is', null)
      .returning('case_id')
      .executeTakeFirst()
    if (!notice) return accept(null)
    const loaded = await loadCase(app, tx, caller.tenantId, notice.case_id)
    if (loaded) await changeCase(app, tx, loaded, seller, { type: 'read-notice', noticeId })
    return accept(null)
  })

export const setLanguage = async (app: App, caller: SellerCaller, language: string): Promise<void> => {
  await app.database.kysely
    .updateTable('seller')
    .set({ language })
    .where('tenant_id', '=', caller.tenantId)
    .where('id', '=', caller.sellerId)
    .execute()
}
