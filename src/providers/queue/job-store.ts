import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { fromKysely, type PgBoss } from 'pg-boss'
import type { Tx } from '#app/ports/database.ts'
import type { JobDefinition } from '#app/ports/queue.ts'

/** What we ask of pg-boss's tables beyond its own calls. */
export const schema = 'pgboss'

/** A dead worker's jobs are given to another one after about this long. pg-boss allows no less than 10 s. */
export const heartbeatS = 30
const keepFinishedS = 3 * 24 * 3_600

/** pg-boss's statements within our transaction. */
export function inTransaction(tx: Tx) {
  return fromKysely(tx as unknown as Parameters<typeof fromKysely>[0])
}

/** Makes the queue of a job, or brings it up to its definition. */
export async function declareQueue(boss: PgBoss, { name, retry, expireAfterS }: JobDefinition) {
  const options = {
    retryLimit: retry.limit,
    retryDelay: retry.firstDelayS,
    retryDelayMax: retry.longestDelayS,
    retryBackoff: true,
    expireInSeconds: expireAfterS,
    heartbeatSeconds: heartbeatS,
    deleteAfterSeconds: keepFinishedS,
  }
  // With `short`, singleton keys are unique among waiting jobs.
  await boss.createQueue(name, { ...options, policy: 'short' })
  await boss.updateQueue(name, options)
  // pg-boss looks a queue up once, by a connection of its own. Inside our transaction on the embedded engine that would
  // wait for the transaction itself, so the look-up is caused now.
  await boss.touch(name, randomUUID())
}

/** Marks this attempt done, in `tx` if given. False when the job is not this attempt's any more. */
export async function complete(boss: PgBoss, name: string, attempt: { id: string; retryCount: number }, tx?: Tx) {
  const response = await boss.complete(name, attempt, null, tx ? { db: inTransaction(tx) } : {})
  // pg-boss answers with this count, but its types leave it out.
  return (response as { affected: number }).affected === 1
}

/**
 * After a crash nobody works on what is marked active, for on the embedded engine there was only one process. Each is tried
 * again at once, unless this was its last try: it may be what crashed us.
 */
export async function putBackLost(pool: pg.Pool) {
  await pool.query(
    `update ${schema}.job set
       state = (case when retry_count < retry_limit then 'retry' else 'failed' end)::${schema}.job_state,
       completed_on = case when retry_count < retry_limit then null else ${schema}.job_now() end,
       start_after = ${schema}.job_now(),
       heartbeat_on = null
     where state = 'active'`,
  )
}

/** Gives jobs up that this process has begun and cannot end, so that another one begins them at once. */
export async function putBack(pool: pg.Pool, attempts: { id: string; retryCount: number }[]) {
  for (const { id, retryCount } of attempts) {
    await pool.query(
      `update ${schema}.job set state = 'retry', start_after = ${schema}.job_now(), heartbeat_on = null
       where id = $1 and retry_count = $2 and state = 'active'`,
      [id, retryCount],
    )
  }
}

/** Milliseconds until a waiting job of this kind is due, by the database's clock; undefined when none waits. */
export async function untilNextMs(pool: pg.Pool, name: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>(
    `select (extract(epoch from min(start_after) - ${schema}.job_now()) * 1000)::float8 as ms
     from ${schema}.job where name = $1 and state < 'active' and not blocked`,
    [name],
  )
  const ms = rows[0]?.ms ?? undefined
  if (ms === undefined) return undefined
  // One that is due but was not fetched is just being taken by another worker.
  return ms > 0 ? Math.ceil(ms) + 1 : 50
}
