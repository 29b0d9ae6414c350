import { Duplex } from 'node:stream'
import type { ConnectionLimits } from '../engine.ts'
import { batchCutter, hello } from './frames.ts'
import type { ToWorker } from './messages.ts'

/** What `pg` takes for a socket: its bytes go to the worker and the worker's answers come back. */
export type Wire = Duplex & { answer(bytes: Uint8Array, last: boolean): void }

/** Opens one connection to the worker. `pg` calls `connect` and the socket settings itself. */
export function openWire(
  connection: number,
  limits: ConnectionLimits,
  toWorker: (message: ToWorker, transfer?: ArrayBuffer[]) => void,
  gone: () => void,
): Wire {
  const cutter = batchCutter()
  let greeted = false
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const batches = cutter.feed(chunk)
      if (!greeted) {
        greeted = true
        // `pg` expects the answer after its write has returned, as from a real socket.
        queueMicrotask(() => wire.push(hello))
      }
      for (const bytes of batches) toWorker({ kind: 'batch', connection, bytes }, [bytes.buffer])
      if (cutter.ended) queueMicrotask(() => wire.destroy())
      done()
    },
    destroy(error, done) {
      toWorker({ kind: 'hang-up', connection })
      gone()
      done(error)
    },
  })
  const itself = () => wire
  return Object.assign(wire, {
    connect() {
      toWorker({ kind: 'open', connection, limits })
      queueMicrotask(() => wire.emit('connect'))
      return wire
    },
    setNoDelay: itself,
    setKeepAlive: itself,
    ref: itself,
    unref: itself,
    answer(bytes: Uint8Array, last: boolean) {
      if (wire.destroyed) return
      wire.push(bytes)
      if (last) queueMicrotask(() => wire.destroy())
    },
  })
}
