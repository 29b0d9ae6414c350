import type { WalDebt } from './durable-files.ts'

/**
 * What PostgreSQL's background processes do and a single session has to do for itself: checkpoints, or the
 * write-ahead log would grow until the next start, and vacuum, or rows that change often (jobs) would bloat their tables.
 */
const lookEveryMs = 30_000
const checkpointAfterBytes = 32 * 1024 * 1024
const vacuumAfterBytes = 4 * 1024 * 1024

export function maintenance(debt: WalDebt, execute: (sql: string) => void) {
  let checkpointedAt = 0
  let vacuumedAt = 0
  let runs = 0
  let timer: NodeJS.Timeout | undefined
  return {
    get runs() {
      return runs
    },
    /** `free` tells whether the session is idle now; otherwise the next look decides. */
    start(free: () => boolean) {
      timer = setInterval(() => {
        if (!free()) return
        if (debt.walBytes - vacuumedAt >= vacuumAfterBytes) {
          execute('vacuum (analyze)')
          vacuumedAt = debt.walBytes
          runs += 1
        }
        if (debt.walBytes - checkpointedAt >= checkpointAfterBytes) {
          execute('checkpoint')
          checkpointedAt = debt.walBytes
          runs += 1
        }
      }, lookEveryMs)
    },
    stop() {
      clearInterval(timer)
    },
  }
}
