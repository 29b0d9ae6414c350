import { z } from 'zod'
import type { CaseCommand } from '#domain/case/commands.ts'
import { decide } from '#domain/case/decide.ts'
import type { Actor, CaseEvent } from '#domain/case/events.ts'
import { evolve, foldCase } from '#domain/case/evolve.ts'
import { emptyCase } from '#domain/case/state.ts'
import { chainStart, headOf, sealChain } from '#domain/evidence/chain.ts'
import type { Program } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import { programOf } from '../programs.ts'
import { queueWebhooks, sendNotices } from './announce.ts'
import { project } from './case-projections.ts'
import { queueFollowUps } from './follow-ups.ts'
import type { LoadedCase } from './loaded-case.ts'

const storedEvent = z.object({
  actor: z.custom<Actor>((value) => typeof value === 'object'),
  data: z.custom<CaseEvent['data']>((value) => typeof value === 'object'),
})

/** Events of a case in order, parsed from what is stored. */
export const readEvents = async (tx: Tx, tenantId: string, caseId: string): Promise<CaseEvent[]> => {
  const rows = await tx
    .selectFrom('case_event')
    .select(['at', 'actor', 'data'])
    .where('case_id', '=', caseId)
    .where('tenant_id', '=', tenantId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => {
    const { actor, data } = storedEvent.parse(row)
    return { version: 1, atMs: Date.parse(row.at), actor, data }
  })
}

/** The case of this tenant, locked; null when there is none, which looks the same as one of another tenant. */
export const loadCase = async (app: App, tx: Tx, tenantId: string, caseId: string): Promise<LoadedCase | null> => {
  const row = await tx
    .selectFrom('verification_case')
    .innerJoin('seller', (join) =>
      join
        .onRef('seller.tenant_id', '=', 'verification_case.tenant_id')
        .onRef('seller.id', '=', 'verification_case.seller_id'),
    )
    .select([
      'verification_case.key_id',
      'verification_case.program',
      'verification_case.program_version',
      'verification_case.head_seq',
      'verification_case.head_hash',
      'seller.identity_hash',
    ])
    .where('verification_case.id', '=', caseId)
    .where('verification_case.tenant_id', '=', tenantId)
    .forUpdate('verification_case')
    .executeTakeFirst()
  if (!row) return null
  const events = await readEvents(tx, tenantId, caseId)
  return {
    tenantId,
    keyId: row.key_id,
    identityHash: row.identity_hash,
    program: await programOf(app, tx, row.program, row.program_version),
    state: foldCase(caseId, events),
    head: { seq: row.head_seq, hash: row.head_hash },
  }
}

/**
 * Decides one command and stores what follows from it — events, projections, notices, clocks, webhooks and jobs — in
 * the caller's transaction. The loaded case is brought up to date in place, so that several commands may follow.
 */
export const changeCase = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  actor: Actor,
  command: CaseCommand,
): Promise<Result<CaseEvent[]>> => {
  const decision = decide(loaded.state, command, { program: loaded.program, atMs: app.clock.nowMs(), actor })
  if (!decision.ok) return decision
  if (decision.value.length === 0) return decision
  await append(app, tx, loaded, decision.value)
  await queueWebhooks(app, tx, loaded, decision.value)
  await queueFollowUps(app, tx, loaded, decision.value)
  for (const notice of await sendNotices(app, tx, loaded, decision.value))
    await changeCase(app, tx, loaded, { kind: 'system' }, { type: 'record-notice', ...notice })
  return decision
}

const append = async (app: App, tx: Tx, loaded: LoadedCase, events: CaseEvent[]): Promise<void> => {
  const { caseId } = loaded.state
  const start = loaded.head.seq === 0 ? chainStart(caseId) : { caseId, ...loaded.head }
  const chained = sealChain(
    start,
    events.map((event) => ({
      type: event.data.type,
      version: event.version,
      at: new Date(event.atMs).toISOString(),
      actor: event.actor,
      data: event.data,
    })),
  )
  const before = loaded.state
  loaded.state = events.reduce(evolve, loaded.state)
  const last = chained.at(-1)
  if (last) loaded.head = headOf(last)
  await project(app, tx, loaded, before, events)
  await tx
    .insertInto('case_event')
    .values(
      chained.map((event) => ({
        case_id: caseId,
        seq: event.seq,
        tenant_id: loaded.tenantId,
        type: event.type,
        version: event.version,
        at: event.at,
        actor: JSON.stringify(event.actor),
        data: JSON.stringify(event.data),
        prev_hash: event.prevHash,
        hash: event.hash,
      })),
    )
    .execute()
}

/** For a case that does not exist yet; `open` is the only command it takes. */
export const newCase = (
  caseId: string,
  of: { tenantId: string; keyId: string; identityHash: string; program: Program },
): LoadedCase => ({ ...of, state: emptyCase(caseId), head: { seq: 0, hash: chainStart(caseId).hash } })

/** Loads, changes and commits in one go; for doors that need one command of one case. */
export const commandCase = async (
  app: App,
  caller: { tenantId: string; caseId: string; sellerId?: string },
  actor: Actor,
  command: CaseCommand | ((loaded: LoadedCase, tx: Tx) => Promise<Result<CaseCommand>>),
): Promise<Result<LoadedCase>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || (caller.sellerId !== undefined && loaded.state.sellerId !== caller.sellerId))
      return refuse('not-found')
    const asked = typeof command === 'function' ? await command(loaded, tx) : accept(command)
    if (!asked.ok) return asked
    const changed = await changeCase(app, tx, loaded, actor, asked.value)
    return changed.ok ? accept(loaded) : changed
  })
