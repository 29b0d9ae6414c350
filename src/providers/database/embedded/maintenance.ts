import type { WalDebt } from './durable-files.ts'

/**
 * What PostgreSQL's background processes do and a single session has to do for itself: checkpoints, or the write-ahead log
 * would grow until the next start; and vacuum, or rows that change often (jobs, projections) would bloat their tables.
 */
const lookEveryMs = 30_000
const checkpointAfterBytes = 32 * 1024 * 1024
const vacuumAfterBytes = 2 * 1024 * 1024

/**
 * Tables worth a vacuum by the server's own default thresholds (a fifth dead, a tenth changed), and those so old that
 * transaction numbers must be frozen. Source: PostgreSQL manual, "The Autovacuum Daemon".
 */
const dueTables = `
  select format('%I.%I', t.schemaname, t.relname)
  from pg_stat_all_tables t join pg_class c on c.oid = t.relid
  where t.schemaname not in ('pg_toast', 'information_schema')
    and (t.n_dead_tup > 50 + 0.2 * t.n_live_tup
      or t.n_mod_since_analyze > 50 + 0.1 * t.n_live_tup
      or age(c.relfrozenxid) > 150000000)
  order by t.n_dead_tup desc`

export type Maintenance = {
  /** Runs a statement in the session and gives the first column of its rows. */
  execute(sql: string): string[]
  /** Whether nobody waits for the session now. */
  free(): boolean
}

/** Looks every half minute; works only while the session is free, one table at a time, and leaves the rest for later. */
export function startMaintenance(debt: Pick<WalDebt, 'walBytes'>, { execute, free }: Maintenance) {
  let checkpointedAtBytes = 0
  let vacuumedAtBytes = 0
  let runs = 0
  let tables: string[] = []
  let next: NodeJS.Immediate | undefined

  const look = () => {
    if (!free()) return
    if (debt.walBytes - vacuumedAtBytes >= vacuumAfterBytes) {
      vacuumedAtBytes = debt.walBytes
      // The session counts its own changes and hands them in only now and then.
      execute('select pg_stat_force_next_flush()')
      tables = execute(dueTables)
    }
    if (debt.walBytes - checkpointedAtBytes >= checkpointAfterBytes) {
      checkpointedAtBytes = debt.walBytes
      execute('checkpoint')
      runs += 1
    }
    next = setImmediate(work)
  }
  const work = () => {
    const table = tables[0]
    if (table === undefined || !free()) return
    tables.shift()
    execute(`vacuum (analyze) ${table}`)
    runs += 1
    next = setImmediate(work)
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    get runs() {
      return runs
    },
    stop() {
      clearInterval(timer)
      clearImmediate(next)
    },
  }
}
