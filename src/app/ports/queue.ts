import type { ZodType } from 'zod'
import type { Tx } from './database.ts'

/**
 * A kind of work that is done later, at least once. Its definition stands apart from its handler, so that whoever enqueues
 * it needs nothing of what does it. Payloads hold ids and instants, never personal data: they outlive erasure.
 */
export type JobDefinition<Payload extends object = object> = {
  /** Letters, digits and dashes; it is a key in the database, so a renamed job is a new job. */
  readonly name: string
  readonly payload: ZodType<Payload>
  /** How often it is tried again after a failure, and how long the first and the longest pause are (they double). */
  readonly retry: { readonly limit: number; readonly firstDelayS: number; readonly longestDelayS: number }
  /** A run that takes longer is taken for failed; its signal is aborted. */
  readonly expireAfterS: number
}

const defaults = { retry: { limit: 8, firstDelayS: 1, longestDelayS: 3_600 }, expireAfterS: 300 }

/** Declares a job. Left out: 8 retries from 1 s doubling up to 1 h, and 5 minutes for a run. */
export function defineJob<Payload extends object>(
  definition: Pick<JobDefinition<Payload>, 'name' | 'payload'> & Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  return { ...defaults, ...definition }
}

export type EnqueueOptions = {
  /** Not before this instant. Default: at once. */
  startAfter?: Date
  /** While a job of this kind with the same key is waiting, another one is not added. */
  singletonKey?: string
}

export type JobContext = {
  readonly id: string
  /** 1 for the first run. */
  readonly attempt: number
  /** Aborted when the run has taken too long or the process is stopping. */
  readonly signal: AbortSignal
  /**
   * Marks the job done within the handler's own transaction, so that its effect happens exactly once, however often it
   * runs. Throws `JobLostError` when the job was given to another worker meanwhile: let it roll the transaction back.
   */
  completeIn(tx: Tx): Promise<void>
}

export type JobHandler<Payload extends object> = (payload: Payload, context: JobContext) => Promise<void>

export type Queue = {
  /**
   * Adds a job to the transaction: it exists if and only if `tx` commits. Returns its id, or null when a waiting job has the
   * same `singletonKey`. Throws when the payload is not of the job's shape.
   */
  enqueue<Payload extends object>(
    tx: Tx,
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<string | null>
  /** Starts to do jobs of this kind, at most `concurrency` (default 1) at once in this process. */
  work<Payload extends object>(
    job: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    options?: { concurrency?: number },
  ): void
  /** Enqueues the job at every time the five-field cron expression names; calling it again replaces the schedule. */
  schedule<Payload extends object>(
    job: JobDefinition<Payload>,
    cron: string,
    payload: Payload,
    options?: { timeZone?: string },
  ): Promise<void>
  /** Takes no new jobs, lets running ones finish for a while, then aborts them and puts them back. */
  stop(): Promise<void>
}

/** This run of the job is over: it took too long and another worker has it. */
export class JobLostError extends Error {
  override readonly name = 'JobLostError'
}
