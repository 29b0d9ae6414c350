/**
 * Follows one untrusted recording while it grows, in a process of its own that is killed when it uses too much.
 *
 * States: open (bytes are taken) → finishing (no more bytes, the rest is decoded) → settled (a result is known, the
 * process is told to go) → gone (`done` resolves, once the process has exited and the last callback has returned).
 */
import type { Readable, Writable } from 'node:stream'
import { parseInfo, parseRefusal, parseSummary } from './child-messages.ts'
import { type ChildUsage, readChildUsage } from './child-usage.ts'
import type { OpenOrder } from './decode-child.ts'
import type {
  DecodeRefusalCode,
  DecodeResult,
  DecoderOptions,
  DecodeSummary,
  RecordingDecoder,
  SamplingPlan,
} from './decoder-types.ts'
import { openPictureMemory } from './picture-memory.ts'
import { readPipe } from './pipe-reader.ts'
import { startChild } from './start-child.ts'
import {
  decodeAudio,
  decodeStamps,
  decodeVideo,
  longestMessageBytes,
  type Message,
  messageHeader,
  messageReader,
  toChild,
  toParent,
} from './wire.ts'

const watchEveryMs = 50
/** Until its first word the child may take this many times as long as without progress later. */
const startPatience = 4
/** Bytes of sound and stamps that may wait for the consumer before the decoder is left standing. */
const mostWaitingBytes = 4 << 20

export const openDecoder = (options: DecoderOptions): RecordingDecoder => {
  const { limits, memory = openPictureMemory() } = options
  const samplesInFlight = options.samplesInFlight ?? 3
  const child = startChild()
  const bytesOut = child.stdin as Writable
  const messagePipe = child.stdio[3] as Readable
  const ordersOut = child.stdio[4] as Writable
  const openedAt = performance.now()

  let result: DecodeResult | null = null
  let consumerError: unknown = null
  let pushedBytes = 0
  let finishing = false
  /** Bytes the child had taken when it last said that it has nothing left to work on. */
  let idleAtBytes = -1
  let progressAt = openedAt
  /** Starting takes its time on a busy machine, and says nothing about the recording. */
  let started = false
  let usage: ChildUsage | null = null
  const wakePushers: (() => void)[] = []
  const wakeAll = (): void => {
    for (const wake of wakePushers.splice(0)) wake()
  }
  let stderrTail = ''

  const order = (type: number, value?: unknown): void => {
    const payload = value === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(value))
    if (ordersOut.writable) ordersOut.write(Buffer.concat([messageHeader(type, payload.length), payload]))
  }

  const settle = (outcome: DecodeResult): void => {
    if (result !== null) return
    result = outcome
    child.kill('SIGKILL')
    wakeAll()
    // What has not been read yet is of no use any more, and a paused pipe would hold back the end of the process.
    messagesIn.resume()
  }
  const refuse = (code: DecodeRefusalCode, detail: string): void => settle({ ok: false, refusal: { code, detail } })

  // Messages wait here for the consumer. Pictures are bounded by the credits, the rest by pausing the pipe.
  const waiting: { act: () => void | Promise<void>; bytes: number; isPicture: boolean }[] = []
  let waitingBytes = 0
  let waitingPictures = 0
  let consuming: Promise<void> | null = null

  /** What is to be done about a message. Throws when it makes no sense: then the child is not what it should be. */
  const actOn = ({ type, payload }: Message): (() => void | Promise<void>) => {
    switch (type) {
      case toParent.info: {
        const info = parseInfo(payload)
        return () => options.onInfo?.(info)
      }
      case toParent.stamps: {
        const stamps = decodeStamps(payload)
        return () => options.onStamps?.(stamps)
      }
      case toParent.audio: {
        const block = decodeAudio(payload)
        return () => options.onAudio?.(block)
      }
      case toParent.video: {
        const sample = decodeVideo(payload)
        return async () => {
          await options.onVideo?.(sample)
          order(toChild.credit)
        }
      }
      case toParent.summary: {
        const summary = parseSummary(payload)
        return () => settle({ ok: true, summary: withUsage(summary) })
      }
      case toParent.refusal: {
        const { code, detail } = parseRefusal(payload)
        return () => refuse(code, detail)
      }
      default:
        throw new RangeError(`message of type ${type}`)
    }
  }
  const withUsage = (summary: DecodeSummary): DecodeSummary => {
    usage = readChildUsage(child.pid ?? -1) ?? usage
    const { cpuTimeMs, peakResidentBytes } = usage ?? summary
    return { ...summary, cpuTimeMs, peakResidentBytes }
  }
  const consumeAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (result !== null) break
      try {
        await next.act()
      } catch (error) {
        consumerError ??= error
        refuse('decoder-killed', 'the receiver of the frames failed')
      }
      progressAt = performance.now()
      if (next.isPicture) waitingPictures--
      else waitingBytes -= next.bytes
      if (waitingBytes < mostWaitingBytes) messagesIn.resume()
    }
    waiting.length = 0
    consuming = null
  }
  const onMessage = (message: Message): void => {
    progressAt = performance.now()
    started = true
    if (message.type === toParent.hungry) {
      idleAtBytes = message.payload.readDoubleLE(0)
      return
    }
    const isPicture = message.type === toParent.video
    waiting.push({ act: actOn(message), bytes: message.payload.length, isPicture })
    if (isPicture) waitingPictures++
    else waitingBytes += message.payload.length
    if (waitingPictures > samplesInFlight) throw new RangeError('more pictures than were asked for')
    if (waitingBytes > mostWaitingBytes) messagesIn.pause()
    consuming ??= consumeAll()
  }
  const read = messageReader(longestMessageBytes(limits.longSidePx, limits.shortSidePx), onMessage, (type, bytes) =>
    type === toParent.video ? memory.take(bytes) : Buffer.allocUnsafeSlow(bytes),
  )
  const messagesIn = readPipe(messagePipe, (piece) => {
    if (result !== null) return
    try {
      read(piece)
    } catch (error) {
      refuse('decoder-crashed', error instanceof Error ? error.message : 'broken message')
    }
  })

  const watch = setInterval(() => {
    if (result !== null || child.pid === undefined) return
    const now = performance.now()
    usage = readChildUsage(child.pid) ?? usage
    if (usage && usage.residentBytes > limits.residentBytes) {
      return refuse('decoder-out-of-memory', `resident size over ${limits.residentBytes} bytes`)
    }
    if (usage && usage.cpuTimeMs > limits.cpuTimeMs) {
      return refuse('decoder-out-of-time', `more than ${limits.cpuTimeMs} ms of processor time`)
    }
    if (now - openedAt > limits.wallTimeMs) return refuse('decoder-out-of-time', `more than ${limits.wallTimeMs} ms`)
    const atWork = (finishing || idleAtBytes < pushedBytes) && consuming === null
    if (atWork && now - progressAt > limits.stallMs * (started ? 1 : startPatience)) {
      return refuse('decoder-out-of-time', `no progress for ${limits.stallMs} ms`)
    }
  }, watchEveryMs)

  // A child that is killed breaks its pipes; why it ended is told by its exit.
  for (const pipe of [bytesOut, messagePipe, ordersOut]) pipe.on('error', () => {})
  bytesOut.on('drain', wakeAll)
  child.stderr?.on('data', (text: Buffer) => {
    stderrTail = (stderrTail + text.toString('latin1')).slice(-2000)
  })

  const done = new Promise<DecodeResult>((resolve, reject) => {
    const end = async (why: string): Promise<void> => {
      clearInterval(watch)
      // The child exits after its last message; that message may still be on its way to the consumer.
      while (result === null && consuming !== null) await consuming
      refuse(/heap out of memory/.test(stderrTail) ? 'decoder-out-of-memory' : 'decoder-crashed', why)
      while (consuming !== null) await consuming
      if (consumerError !== null) reject(consumerError)
      else resolve(result!)
    }
    child.on('error', (error) => void end(error.message))
    child.on('close', (code, signal) => void end(`the decoding process ended with ${signal ?? code}`))
  })
  // Whoever only awaits `finish` has the same rejection; this one must not count as unhandled.
  done.catch(() => {})

  order(toChild.open, {
    limits,
    sampling: options.sampling,
    whenBehind: options.whenBehind,
    samplesInFlight,
  } satisfies OpenOrder)

  return {
    pid: child.pid,
    done,
    push: async (bytes) => {
      if (result !== null || finishing || bytes.length === 0) return
      pushedBytes += bytes.length
      progressAt = performance.now()
      if (pushedBytes > limits.recordingBytes) {
        return refuse('recording-too-large', `more than ${limits.recordingBytes} bytes`)
      }
      if (bytesOut.write(bytes)) return
      await new Promise<void>((resolve) => wakePushers.push(resolve))
    },
    finish: () => {
      finishing = true
      progressAt = performance.now()
      bytesOut.end()
      return done
    },
    setSampling: (plan: SamplingPlan) => order(toChild.sampling, plan),
    kill: () => refuse('decoder-killed', 'killed'),
  }
}
