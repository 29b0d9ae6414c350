import type pg from 'pg'

/** How long one connection may keep a transaction open. `null`: as long as it likes (migrations, LISTEN, upkeep). */
export type ConnectionLimits = { idleMs: number; totalMs: number } | null

/** One of the two engines, as `pg` clients see it. Everything above this line is the same code for both. */
export type Engine = {
  readonly kind: 'embedded' | 'postgres'
  /** For everything that is not said otherwise; its transactions are limited in time. */
  readonly pool: pg.Pool
  /** What `new pg.Client` or `new pg.Pool` needs to connect apart from the pool. */
  connection(limits: ConnectionLimits): pg.ClientConfig
  /** Call it after all clients and pools have ended. */
  close(): Promise<void>
}
