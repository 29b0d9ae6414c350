import type { App } from '../app.ts'
import { runReplayJob } from '../job-definitions.ts'
import {
  countSignals,
  publishedRules,
  type ReplayAsked,
  type ReplayPlace,
  replaySignals,
  replayStart,
} from './replay-signals.ts'
import type { ReplayRow } from './replays.ts'
import { compileStored } from './rule-sets.ts'

/** A slice of work; behind it progress is stored, so that a restart loses no more than this. */
const sliceMs = 2_000
/** A replay that nobody has gone on with for so long has lost its job. */
const lostAfterMs = 90_000

type Asked = { tenantId: string; replayId: string }

/**
 * [TR7] One slice of a replay. What it found so far is put away with where to go on, in the transaction that enqueues the next
 * slice. A replay that was cancelled meanwhile, or that another worker has gone on with, is left as it is.
 */
export const runReplay = async (app: App, { tenantId, replayId }: Asked, limitMs = sliceMs): Promise<void> => {
  const row = await app.database.kysely
    .selectFrom('replay')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', replayId)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst()
  if (!row) return
  const asked = await askedOf(app, row)
  if (asked === null) return failReplay(app, row)
  const total = row.signals_total ?? (await countSignals(app.database, asked))
  const from = (row.progress as ReplayPlace | null) ?? (await replayStart(app.database, asked))
  const beganMs = performance.now()
  const { replay, read, place } = await replaySignals(
    app.database,
    asked,
    from,
    () => performance.now() - beganMs < limitMs,
  )
  const now = new Date(app.clock.nowMs())
  const done = place === null
  const result = done ? JSON.stringify(replay.result()) : null
  await app.database.transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('replay')
      .set({
        state: done ? 'done' : 'running',
        signals_total: total,
        signals_done: row.signals_done + read,
        slices: row.slices + 1,
        progress: place && JSON.stringify(place),
        result,
        ended_at: done ? now : null,
        updated_at: now,
      })
      .where('id', '=', row.id)
      .where('slices', '=', row.slices)
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n && !done) await app.queue.enqueue(tx, runReplayJob, { tenantId, replayId })
  })
}

/** Null when a release came in between that cannot run these rules any more. */
const askedOf = async (app: App, row: ReplayRow): Promise<ReplayAsked | null> => {
  const draft = compileStored(row.rules)
  if (!draft.ok) return null
  const { tenant_id: tenantId, program, published_version: version } = row
  const published = version === null ? null : await publishedRules(app.database, tenantId, program, version)
  if (version !== null && published === null) return null
  return { tenantId, rules: { draft: draft.value, published, sinceMs: row.since.getTime() } }
}

const failReplay = async (app: App, { id, program, version }: ReplayRow): Promise<void> => {
  const now = new Date(app.clock.nowMs())
  app.log.error({ replayId: id, program, version }, 'rules of a replay cannot be run by this release')
  await app.database.kysely
    .updateTable('replay')
    .set({ state: 'failed', ended_at: now, updated_at: now, progress: null })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .execute()
}

/** Goes on with replays whose job got lost, by a crash for example. */
export const resumeReplays = async (app: App): Promise<void> => {
  const lost = await app.database.kysely
    .selectFrom('replay')
    .select(['id', 'tenant_id'])
    .where('state', 'in', ['waiting', 'running'])
    .where('updated_at', '<', new Date(app.clock.nowMs() - lostAfterMs))
    .execute()
  for (const { id, tenant_id: tenantId } of lost)
    await app.database.transaction((tx) =>
      app.queue.enqueue(tx, runReplayJob, { tenantId, replayId: id }, { singletonKey: id }),
    )
}
