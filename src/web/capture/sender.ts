import type { Chunk, Outbox } from './outbox.ts'
import { retryPauseMs, type Wait } from './wait.ts'

/** How one try to send a chunk ended. `again` covers lost networks, timeouts and a server that is not itself. */
export type PutAnswer = 'durable' | 'again' | 'damaged' | 'conflict' | 'closed' | 'refused'

export type SenderState = { waiting: number; connection: 'ok' | 'lost' }

/** `drained` after `finish`; `closed`: the server takes no more of this recording; the others cannot be mended here. */
export type SenderEnd = 'drained' | 'closed' | 'conflict' | 'refused' | 'stopped'

export type SenderPorts = {
  outbox: Outbox
  recordingId: string
  put: (chunk: Chunk, signal: AbortSignal) => Promise<PutAnswer>
  wait: Wait
  random: () => number
  onState: (state: SenderState) => void
}

export type Sender = {
  /** Sends until drained or ended; call once. */
  run(): Promise<SenderEnd>
  /** A chunk was put. */
  wake(): void
  /** No more chunks will come: end when the outbox is empty. */
  finish(): void
  stop(): void
}

/** Damaged on the way more often than this means damaged at home. */
const damagedTimesAtMost = 5

/** Sends the chunks of one recording in order, one at a time, each until the server says that it is durable. */
export const createSender = ({ outbox, recordingId, put, wait, random, onState }: SenderPorts): Sender => {
  const stopping = new AbortController()
  let finishing = false
  let rouse: (() => void) | null = null

  const asleep = () =>
    new Promise<void>((resolve) => {
      rouse = resolve
      stopping.signal.addEventListener('abort', () => resolve(), { once: true })
    })
  const wake = () => {
    rouse?.()
    rouse = null
  }

  const run = async (): Promise<SenderEnd> => {
    let failures = 0
    let damaged = 0
    let connection: SenderState['connection'] = 'ok'
    const tell = async () => onState({ waiting: await outbox.waiting(recordingId), connection })
    while (!stopping.signal.aborted) {
      // Taken before the outbox is read: a chunk put in between wakes this sleep and not the one before.
      const sleep = asleep()
      const chunk = await outbox.first(recordingId)
      if (!chunk) {
        if (finishing) return 'drained'
        await sleep
        continue
      }
      const answer = await put(chunk, stopping.signal)
      if (answer === 'durable') {
        await outbox.remove(recordingId, chunk.seq)
        failures = 0
        damaged = 0
        connection = 'ok'
        await tell()
        continue
      }
      if (answer === 'closed' || answer === 'conflict' || answer === 'refused') return answer
      if (answer === 'damaged') {
        damaged += 1
        if (damaged > damagedTimesAtMost) return 'refused'
      }
      connection = answer === 'again' ? 'lost' : connection
      await tell()
      try {
        await wait(retryPauseMs(failures, random), stopping.signal)
      } catch {
        break
      }
      failures += 1
    }
    return 'stopped'
  }

  return {
    run,
    wake,
    finish: () => {
      finishing = true
      wake()
    },
    stop: () => stopping.abort(),
  }
}
