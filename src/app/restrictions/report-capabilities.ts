import { z } from 'zod'
import type { Actor } from '#domain/case/events.ts'
import type { Capability } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import { type CapabilityReport, driftOf, type HeldRestriction, heldAgainst } from '#domain/restrictions/drift.ts'
import type { App, Caller } from '../app.ts'
import { changeCase, loadCase } from '../cases/case-store.ts'
import { nudgeStaff } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'

/** `ignored`: by its own time it is older than the last one. `unknown` are in force there and were never ours. */
export type ReportTaken = {
  taken: boolean
  drift: { restrictionId: string; capability: Capability; kind: 'left-behind' | 'not-taken' }[]
  unknown: Capability[]
}

const unknownHereSchema = z.array(z.object({ capability: z.string(), sinceMs: z.number() }))

/** In force at the marketplace and never ours, as stored, and since when it is reported. */
export const unknownHereOf = (stored: unknown): { capability: Capability; sinceMs: number }[] =>
  unknownHereSchema.parse(stored) as { capability: Capability; sinceMs: number }[]

/** A clock there may go before ours by this much; what claims to be later is refused. */
export const reportAheadMs = 5 * 60_000

/**
 * [RE2] What the marketplace says is really so for one seller, held against what should be. Reports of one seller are taken one
 * after the other; what differs is sent again at once.
 */
export const reportCapabilities = async (
  app: App,
  caller: Caller,
  actor: Actor,
  sellerId: string,
  report: CapabilityReport,
): Promise<Result<ReportTaken>> => {
  if (report.asOfMs > app.clock.nowMs() + reportAheadMs) return refuse('report-from-the-future')
  return app.database.transaction(async (tx) => {
    const seller = await tx
      .selectFrom('seller')
      .select('id')
      .where('tenant_id', '=', caller.tenantId)
      .where('id', '=', sellerId)
      .executeTakeFirst()
    if (!seller) return refuse('not-found')
    const before = await lastReport(tx, caller.tenantId, sellerId)
    const restrictions = await heldRestrictions(tx, caller.tenantId, sellerId)
    if (before && before.as_of.getTime() >= report.asOfMs)
      return accept({ taken: false, drift: standing(restrictions), unknown: [] })
    const { reported, unknownHere } = heldAgainst(restrictions, report)
    for (const one of reported) {
      const restriction = restrictions.find(({ id }) => id === one.restrictionId)
      if (restriction && saysSomething(restriction, one.really))
        await tellCase(app, tx, caller, actor, { ...one, caseId: restriction.caseId, asOfMs: report.asOfMs })
    }
    const known = before ? unknownHereOf(before.unknown_here) : []
    await keep(app, tx, { ...caller, sellerId, report, unknownHere, known })
    return accept({
      taken: true,
      drift: standing(await heldRestrictions(tx, caller.tenantId, sellerId)),
      unknown: unknownHere,
    })
  })
}

/** Most reports find everything as it should be, and then no case need be opened for them. */
const saysSomething = (one: HeldRestriction, really: 'taken' | 'free'): boolean =>
  one.drift !== null || one.state === 'applying' || one.state === 'lifting' || driftOf(one, really) !== null

const lastReport = (tx: Tx, tenantId: string, sellerId: string) =>
  tx
    .selectFrom('capability_report')
    .select(['as_of', 'unknown_here'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .forUpdate()
    .executeTakeFirst()

type StoredRestriction = HeldRestriction & { caseId: string; drift: 'left-behind' | 'not-taken' | null }

const heldRestrictions = async (tx: Tx, tenantId: string, sellerId: string): Promise<StoredRestriction[]> => {
  const rows = await tx
    .selectFrom('restriction')
    .select(['id', 'case_id', 'capability', 'state', 'since', 'drift'])
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, case_id, capability, state, since, drift }) => ({
    ...{ id, capability, state, drift },
    caseId: case_id,
    sinceMs: since.getTime(),
  }))
}

const standing = (restrictions: readonly StoredRestriction[]): ReportTaken['drift'] =>
  restrictions.flatMap(({ id, capability, drift }) => (drift ? [{ restrictionId: id, capability, kind: drift }] : []))

/** The case decides for itself, locked: what changed since the rows were read is known to it. */
const tellCase = async (
  app: App,
  tx: Tx,
  { tenantId }: Caller,
  actor: Actor,
  one: { caseId: string; restrictionId: string; really: 'taken' | 'free'; asOfMs: number },
): Promise<void> => {
  const loaded = await loadCase(app, tx, tenantId, one.caseId)
  if (!loaded) return
  const { restrictionId, really, asOfMs } = one
  const changed = await changeCase(app, tx, loaded, actor, {
    type: 'report-restriction',
    restrictionId,
    really,
    asOfMs,
  })
  if (changed.ok && changed.value.some(({ data }) => data.type === 'restriction-drifted'))
    await nudgeStaff(app, tx, { tenantId, what: 'case', caseId: one.caseId })
}

type Kept = Caller & {
  sellerId: string
  report: CapabilityReport
  unknownHere: Capability[]
  known: { capability: Capability; sinceMs: number }[]
}
const keep = async (app: App, tx: Tx, { tenantId, sellerId, report, unknownHere, known }: Kept): Promise<void> => {
  const unknown = unknownHere.map((capability) => ({
    capability,
    sinceMs: known.find((one) => one.capability === capability)?.sinceMs ?? report.asOfMs,
  }))
  const row = {
    as_of: new Date(report.asOfMs),
    received_at: new Date(app.clock.nowMs()),
    restricted: [...report.restricted],
    own_reasons: [...report.ownReasons],
    unknown_here: JSON.stringify(unknown),
  }
  await tx
    .insertInto('capability_report')
    .values({ ...row, tenant_id: tenantId, seller_id: sellerId })
    // Of two first reports at once the later one stays.
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'seller_id']).doUpdateSet(row).where('capability_report.as_of', '<', row.as_of),
    )
    .execute()
}
