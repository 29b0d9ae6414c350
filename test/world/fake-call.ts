import { FakeNetwork, FakeStream } from './fake-peer-connection.ts'

/**
 * A call without browsers and without time: several cores, one network, and a wire whose messages a test may hold back
 * or lose. `advance` moves the clock and lets media flow; nothing happens between two calls of it.
 */
export type Letter = { from: string; to: string; message: unknown }

export const letGo = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

export type FakeCallWorld = ReturnType<typeof openFakeCallWorld>

export const openFakeCallWorld = () => {
  const network = new FakeNetwork()
  let nowMs = 1000
  const timers = new Set<{ everyMs: number; nextMs: number; work: () => void }>()
  const waiting: Letter[] = []
  const receivers = new Map<string, (from: string, message: unknown) => void>()
  let loses: (letter: Letter) => boolean = () => false
  const delivered: Letter[] = []

  const deliver = async (): Promise<void> => {
    await letGo()
    while (waiting.length > 0) {
      const letter = waiting.shift() as Letter
      if (!loses(letter)) {
        delivered.push(letter)
        receivers.get(letter.to)?.(letter.from, JSON.parse(JSON.stringify(letter.message)))
      }
      await letGo()
    }
  }

  return {
    network,
    nowMs: () => nowMs,
    delivered,
    waiting,
    /** Loses every message for which this answers yes, until it is set anew. */
    lose: (which: (letter: Letter) => boolean) => {
      loses = which
    },
    post: (letter: Letter) => waiting.push(letter),
    reach: (id: string, receive: (from: string, message: unknown) => void) => receivers.set(id, receive),
    deliver,
    async advance(ms: number): Promise<void> {
      await deliver()
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs = Math.min(endMs, nowMs + 50)
        network.flow(1)
        for (const timer of timers)
          if (timer.nextMs <= nowMs) {
            timer.nextMs += timer.everyMs
            timer.work()
          }
        await deliver()
      }
    },
    surroundings: {
      createConnection: () => network.create() as unknown as RTCPeerConnection,
      createStream: () => new FakeStream() as unknown as MediaStream,
      nowMs: () => nowMs,
      every: (everyMs: number, work: () => void) => {
        const timer = { everyMs, nextMs: nowMs + everyMs, work }
        timers.add(timer)
        return () => timers.delete(timer)
      },
    },
    timers,
  }
}

export const camera = () => new FakeStream(['video', 'audio']) as unknown as MediaStream
export const microphone = () => new FakeStream(['audio']) as unknown as MediaStream
