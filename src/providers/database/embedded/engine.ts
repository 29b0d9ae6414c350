import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { DatabaseUnavailableError } from '#app/ports/database.ts'
import type { ConnectionLimits, Engine } from '../engine.ts'
import { lockDirectory } from './directory-lock.ts'
import type { FromWorker, ToWorker, WorkerStats } from './messages.ts'
import { openWire, type Wire } from './wire.ts'

export type EmbeddedSettings = {
  /** Where the cluster and its lock live. */
  directory: string
  /** How long anyone may keep a transaction open. */
  limits: { idleMs: number; totalMs: number }
  /** Called once if the engine dies while open: every statement fails from then on. */
  onFailure: (error: DatabaseUnavailableError) => void
}

/** Clients that may wait for the session at the same time; more of them let more commits share an fsync. */
const connections = 24

/** Starts the embedded engine in its own thread and gives `pg` a pool of connections to it. */
export async function openEmbeddedEngine(
  settings: EmbeddedSettings,
): Promise<Engine & { stats(): WorkerStats | undefined }> {
  const lock = await lockDirectory(settings.directory)
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { directory: settings.directory } })
  const wires = new Map<number, Wire>()
  let lastConnection = 0
  let stats: WorkerStats | undefined
  let ended: DatabaseUnavailableError | undefined
  let closing = false
  const ready = Promise.withResolvers<void>()
  const exited = Promise.withResolvers<void>()
  ready.promise.catch(() => {})

  const end = (reason: string, cause?: unknown) => {
    if (ended) return
    ended = new DatabaseUnavailableError(reason, { cause })
    ready.reject(ended)
    for (const wire of wires.values()) wire.destroy(ended)
    if (!closing) settings.onFailure(ended)
  }
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') ready.resolve()
    else if (message.kind === 'closed') stats = message.stats
    // Started with `--watch`, Node tells the files of a worker through the same port; those messages have no kind.
    else if (message.kind === 'replies')
      for (const reply of message.replies) wires.get(reply.connection)?.answer(reply.bytes, reply.last)
  })
  worker.on('error', (cause) => end('the embedded database failed', cause))
  worker.on('exit', () => {
    end(closing ? 'the embedded database is closed' : 'the embedded database stopped')
    lock.release()
    exited.resolve()
  })

  const toWorker = (message: ToWorker, transfer: ArrayBuffer[] = []) => {
    if (!ended) worker.postMessage(message, transfer)
  }
  const connection = (limits: ConnectionLimits) => ({ stream: () => newWire(limits) })
  const newWire = (limits: ConnectionLimits) => {
    const id = ++lastConnection
    const wire = openWire(id, limits, toWorker, () => wires.delete(id))
    wires.set(id, wire)
    if (ended) queueMicrotask(() => wire.destroy(ended))
    return wire
  }
  await ready.promise
  const pool = new pg.Pool({ ...connection(settings.limits), max: connections, idleTimeoutMillis: 0 })

  return {
    kind: 'embedded',
    pool,
    connection,
    stats: () => stats,
    async close() {
      closing = true
      if (!ended) worker.postMessage({ kind: 'close' } satisfies ToWorker)
      await exited.promise
    },
  }
}
