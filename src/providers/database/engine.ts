import type pg from 'pg'

/** One of the two engines, as `pg` clients see it. Everything above this line is the same code for both. */
export type Engine = {
  readonly kind: 'embedded' | 'postgres'
  readonly pool: pg.Pool
  /** A new client apart from the pool and without time limits, not yet connected: for LISTEN and for migrations. */
  client(): pg.Client
  /** Call it after the pool and all clients have ended. */
  close(): Promise<void>
}
