/**
 * Frames of the PostgreSQL protocol, version 3: one type byte, then a big-endian length that counts itself.
 * Source: PostgreSQL manual, "Message Formats".
 */
const query = 'Q'.charCodeAt(0)
const sync = 'S'.charCodeAt(0)
const terminate = 'X'.charCodeAt(0)
const notification = 'A'.charCodeAt(0)
const dataRow = 'D'.charCodeAt(0)
const readyForQuery = 'Z'.charCodeAt(0)

export type SessionStatus = 'idle' | 'in-transaction' | 'failed-transaction'

/** What a server says first: authentication is fine, ready for the first query. */
export const hello = new Uint8Array(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1'))

/** A simple query as the frontend sends it. */
export function simpleQuery(sql: string): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(sql, 'utf8')
  const frame = new Uint8Array(text.length + 6)
  frame[0] = query
  new DataView(frame.buffer).setInt32(1, text.length + 5)
  frame.set(text, 5)
  return frame
}

/** An ErrorResponse that ends a connection, as a server sends it. */
export function fatalError(code: string, message: string): Uint8Array {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`, 'utf8')
  const frame = new Uint8Array(fields.length + 5)
  frame[0] = 'E'.charCodeAt(0)
  new DataView(frame.buffer).setInt32(1, fields.length + 4)
  frame.set(fields, 5)
  return frame
}

/**
 * Cuts what a client writes into batches. `feed` returns the batches that are complete now; `ended` tells that the client
 * said goodbye. The first message of a connection (startup) has no type byte and is swallowed.
 */
export function batchCutter(): { feed(chunk: Uint8Array): Uint8Array<ArrayBuffer>[]; readonly ended: boolean } {
  let rest = Buffer.alloc(0)
  let scanned = 0
  let started = false
  let ended = false
  return {
    get ended() {
      return ended
    },
    feed(chunk) {
      rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
      const batches: Uint8Array<ArrayBuffer>[] = []
      if (!started) {
        if (rest.length < 4 || rest.length < rest.readInt32BE(0)) return batches
        rest = rest.subarray(rest.readInt32BE(0))
        started = true
      }
      while (!ended && rest.length >= scanned + 5) {
        const end = scanned + 1 + rest.readInt32BE(scanned + 1)
        if (rest.length < end) break
        const type = rest[scanned]
        scanned = end
        if (type === terminate) ended = true
        if (type !== query && type !== sync) continue
        batches.push(new Uint8Array(rest.subarray(0, end)))
        rest = rest.subarray(end)
        scanned = 0
      }
      return batches
    },
  }
}

/** Whether a batch is a simple query that starts with LISTEN. */
export function subscribes(batch: Uint8Array): boolean {
  return batch[0] === query && /^\s*listen\s/i.test(Buffer.from(batch.subarray(5, 40)).toString('latin1'))
}

/**
 * Parts a backend's answer: the notifications, which belong to whoever listens, from the rest, which belongs to the one
 * who asked. `status` is undefined when the answer does not end with ReadyForQuery, which means that the backend died.
 */
export function readAnswer(bytes: Uint8Array): {
  answer: Uint8Array
  notifications: Uint8Array[]
  status: SessionStatus | undefined
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const notifications: Uint8Array[] = []
  const kept: Uint8Array[] = []
  let status: SessionStatus | undefined
  let keptFrom = 0
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + view.getInt32(at + 1)
    if (bytes[at] === notification) {
      notifications.push(bytes.slice(at, end))
      kept.push(bytes.subarray(keptFrom, at))
      keptFrom = end
    }
    status = bytes[at] === readyForQuery ? statusOf(bytes[at + 5]) : undefined
    at = end
  }
  if (keptFrom === 0) return { answer: bytes, notifications, status }
  kept.push(bytes.subarray(keptFrom))
  return { answer: new Uint8Array(Buffer.concat(kept)), notifications, status }
}

/** The first column of the rows in an answer to a simple query, which sends values as text. */
export function firstColumn(answer: Uint8Array): string[] {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)
  const values: string[] = []
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes[at] !== dataRow) continue
    const length = bytes.readInt32BE(at + 7)
    values.push(bytes.toString('utf8', at + 11, at + 11 + Math.max(length, 0)))
  }
  return values
}

function statusOf(byte: number | undefined): SessionStatus | undefined {
  if (byte === 'I'.charCodeAt(0)) return 'idle'
  if (byte === 'T'.charCodeAt(0)) return 'in-transaction'
  if (byte === 'E'.charCodeAt(0)) return 'failed-transaction'
  return undefined
}
