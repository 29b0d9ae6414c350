import pg from 'pg'
import type { Engine } from './engine.ts'

export type PostgresSettings = {
  url: string
  limits: { idleMs: number; totalMs: number }
  poolSize: number
}

/** Connects to a PostgreSQL server (15 or newer). Statements and idle transactions are ended by the server itself, too. */
export function openPostgresEngine({ url, limits, poolSize }: PostgresSettings): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    statement_timeout: limits.totalMs,
    idle_in_transaction_session_timeout: limits.idleMs,
    application_name: 'countersign',
  })
  return {
    kind: 'postgres',
    pool,
    client: () =>
      new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
        application_name: 'countersign',
      }),
    close: async () => {},
  }
}
