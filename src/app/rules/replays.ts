import type { Selectable } from 'kysely'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import { profileWindowMs } from '#domain/risk/profile.ts'
import type { ReplayResult } from '#domain/risk/replay-counts.ts'
import type { App, Caller } from '../app.ts'
import { runReplayJob } from '../job-definitions.ts'
import type { Schema } from '../ports/schema.ts'
import { publishedRules } from './replay-signals.ts'
import { compileStored } from './rule-sets.ts'
import type { RuleCaller, RulePlace } from './rule-versions.ts'

export type ReplayRow = Selectable<Schema['replay']>

/** A marketplace replays one draft at a time: each reads all signals since its day. */
const mostAtOnce = 1
const mostListed = 20

/**
 * [TR7] Asks for a replay of a version's rules over the signals received since `sinceMs`. Nothing is opened, stored or told to
 * anybody by it. Refused while another one runs, for rules that cannot be run, and for a day that has not come.
 */
export const askForReplay = async (
  app: App,
  caller: RuleCaller,
  place: RulePlace,
  sinceMs: number,
): Promise<Result<{ id: string }>> => {
  const { tenantId } = caller
  const nowMs = app.clock.nowMs()
  if (sinceMs >= nowMs) return refuse('invalid-state', { field: 'since' })
  const version = await app.database.kysely
    .selectFrom('rule_set_version')
    .select(['body', 'revision'])
    .where('tenant_id', '=', tenantId)
    .where('program', '=', place.program)
    .where('version', '=', place.version)
    .executeTakeFirst()
  if (!version) return refuse('not-found')
  const compiled = compileStored(version.body)
  if (!compiled.ok) return refuse('invalid-state', { field: compiled.problems[0]?.field ?? 'rules' })
  const published = await publishedRules(app.database, tenantId, place.program)
  const id = app.ids.next('rpl')
  return app.database.transaction(async (tx) => {
    // Two that ask at once wait for each other here.
    await tx.selectFrom('tenant').select('id').where('id', '=', tenantId).forUpdate().execute()
    const { running } = await tx
      .selectFrom('replay')
      .select((eb) => eb.fn.countAll<string>().as('running'))
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirstOrThrow()
    if (Number(running) >= mostAtOnce) return refuse('conflict', { field: 'replay' })
    await tx
      .insertInto('replay')
      .values({
        id,
        tenant_id: tenantId,
        program: place.program,
        version: place.version,
        revision: version.revision,
        rules: JSON.stringify(compiled.value.set),
        published_version: published?.version ?? null,
        since: new Date(sinceMs),
        state: 'waiting',
        asked_by: caller.by,
        asked_at: new Date(nowMs),
        updated_at: new Date(nowMs),
      })
      .execute()
    await app.queue.enqueue(tx, runReplayJob, { tenantId, replayId: id })
    return accept({ id })
  })
}

/** It stops within seconds; what it found until then is not told, for it would be about some sellers only. */
export const cancelReplay = async (app: App, { tenantId }: Caller, id: string): Promise<Result<null>> => {
  const now = new Date(app.clock.nowMs())
  const { numUpdatedRows } = await app.database.kysely
    .updateTable('replay')
    .set({ state: 'cancelled', ended_at: now, updated_at: now, progress: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) return accept(null)
  return (await readReplay(app, { tenantId }, id)) ? refuse('invalid-state') : refuse('not-found')
}

export const readReplay = (app: App, { tenantId }: Caller, id: string): Promise<ReplayRow | undefined> =>
  app.database.kysely
    .selectFrom('replay')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()

/** The newest first, without their results. */
export const listReplays = (
  app: App,
  { tenantId }: Caller,
  program: string,
): Promise<Omit<ReplayRow, 'rules' | 'progress' | 'result'>[]> =>
  app.database.kysely
    .selectFrom('replay')
    .select(['id', 'tenant_id', 'program', 'version', 'revision', 'published_version', 'since', 'state'])
    .select(['asked_by', 'asked_at', 'ended_at', 'signals_total', 'signals_done', 'slices', 'updated_at'])
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .orderBy('asked_at', 'desc')
    .limit(mostListed)
    .execute()

/** Of a row whose replay is done. */
export const resultOfReplay = ({ result }: ReplayRow): ReplayResult | null => result as ReplayResult | null

/** How far back signals lie that a profile still knows, for whoever chooses a day. */
export const replayWindowDays = profileWindowMs / 86_400_000
