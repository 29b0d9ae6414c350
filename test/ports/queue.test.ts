import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob, JobLostError, type Queue } from '#app/ports/queue.ts'
import type { OpenDatabase } from '#providers/database/open-database.ts'
import { openQueue } from '#providers/queue/open-queue.ts'
import { engines, startTestEngine, type TestEngine } from '#test/world/databases.ts'

const quick = { limit: 3, firstDelayS: 1, longestDelayS: 1 }
const greet = defineJob({ name: 'greet', payload: z.strictObject({ to: z.string() }), retry: quick })
const other = defineJob({ name: 'other', payload: z.strictObject({ n: z.number() }), retry: quick })
const brief = defineJob({ name: 'brief', payload: z.strictObject({}), retry: quick, expireAfterS: 1 })

/** Collects what happens and lets a test wait until enough of it has. */
function recorder<T>() {
  const seen: T[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  return {
    seen,
    add(item: T) {
      seen.push(item)
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve()
    },
    until: (count: number) =>
      new Promise<void>((resolve) => {
        waiting.push({ count, resolve })
        if (seen.length >= count) resolve()
      }),
  }
}

describe.each(engines)('the queue port on %s', (kind) => {
  let engine: TestEngine
  let database: OpenDatabase
  let queue: Queue
  let errors: ReturnType<typeof recorder<{ error: unknown; job: string | undefined }>>

  const open = (settings: { worker?: boolean; stopGraceMs?: number } = {}) =>
    openQueue(database, {
      jobs: [greet, other, brief],
      worker: true,
      // Nothing here may depend on polling.
      pollMs: 60_000,
      onError: (error, { job }) => errors.add({ error, job }),
      ...settings,
    })
  const enqueueGreeting = (to: string, options?: Parameters<Queue['enqueue']>[3]) =>
    database.transaction((tx) => queue.enqueue(tx, greet, { to }, options))
  const states = async () => {
    const { rows } = await sql<{ name: string; state: string }>`select name, state from pgboss.job`.execute(
      database.kysely,
    )
    return rows
  }

  beforeAll(async () => {
    engine = await startTestEngine(kind)
    database = await engine.open()
    await sql`create table effect (key text primary key)`.execute(database.kysely)
  })
  beforeEach(async () => {
    errors = recorder()
    queue = await open()
    await sql`delete from pgboss.job where name not like '\\_\\_%'`.execute(database.kysely)
    await sql`delete from effect`.execute(database.kysely)
  })
  afterEach(() => queue.stop())
  afterAll(() => engine.stop())

  test('does a job once its transaction has committed', async () => {
    const done = recorder<string>()
    queue.work(greet, async ({ to }) => done.add(to))
    await enqueueGreeting('Ana')
    await done.until(1)
    expect(done.seen).toEqual(['Ana'])
  })

  test('forgets a job whose transaction was rolled back', async () => {
    const done = recorder<string>()
    queue.work(greet, async ({ to }) => done.add(to))
    await expect(
      database.transaction(async (tx) => {
        await queue.enqueue(tx, greet, { to: 'nobody' })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await enqueueGreeting('Bo')
    await done.until(1)
    expect(done.seen).toEqual(['Bo'])
  })

  test('refuses a payload that is not of the job’s shape, and then nothing of the transaction is stored', async () => {
    const wrong = { to: 1 } as unknown as { to: string }
    await expect(
      database.transaction(async (tx) => {
        await sql`insert into effect values ('wrong')`.execute(tx)
        await queue.enqueue(tx, greet, wrong)
      }),
    ).rejects.toBeInstanceOf(z.ZodError)
    const { rows } = await sql`select * from effect`.execute(database.kysely)
    expect(rows).toEqual([])
  })

  test('keeps kinds of jobs apart and runs no more of one kind at once than allowed', async () => {
    let running = 0
    let most = 0
    const done = recorder<string>()
    queue.work(
      other,
      async ({ n }) => {
        running += 1
        most = Math.max(most, running)
        await sql`select pg_sleep(0.01)`.execute(database.kysely)
        running -= 1
        done.add(`other ${n}`)
      },
      { concurrency: 3 },
    )
    queue.work(greet, async ({ to }) => done.add(`greet ${to}`))
    await database.transaction(async (tx) => {
      for (let n = 0; n < 12; n++) await queue.enqueue(tx, other, { n })
      await queue.enqueue(tx, greet, { to: 'Ana' })
    })
    await done.until(13)
    expect(new Set(done.seen).size).toBe(13)
    expect(most).toBe(3)
  })

  test('tries again after a failure, with the number of the attempt, and no more often than allowed', async () => {
    const attempts = recorder<number>()
    queue.work(greet, async (_, { attempt }) => {
      attempts.add(attempt)
      throw new Error('not today')
    })
    await enqueueGreeting('Ana')
    await errors.until(4)
    expect(attempts.seen).toEqual([1, 2, 3, 4])
    expect(errors.seen.map(({ job }) => job)).toEqual(['greet', 'greet', 'greet', 'greet'])
    await queue.stop()
    expect(await states()).toContainEqual({ name: 'greet', state: 'failed' })
    queue = await open()
  })

  test('keeps of a failure only its kind, because messages may quote personal data', async () => {
    queue.work(greet, async () => {
      throw new TypeError('cannot greet Ana Personal')
    })
    await enqueueGreeting('id-1')
    await errors.until(1)
    await queue.stop()
    const { rows } = await sql<{ output: unknown }>`select output from pgboss.job where name = 'greet'`.execute(
      database.kysely,
    )
    expect(JSON.stringify(rows)).toContain('TypeError')
    expect(JSON.stringify(rows)).not.toContain('Personal')
    queue = await open()
  })

  test('starts a delayed job when it is due, not before', async () => {
    const done = recorder<{ to: string; atMs: number }>()
    queue.work(greet, async ({ to }) => done.add({ to, atMs: Date.now() }))
    const dueMs = Date.now() + 700
    await enqueueGreeting('later', { startAfter: new Date(dueMs) })
    await enqueueGreeting('now')
    await done.until(2)
    expect(done.seen.map(({ to }) => to)).toEqual(['now', 'later'])
    expect(done.seen[1]!.atMs).toBeGreaterThanOrEqual(dueMs)
  })

  test('adds no second job with a key while the first one waits, but does while it runs', async () => {
    const key = { singletonKey: 'case-1' }
    expect(await enqueueGreeting('first', key)).toEqual(expect.any(String))
    expect(await enqueueGreeting('second', key)).toBeNull()
    expect(await enqueueGreeting('another case', { singletonKey: 'case-2' })).toEqual(expect.any(String))
    const done = recorder<string>()
    const running = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    queue.work(greet, async ({ to }) => {
      if (to === 'first') {
        running.resolve()
        await goOn.promise
      }
      done.add(to)
    })
    await running.promise
    expect(await enqueueGreeting('third', key)).toEqual(expect.any(String))
    goOn.resolve()
    await done.until(3)
    expect(done.seen).toEqual(['first', 'another case', 'third'])
  })

  test('leaves an effect exactly once when the job completes within the effect’s transaction', async () => {
    const done = recorder<number>()
    queue.work(greet, async ({ to }, context) => {
      await database.transaction(async (tx) => {
        await sql`insert into effect values (${`${to}-${context.attempt}`})`.execute(tx)
        await context.completeIn(tx)
        if (context.attempt === 1) throw new Error('crashed before the commit')
      })
      done.add(context.attempt)
    })
    await enqueueGreeting('Ana')
    await done.until(1)
    await queue.stop()
    const { rows } = await sql`select key from effect`.execute(database.kysely)
    expect(rows).toEqual([{ key: 'Ana-2' }])
    expect(await states()).toContainEqual({ name: 'greet', state: 'completed' })
    queue = await open()
  })

  test('lets an attempt that has lost its job do nothing any more', async () => {
    const outcome = recorder<unknown>()
    queue.work(greet, async (_, context) => {
      if (context.attempt > 1) return outcome.add('second attempt done')
      // What happens to a worker that was taken for dead: another one begins its job.
      await sql`update pgboss.job set state = 'retry' where id = ${context.id}`.execute(database.kysely)
      await database
        .transaction(async (tx) => {
          await sql`insert into effect values ('by the dead')`.execute(tx)
          await context.completeIn(tx)
        })
        .catch((error: unknown) => {
          outcome.add(error)
          throw error
        })
    })
    await enqueueGreeting('Ana')
    await outcome.until(1)
    expect(outcome.seen[0]).toBeInstanceOf(JobLostError)
    const { rows } = await sql`select key from effect`.execute(database.kysely)
    expect(rows).toEqual([])
  })

  test('takes a run that is too long for failed and tells it so', async () => {
    const aborted = recorder<number>()
    const ended = recorder<number>()
    queue.work(brief, async (_, { attempt, signal }) => {
      if (attempt > 1) return ended.add(attempt)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      aborted.add(attempt)
    })
    await database.transaction((tx) => queue.enqueue(tx, brief, {}))
    await ended.until(1)
    expect(aborted.seen).toEqual([1])
    expect(ended.seen).toEqual([2])
  })

  test('lets running jobs finish when it stops', async () => {
    const running = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    queue.work(greet, async () => {
      running.resolve()
      await goOn.promise
    })
    await enqueueGreeting('Ana')
    await running.promise
    const stopped = queue.stop()
    goOn.resolve()
    await stopped
    expect(await states()).toContainEqual({ name: 'greet', state: 'completed' })
    queue = await open()
  })

  test('puts back what does not finish in time when it stops, so that the next process does it at once', async () => {
    await queue.stop()
    queue = await open({ stopGraceMs: 50 })
    const running = Promise.withResolvers<AbortSignal>()
    queue.work(greet, async (_, { signal }) => {
      running.resolve(signal)
      await new Promise(() => {})
    })
    await enqueueGreeting('Ana')
    const signal = await running.promise
    await queue.stop()
    expect(signal.aborted).toBe(true)

    queue = await open()
    const done = recorder<number>()
    queue.work(greet, async (_, { attempt }) => done.add(attempt))
    await done.until(1)
    expect(done.seen).toEqual([2])
  })

  test('gets jobs from a process that does none itself', async () => {
    const producer = await open({ worker: false })
    expect(() => producer.work(greet, async () => {})).toThrow()
    const done = recorder<string>()
    queue.work(greet, async ({ to }) => done.add(to))
    await database.transaction((tx) => producer.enqueue(tx, greet, { to: 'from the api' }))
    await done.until(1)
    await producer.stop()
    expect(done.seen).toEqual(['from the api'])
  })

  test('shares jobs between processes so that each is done by one', async () => {
    const second = await open()
    const done = recorder<string>()
    queue.work(other, async ({ n }) => done.add(`first ${n}`), { concurrency: 2 })
    second.work(other, async ({ n }) => done.add(`second ${n}`), { concurrency: 2 })
    await database.transaction(async (tx) => {
      for (let n = 0; n < 40; n++) await queue.enqueue(tx, other, { n })
    })
    await done.until(40)
    await second.stop()
    expect(new Set(done.seen.map((entry) => entry.split(' ')[1])).size).toBe(40)
  })

  test('keeps one schedule per job and replaces it', async () => {
    await queue.schedule(greet, '0 3 * * *', { to: 'everybody' })
    await queue.schedule(greet, '30 4 * * *', { to: 'everybody' }, { timeZone: 'Asia/Shanghai' })
    const { rows } = await sql`select name, cron, timezone, data from pgboss.schedule`.execute(database.kysely)
    expect(rows).toEqual([{ name: 'greet', cron: '30 4 * * *', timezone: 'Asia/Shanghai', data: { to: 'everybody' } }])
    await expect(queue.schedule(greet, 'sometimes', { to: 'x' })).rejects.toThrow()
  })
})
