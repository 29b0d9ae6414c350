import type { ConnectionLimits } from '../engine.ts'
import type { SessionStatus } from './frames.ts'

/**
 * Who may use the only session of the embedded engine. Connections wait in line; the one whose transaction is open owns
 * the session until the backend says that it is idle again. Time is an argument, so that this can be tested.
 *
 * A connection is: absent → waiting (has batches, in line) → owner (in a transaction) → waiting or quiet → gone.
 */
export type Batch = { connection: number; bytes: Uint8Array<ArrayBuffer> }

export type Overdue = { connection: number; limit: 'idle' | 'total' }

type Connection = { batches: Batch[]; limits: ConnectionLimits }

export function sessionLine() {
  const connections = new Map<number, Connection>()
  const line: number[] = []
  let owner: { connection: number; sinceMs: number; quietSinceMs: number } | undefined

  return {
    get owner() {
      return owner?.connection
    },
    open(connection: number, limits: ConnectionLimits) {
      connections.set(connection, { batches: [], limits })
    },
    /** False when the connection is not open (any more). */
    add(batch: Batch): boolean {
      const waiting = connections.get(batch.connection)
      if (!waiting) return false
      waiting.batches.push(batch)
      if (owner?.connection !== batch.connection) line.push(batch.connection)
      return true
    },
    /** The batch to run now. While a transaction is open only its owner's batches run. */
    next(): Batch | undefined {
      if (owner) return connections.get(owner.connection)?.batches.shift()
      while (line.length > 0) {
        const batch = connections.get(line.shift()!)?.batches.shift()
        if (batch) return batch
      }
      return undefined
    },
    /** Records how the backend stood after a batch of this connection. */
    ran(connection: number, status: SessionStatus, nowMs: number) {
      if (status === 'idle') {
        const left = owner?.connection === connection ? (connections.get(connection)?.batches.length ?? 0) : 0
        for (let i = 0; i < left; i++) line.push(connection)
        owner = undefined
      } else owner = { connection, sinceMs: owner?.sinceMs ?? nowMs, quietSinceMs: nowMs }
    },
    /** The owner if it has used up its time, and otherwise in how many milliseconds to ask again. */
    overdue(nowMs: number): Overdue | { askAgainMs: number } | undefined {
      const limits = owner && connections.get(owner.connection)?.limits
      if (!owner || !limits) return undefined
      const quiet = connections.get(owner.connection)?.batches.length === 0
      const idleLeftMs = quiet ? limits.idleMs - (nowMs - owner.quietSinceMs) : limits.idleMs
      const totalLeftMs = limits.totalMs - (nowMs - owner.sinceMs)
      if (totalLeftMs <= 0) return { connection: owner.connection, limit: 'total' }
      if (idleLeftMs <= 0) return { connection: owner.connection, limit: 'idle' }
      return { askAgainMs: Math.min(idleLeftMs, totalLeftMs) }
    },
    /** Forgets a connection. True when it left a transaction open, which the caller must roll back. */
    drop(connection: number): boolean {
      connections.delete(connection)
      if (owner?.connection !== connection) return false
      owner = undefined
      return true
    },
  }
}
