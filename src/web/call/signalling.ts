/**
 * Carries the messages of one page's call through the server, as `wire.ts` wants it: in order for each receiver, what waits
 * together in one request, and nothing waited for longer than two seconds. What is lost on the way is not sent again: the
 * core says again what matters, and an old message that comes late would only hold up a new one.
 */
export type SignallingPorts = {
  /** One request with messages for one participant. Rejects when it did not arrive for certain. */
  post: (to: string, messages: string[]) => Promise<unknown>
  /** Messages for this page after that number, in order. */
  list: (after: number) => Promise<readonly { seq: number; from: string; message: string }[]>
  /** A message as it came; it may be anything that another page sent. */
  onMessage: (from: string, message: unknown) => void
  /** Whether the last request reached the server. */
  onReach: (state: 'reachable' | 'lost') => void
}

export type Signalling = {
  send(to: string, message: unknown): void
  /** There may be messages for this page. Asked again while one fetch is under way, one more follows. */
  look(): void
  close(): void
}

/** A server that answers a request of signals later than this is as good as lost. */
export const signalTimeoutMs = 2000

const batchAtMost = 50
/** A few offers with their candidates. */
const batchCharsAtMost = 200_000

export const openSignalling = ({ post, list, onMessage, onReach }: SignallingPorts): Signalling => {
  const waiting = new Map<string, string[]>()
  const busy = new Set<string>()
  let after = 0
  let looking = false
  let lookAgain = false
  let closed = false

  const bring = async (to: string): Promise<void> => {
    if (busy.has(to)) return
    busy.add(to)
    // What is said in the same breath goes into the same request.
    await Promise.resolve()
    for (let batch = takeBatch(waiting.get(to)); batch.length > 0; batch = takeBatch(waiting.get(to))) {
      try {
        await post(to, batch)
        if (!closed) onReach('reachable')
      } catch {
        if (!closed) onReach('lost')
      }
    }
    busy.delete(to)
  }

  const look = async (): Promise<void> => {
    if (looking || closed) {
      lookAgain = true
      return
    }
    looking = true
    do {
      lookAgain = false
      try {
        const found = await list(after)
        if (closed) break
        onReach('reachable')
        for (const { seq, from, message } of found) {
          if (seq <= after) continue
          after = seq
          onMessage(from, parsed(message))
        }
      } catch {
        if (!closed) onReach('lost')
      }
    } while (lookAgain && !closed)
    looking = false
  }

  return {
    send(to, message) {
      // A good-bye is said while everything is being closed, and goes out all the same.
      waiting.set(to, [...(waiting.get(to) ?? []), JSON.stringify(message)])
      void bring(to)
    },
    look: () => void look(),
    close() {
      closed = true
    },
  }
}

/** Takes from the front of the queue what fits into one request. */
const takeBatch = (queue: string[] | undefined): string[] => {
  if (!queue || queue.length === 0) return []
  let chars = 0
  let count = 0
  for (const message of queue) {
    chars += message.length
    if (count > 0 && (count >= batchAtMost || chars > batchCharsAtMost)) break
    count += 1
  }
  return queue.splice(0, count)
}

const parsed = (message: string): unknown => {
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}
