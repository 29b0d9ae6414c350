import pg from 'pg'
import type { ConnectionLimits, Engine } from './engine.ts'
import { PreparingClient } from './prepared-statements.ts'

export type PostgresSettings = {
  url: string
  limits: ConnectionLimits
  poolSize: number
}

/** Connects to a PostgreSQL server (15 or newer). The server itself ends statements and idle transactions in time, too. */
export function openPostgresEngine({ url, limits, poolSize }: PostgresSettings): Engine {
  const connection = (limits: ConnectionLimits): pg.ClientConfig => ({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'countersign',
    ...(limits && { statement_timeout: limits.totalMs, idle_in_transaction_session_timeout: limits.idleMs }),
  })
  const pool = new pg.Pool({ ...connection(limits), max: poolSize, Client: PreparingClient })
  return { kind: 'postgres', pool, connection, close: async () => {} }
}
