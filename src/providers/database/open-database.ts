import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database, DatabaseUnavailableError } from '#app/ports/database.ts'
import type { Schema } from '#app/ports/schema.ts'
import { keepErrorsDiscreet } from './discreet-errors.ts'
import { openEmbeddedEngine } from './embedded/engine.ts'
import type { Engine } from './engine.ts'
import { notifications } from './notifications.ts'
import { openPostgresEngine } from './postgres-engine.ts'
import { runTransaction } from './transaction.ts'
import { transactionContext } from './transaction-context.ts'

export type DatabaseSettings = {
  /** `postgres://…`; undefined means the embedded engine. */
  url: string | undefined
  /** The product's data directory; the embedded engine keeps to `<dataDir>/database`. */
  dataDir: string
  /** Longest time a transaction may be open. Default 5 s. */
  transactionLimitMs?: number
  /** Connections to PostgreSQL. Default 10. */
  poolSize?: number
  /** Called once if the embedded engine dies while open; every statement fails from then on, so the process should end. */
  onFailure?: (error: DatabaseUnavailableError) => void
}

/** The port, and the pool for what brings its own SQL (sign-in, jobs). */
export type OpenDatabase = Database & { readonly pool: pg.Pool; readonly engine: Engine }

/**
 * Opens the embedded engine or PostgreSQL by URL. Does not migrate: see `migrate`.
 * Throws `DatabaseInUseError`, `DatabaseUnavailableError`, or what the server answered.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
  const { url, dataDir, transactionLimitMs = 5_000, poolSize = 10, onFailure = () => {} } = settings
  keepErrorsDiscreet()
  const limits = { idleMs: transactionLimitMs, totalMs: transactionLimitMs }
  const engine = url
    ? openPostgresEngine({ url, poolSize, limits })
    : await openEmbeddedEngine({ directory: join(dataDir, 'database'), limits, onFailure })
  // A connection that fails reports to whoever awaits its statement; without a listener it would end the process as well.
  engine.pool.on('error', () => {})
  engine.pool.on('connect', (client) => client.on('error', () => {}))
  const inside = transactionContext()
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: inside.guard(engine.pool) }) })
  const channels = notifications(() => new pg.Client(engine.connection(null)))
  await sql`select 1`.execute(kysely)

  return {
    kind: engine.kind,
    pool: engine.pool,
    engine,
    kysely,
    async transaction(work, options = {}) {
      inside.refuse()
      const settled = { ...options, timeLimitMs: options.timeLimitMs ?? transactionLimitMs }
      return runTransaction(engine.pool, (tx) => inside.run(() => work(tx)), settled)
    },
    async notify(tx, channel, payload) {
      await sql`select pg_notify(${channel}, ${payload})`.execute(tx)
    },
    listen: channels.listen,
    async close() {
      await channels.close()
      // Ends the pool, which waits for the connections that are lent.
      await kysely.destroy()
      await engine.close()
    },
  }
}
