import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AnswerRefused, type BrowserSession } from './browser-session.ts'

/**
 * Sends a recording in numbered chunks while it is made, one after the other, each again until it is acknowledged: as
 * the seller's page does.
 */
export type ChunkSender = {
  take(bytes: Uint8Array): void
  /** Sends what is left; resolves to the number of chunks when all are durable. Throws when one was refused. */
  finish(): Promise<number>
}

const sliceMs = 500
const againAfterMs = 1000
const triesMost = 30

export const openChunkSender = (session: BrowserSession, recordingId: string, mediaMs: () => number): ChunkSender => {
  let held: Uint8Array[] = []
  let seq = 0
  let failure: unknown = null
  let sending: Promise<void> = Promise.resolve()

  const put = async (no: number, bytes: Uint8Array, endMs: number): Promise<void> => {
    const headers = {
      'x-chunk-sha256': createHash('sha256').update(bytes).digest('hex'),
      'x-media-end-ms': String(endMs),
      'content-type': 'application/octet-stream',
    }
    for (let tries = 1; ; tries++) {
      try {
        await session.put(`/s/api/recordings/${recordingId}/chunks/${no}`, bytes, headers)
        return
      } catch (error) {
        // A refusal of this chunk is final; anything else is an outage, and the chunk is kept and sent again.
        const isFinal = error instanceof AnswerRefused && error.status < 500 && error.status !== 429
        if (isFinal || tries === triesMost) throw error
        await sleep(againAfterMs)
      }
    }
  }

  const cut = (): void => {
    if (held.length === 0) return
    const bytes = Buffer.concat(held)
    held = []
    const no = seq++
    const endMs = Math.round(mediaMs())
    sending = sending
      .then(() => (failure ? undefined : put(no, bytes, endMs)))
      .catch((error: unknown) => {
        failure ??= error
      })
  }
  const slices = setInterval(cut, sliceMs)

  return {
    take: (bytes) => {
      held.push(bytes)
    },
    async finish() {
      clearInterval(slices)
      cut()
      await sending
      if (failure) throw failure
      return seq
    },
  }
}
