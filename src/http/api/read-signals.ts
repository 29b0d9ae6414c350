import { setImmediate as turn } from 'node:timers/promises'
import type { IncomingSignal } from '#app/signals/take-signals.ts'
import { signalLimits } from '#contracts/signal.ts'
import { splitSignals } from './signal-splitter.ts'

/** A body of signals has at most so many bytes. */
export const signalsBodyBytes = 8 * 1024 * 1024
/** A signal that is too large is opened for its id up to here. */
const openedForItsIdBytes = 1024 * 1024
/** As long as parsing may keep everybody else waiting. */
const sliceMs = 8

export type ReadSignals =
  | { is: 'one'; signal: IncomingSignal }
  | { is: 'batch'; signals: IncomingSignal[]; envelope: unknown }
  | { is: 'not-json' }
  | { is: 'too-large'; why: string }

/**
 * Reads the body as it comes and parses it in slices, so that nobody else waits for it. `onBytes` is told of every piece.
 * What is too large is known as soon as it is, and the rest is not read.
 */
export const readSignals = async (
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | null,
  onBytes: (bytes: Uint8Array) => void = () => {},
): Promise<ReadSignals> => {
  const splitter = splitSignals()
  const elements: Uint8Array[] = []
  let total = 0
  for await (const bytes of body ?? []) {
    total += bytes.length
    if (total > signalsBodyBytes) return { is: 'too-large', why: `a body here has at most ${signalsBodyBytes} bytes` }
    onBytes(bytes)
    elements.push(...splitter.push(bytes))
    if (elements.length > signalLimits.signalsPerCall)
      return {
        is: 'too-large',
        why: `a call has at most ${signalLimits.signalsPerCall} signals: send the others in another one`,
      }
  }
  const { envelope, isBatch, isWhole } = splitter.end()
  if (!isWhole) return { is: 'not-json' }
  try {
    if (!isBatch) return { is: 'one', signal: incoming(envelope, Buffer.byteLength(envelope)) }
    return { is: 'batch', signals: await parseAll(elements), envelope: JSON.parse(envelope) }
  } catch (error) {
    if (error instanceof SyntaxError) return { is: 'not-json' }
    throw error
  }
}

const parseAll = async (elements: readonly Uint8Array[]): Promise<IncomingSignal[]> => {
  const signals: IncomingSignal[] = []
  let sinceMs = performance.now()
  for (const element of elements) {
    signals.push(incoming(Buffer.from(element.buffer, element.byteOffset, element.length).toString(), element.length))
    if (performance.now() - sinceMs < sliceMs) continue
    await turn()
    sinceMs = performance.now()
  }
  return signals
}

/** Throws a `SyntaxError` when it is no JSON. */
const incoming = (text: string, bytes: number): IncomingSignal => {
  if (bytes <= signalLimits.signalBytes) return { json: JSON.parse(text) }
  return { tooLarge: true, id: bytes <= openedForItsIdBytes ? idOf(JSON.parse(text)) : null }
}

const idOf = (json: unknown): string | null =>
  typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' && json.id.length <= 128
    ? json.id
    : null
