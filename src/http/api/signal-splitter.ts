/**
 * Takes a body apart while it is still coming in, so that ten thousand signals are never parsed in one go. A body is one signal,
 * or an object whose member `signals` is a list; the elements of that list come out as texts, each by itself, and the rest
 * stays behind as the envelope, with the list emptied. It only finds where values begin and end: whether they are JSON is for
 * the parser to say.
 *
 * States: before the list (everything is envelope) → in the list (depth 0 is between elements, above it an element is growing) →
 * behind the list (envelope again).
 */
export type SignalSplitter = {
  /** Bytes as they come, however they are cut. Returns the elements that are whole now. */
  push(bytes: Uint8Array): Uint8Array[]
  /** What is left when all has come. `isBatch` tells whether there was a list. */
  end(): { envelope: string; isBatch: boolean; isWhole: boolean }
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const listEnd = 0x5d
/** The envelope up to the list, spaces left out. */
const before = '{"signals":['

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d

type Place = 'before' | 'list' | 'outside'

export const splitSignals = (): SignalSplitter => {
  let place: Place = 'before'
  let isBatch = false
  let isEven = true
  let count = 0
  let depth = 0
  let inText = false
  let isEscaped = false
  let seen = ''
  const envelope: Uint8Array[] = []
  let growing: Uint8Array[] = []

  const close = (elements: Uint8Array[], by: number): void => {
    const [only, ...more] = growing
    const element = only && more.length === 0 ? only : Buffer.concat(growing)
    growing = []
    if (element.some((byte) => !isSpace(byte))) {
      elements.push(element)
      count += 1
      return
    }
    // Nothing between two commas, or behind the last, is no JSON; nothing at all between the brackets is.
    if (by === comma || count > 0) isEven = false
  }

  /** Whether the list begins behind this byte. */
  const comesToList = (byte: number): boolean => {
    if (isSpace(byte)) return false
    seen += String.fromCharCode(byte)
    if (!before.startsWith(seen)) place = 'outside'
    return seen === before
  }

  /** Whether an element ends before this byte. */
  const endsElement = (byte: number): boolean => {
    if (inText) {
      if (isEscaped) isEscaped = false
      else if (byte === backslash) isEscaped = true
      else if (byte === quote) inText = false
      return false
    }
    if (byte === quote) inText = true
    else if (depth === 0 && (byte === comma || byte === listEnd)) return true
    else if (opens(byte)) depth += 1
    else if (closes(byte)) depth -= 1
    return false
  }

  return {
    push(bytes) {
      const elements: Uint8Array[] = []
      let from = 0
      for (let at = 0; at < bytes.length && place !== 'outside'; at += 1) {
        const byte = bytes[at] ?? 0
        if (place === 'before') {
          if (!comesToList(byte)) continue
          place = 'list'
          isBatch = true
          envelope.push(bytes.subarray(from, at + 1))
          from = at + 1
        } else if (endsElement(byte)) {
          growing.push(bytes.subarray(from, at))
          close(elements, byte)
          from = byte === comma ? at + 1 : at
          if (byte === listEnd) place = 'outside'
        }
      }
      if (from < bytes.length) (place === 'list' ? growing : envelope).push(bytes.subarray(from))
      return elements
    },
    end: () => ({
      envelope: Buffer.concat(envelope).toString('utf8'),
      isBatch,
      isWhole: place !== 'list' && isEven,
    }),
  }
}
