import type pg from 'pg'
import type { PgBoss } from 'pg-boss'
import { sqlState } from '#app/ports/database.ts'
import { type JobContext, type JobDefinition, type JobHandler, JobLostError } from '#app/ports/queue.ts'
import { complete, heartbeatS, putBack } from './job-store.ts'

/** A job that this process has taken. `retryCount` tells its attempts apart, so that a late one settles nothing. */
export type ClaimedJob = { id: string; retryCount: number; data: object }

export type RunEnd = 'done' | 'failed' | 'lost' | 'abandoned'

type RunnerSettings = {
  boss: PgBoss
  pool: pg.Pool
  onError: (error: unknown, at: { job: string; id: string }) => void
}

/** Does one claimed job at a time per call: keeps it alive, stops it when it takes too long, and settles it. */
export function jobRunner({ boss, pool, onError }: RunnerSettings) {
  const runs = new Map<ClaimedJob, () => void>()

  async function settle(job: JobDefinition, claimed: ClaimedJob, handled: Promise<boolean>): Promise<RunEnd> {
    const at = { job: job.name, id: claimed.id }
    try {
      const completed = await handled
      if (completed || (await complete(boss, job.name, claimed))) return 'done'
      onError(new JobLostError('a job was finished after it had been given to another worker'), at)
      return 'lost'
    } catch (error) {
      onError(error, at)
      if (error instanceof JobLostError) return 'lost'
      // The reason is kept without its message, which may quote personal data.
      await boss.fail(job.name, claimed, {
        error: error instanceof Error ? error.name : 'unknown',
        state: sqlState(error),
      })
      return 'failed'
    }
  }

  return {
    async run<Payload extends object>(
      job: JobDefinition<Payload>,
      handler: JobHandler<Payload>,
      claimed: ClaimedJob,
    ): Promise<RunEnd> {
      const at = { job: job.name, id: claimed.id }
      const abort = new AbortController()
      const abandoned = Promise.withResolvers<'abandoned'>()
      const expired = Promise.withResolvers<never>()
      expired.promise.catch(() => {})
      let completed = false
      const context: JobContext = {
        id: claimed.id,
        attempt: claimed.retryCount + 1,
        signal: abort.signal,
        async completeIn(tx) {
          if (!(await complete(boss, job.name, claimed, tx)))
            throw new JobLostError('this job was given to another worker')
          completed = true
        },
      }
      const handle = async () => {
        await handler(job.payload.parse(claimed.data), context)
        return completed
      }
      const expiry = setTimeout(() => {
        expired.reject(new Error(`the job took more than ${job.expireAfterS} s`))
        abort.abort()
      }, job.expireAfterS * 1_000)
      const heartbeat = setInterval(
        () => void boss.touch(job.name, claimed).catch((error) => onError(error, at)),
        (heartbeatS * 1_000) / 3,
      )
      runs.set(claimed, () => {
        abandoned.resolve('abandoned')
        abort.abort()
      })
      try {
        const handled = handle()
        handled.catch(() => {})
        return await Promise.race([settle(job, claimed, Promise.race([handled, expired.promise])), abandoned.promise])
      } catch (error) {
        // The database could not be told how the job ended; it is tried again when its heartbeat is missed.
        onError(error, at)
        return 'lost'
      } finally {
        clearTimeout(expiry)
        clearInterval(heartbeat)
        runs.delete(claimed)
      }
    },
    /** Aborts all that runs and puts it back. */
    async abandon() {
      const abandoned = [...runs]
      try {
        await putBack(
          pool,
          abandoned.map(([claimed]) => claimed),
        )
      } finally {
        for (const [, end] of abandoned) end()
      }
    },
  }
}
