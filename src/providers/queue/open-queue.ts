import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { JobDefinition, Queue } from '#app/ports/queue.ts'
import type { OpenDatabase } from '../database/open-database.ts'
import { type Dispatcher, startDispatcher } from './dispatcher.ts'
import { type ClaimedJob, jobRunner } from './job-runner.ts'
import { declareQueue, inTransaction, putBackLost, schema, untilNextMs } from './job-store.ts'

export type QueueSettings = {
  /** Every job that this process enqueues or does. */
  jobs: JobDefinition[]
  /** True where jobs are done: this process then also returns lost jobs and fires schedules. */
  worker: boolean
  /** What went wrong with which job; payloads are never told. */
  onError?: (error: unknown, at: { job?: string; id?: string }) => void
  /** How long `stop` waits for running jobs. Default 10 s. */
  stopGraceMs?: number
  /** The longest that a job can be overlooked when its notification was lost. Default 5 s. */
  pollMs?: number
}

const channel = 'countersign_job'

/** pg-boss as the store of jobs on either engine. Dispatching is ours, because its workers take one job per poll. */
export async function openQueue(database: OpenDatabase, settings: QueueSettings): Promise<Queue> {
  const { jobs, worker, onError = () => {}, stopGraceMs = 10_000, pollMs = 5_000 } = settings
  // Apart from the main pool, whose time limits are too short for upkeep.
  const pool = new pg.Pool({ ...database.engine.connection(null), max: 3 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    supervise: worker,
    schedule: worker,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    maintenanceIntervalSeconds: 3_600,
    // Both look after a server's autovacuum; the embedded engine does its own upkeep.
    reindex: database.kind === 'postgres',
    monitorVacuum: database.kind === 'postgres',
  })
  boss.on('error', (error) => onError(error, {}))
  boss.on('warning', ({ message }) => onError(new Error(message), {}))
  await boss.start()
  for (const job of jobs) await declareQueue(boss, job)
  if (worker && database.kind === 'embedded') await putBackLost(pool)

  const dispatchers = new Map<string, Dispatcher>()
  const wakeAll = () => {
    for (const dispatcher of dispatchers.values()) dispatcher.wake()
  }
  const unlisten = worker ? await database.listen(channel, (name) => dispatchers.get(name)?.wake(), wakeAll) : undefined
  const runner = jobRunner({ boss, pool, onError })

  return {
    async enqueue(tx, job, payload, { startAfter, singletonKey } = {}) {
      const id = randomUUID()
      const sent = await boss.send(job.name, job.payload.parse(payload), {
        id,
        // Unique among waiting jobs: see `declareQueue`.
        singletonKey: singletonKey ?? id,
        ...(startAfter && { startAfter }),
        db: inTransaction(tx),
      })
      if (sent) await database.notify(tx, channel, job.name)
      return sent
    },
    work(job, handler, { concurrency = 1 } = {}) {
      if (!worker) throw new Error('this process was not opened as a worker')
      if (dispatchers.has(job.name)) throw new Error(`${job.name} has a handler already`)
      const dispatcher = startDispatcher<ClaimedJob>({
        concurrency,
        pollMs,
        fetch: (batchSize) => boss.fetch<object>(job.name, { batchSize }),
        untilNextMs: () => untilNextMs(pool, job.name),
        async run(claimed) {
          // A failed job may be due again before the next look.
          if ((await runner.run(job, handler, claimed)) === 'failed') dispatcher.wake()
        },
        onError: (error) => onError(error, { job: job.name }),
      })
      dispatchers.set(job.name, dispatcher)
    },
    async schedule(job, cron, payload, { timeZone = 'UTC' } = {}) {
      await boss.schedule(job.name, cron, job.payload.parse(payload), { tz: timeZone, singletonKey: 'schedule' })
    },
    async stop() {
      await unlisten?.()
      const idle = Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.stop()))
      const grace = setTimeout(() => void runner.abandon(), stopGraceMs)
      await idle
      clearTimeout(grace)
      await boss.stop({ close: false, graceful: false })
      await pool.end()
    },
  }
}
