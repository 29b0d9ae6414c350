import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import {
  type Isolation,
  isRetryable,
  sqlState,
  type TransactionOptions,
  TransactionTimeLimitError,
  type Tx,
} from '#app/ports/database.ts'
import type { Schema } from '#app/ports/schema.ts'

/** SQLSTATEs by which either engine says that a transaction or its statement was open for too long. */
const tooLong = new Set(['25P03', '25P04', '57014'])

/**
 * Runs work in one transaction with a time limit. When the limit strikes, the connection is cut, which makes the engine
 * roll back, so that a caller who waits for something else never keeps the session or its locks.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<T>,
  { isolation, retries = 0, timeLimitMs }: TransactionOptions & { timeLimitMs: number },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOnce(pool, work, isolation, timeLimitMs)
    } catch (error) {
      if (attempt >= retries || !isRetryable(error)) throw error
      await new Promise((resume) => setTimeout(resume, Math.random() * 20 * 2 ** attempt))
    }
  }
}

async function runOnce<T>(
  pool: pg.Pool,
  work: (tx: Tx) => Promise<T>,
  isolation: Isolation | undefined,
  timeLimitMs: number,
): Promise<T> {
  const client = await pool.connect()
  const limit = Promise.withResolvers<never>()
  let cut = false
  const timer = setTimeout(() => {
    cut = true
    // `release` with an error ends the connection instead of giving it back.
    client.release(true)
    limit.reject(
      new TransactionTimeLimitError(`a transaction was open for more than ${timeLimitMs} ms and was rolled back`),
    )
  }, timeLimitMs)
  try {
    const running = bind(client).transaction()
    const result = (isolation ? running.setIsolationLevel(isolation) : running).execute(work)
    // After the limit its failure has nobody to report to.
    result.catch(() => {})
    return await Promise.race([result, limit.promise])
  } catch (error) {
    const state = sqlState(error)
    if (!cut && state && tooLong.has(state)) {
      throw new TransactionTimeLimitError('the database ended a transaction that was open for too long', {
        cause: error,
      })
    }
    throw error
  } finally {
    clearTimeout(timer)
    if (!cut) client.release()
  }
}

/** Kysely over this one client. It may release the client as often as it likes: only we give it back. */
function bind(client: pg.PoolClient): Kysely<Schema> {
  const lent = { query: client.query.bind(client), release() {} } as unknown as pg.PoolClient
  const pool = { connect: async () => lent, end: async () => {} } as unknown as pg.Pool
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
