import type { ConnectionLimits } from '../engine.ts'

/**
 * What the main thread asks of the worker that runs the embedded engine. A batch is a run of frontend messages of the
 * PostgreSQL protocol that ends with Query or Sync, so that exactly one ReadyForQuery answers it.
 */
export type ToWorker =
  | { kind: 'open'; connection: number; limits: ConnectionLimits }
  | { kind: 'batch'; connection: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'hang-up'; connection: number }
  | { kind: 'close' }

export type Reply = { connection: number; bytes: Uint8Array; last: boolean }

/** `replies` are complete answers, or (with `last`) what a connection hears before the worker hangs up on it. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'replies'; replies: Reply[] }
  | { kind: 'closed'; stats: WorkerStats }

/** Counters for the bench and for tests. */
export type WorkerStats = { batches: number; walSyncs: number; maintenanceRuns: number }

export type WorkerSetup = { directory: string }
