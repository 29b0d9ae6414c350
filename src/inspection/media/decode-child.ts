/**
 * The process that parses and decodes one untrusted recording. It holds no keys, no models and no environment; the
 * recording's bytes come in on standard input, orders on file descriptor 4, and pictures, sound and stamps go out on
 * file descriptor 3. It lives for one recording and is killed by `recording-decoder.ts` when it uses too much of
 * anything.
 *
 * Writing is blocking on purpose: when the inspection does not read, the decode simply stands still.
 */
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import type { ByteFeed } from './byte-feed.ts'
import { openContainer } from './container.ts'
import type {
  AudioBlock,
  DecodeRefusal,
  DecoderLimits,
  DecodeSummary,
  FrameStamp,
  SamplingPlan,
} from './decoder-types.ts'
import { openPictureDecoder, type Picture } from './picture-decoder.ts'
import { signatureOf } from './picture-planes.ts'
import { openPictureWriter } from './picture-writer.ts'
import { openSampler } from './sampling.ts'
import { openSoundDecoder } from './sound-decoder.ts'
import { encodeAudio, encodeStamps, encodeVideoHead, messageHeader, messageReader, toChild, toParent } from './wire.ts'

const outFd = 3
const orderFd = 4
const stampsPerMessage = 16
const mostSoundPerTurn = 8
export type OpenOrder = {
  limits: DecoderLimits
  sampling: SamplingPlan
  whenBehind: 'wait' | 'thin'
  samplesInFlight: number
}

class Refused extends Error {
  readonly refusal: DecodeRefusal
  constructor(code: DecodeRefusal['code'], detail: string) {
    super(code)
    this.refusal = { code, detail }
  }
}

const writeAll = (bytes: Uint8Array): void => {
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(outFd, bytes, at, bytes.length - at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    }
  }
}
const send = (type: number, ...parts: Uint8Array[]): void => {
  const payloadBytes = parts.reduce((sum, part) => sum + part.length, 0)
  writeAll(messageHeader(type, payloadBytes))
  for (const part of parts) writeAll(part)
}
const sendJson = (type: number, value: unknown): void => send(type, Buffer.from(JSON.stringify(value)))
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The recording. Whenever all of it so far is used up, the parent is told, so that it stops the clock. */
const incomingBytes = (beforeWaiting: () => void): ByteFeed => {
  const { stdin } = process
  let consumed = 0
  let ended = false
  let wake: () => void = () => {}
  stdin.on('readable', () => wake())
  stdin.on('end', () => {
    ended = true
    wake()
  })
  return {
    next: async () => {
      for (;;) {
        const chunk = stdin.read() as Buffer | null
        if (chunk !== null) {
          consumed += chunk.length
          // A copy, because the pipe's buffers are pooled and a container may keep what it is given.
          return Uint8Array.from(chunk)
        }
        if (ended) return null
        beforeWaiting()
        const count = Buffer.alloc(8)
        count.writeDoubleLE(consumed)
        const more = new Promise<void>((resolve) => {
          wake = resolve
        })
        send(toParent.hungry, count)
        await more
      }
    },
  }
}

const run = async (open: OpenOrder, orders: { credits: number; plan: SamplingPlan | null; wake: () => void }) => {
  const { limits } = open
  const sampler = openSampler(open.sampling)
  let stamps: FrameStamp[] = []
  const flushStamps = (): void => {
    if (stamps.length > 0) send(toParent.stamps, encodeStamps(stamps))
    stamps = []
  }
  const summary: DecodeSummary = {
    frames: 0,
    samples: 0,
    thinned: 0,
    thinnedSpans: [],
    damagedPackets: 0,
    containerDamage: null,
    audioMs: 0,
    firstPtsMs: null,
    lastPtsMs: null,
    parameterChanges: [],
    cpuTimeMs: 0,
    peakResidentBytes: 0,
  }

  const opened = await openContainer(incomingBytes(flushStamps), limits.recordingBytes)
  if (!opened.ok) throw new Refused(opened.refusal.code, opened.refusal.detail)
  const { name, video, audio } = opened.container
  const refuseSize = (widthPx: number, heightPx: number): void => {
    if (Math.max(widthPx, heightPx) > limits.longSidePx || Math.min(widthPx, heightPx) > limits.shortSidePx) {
      throw new Refused('recording-too-large', `${widthPx}x${heightPx} pixels`)
    }
  }
  refuseSize(video.widthPx, video.heightPx)
  const pictures = await openPictureDecoder(video)
  if (pictures === null) throw new Refused('recording-unsupported', `picture codec ${video.codec}`)
  const sideways = video.rotationDeg === 90 || video.rotationDeg === 270
  sendJson(toParent.info, {
    container: name,
    video: {
      codec: video.codec,
      widthPx: sideways ? video.heightPx : video.widthPx,
      heightPx: sideways ? video.widthPx : video.heightPx,
      rotationDeg: video.rotationDeg,
    },
    audio: audio && { codec: audio.codec, sampleRateHz: audio.sampleRateHz, channels: audio.channels },
  })

  const changed = (
    ptsMs: number,
    what: DecodeSummary['parameterChanges'][number]['what'],
    from: string,
    to: string,
  ) => {
    // A hostile stream may change its parameters with every packet; the first ones tell the story.
    if (summary.parameterChanges.length < 100) summary.parameterChanges.push({ ptsMs, what, from, to })
  }
  const rgbOf = openPictureWriter()
  let last: { widthPx: number; heightPx: number; pixelFormat: string } | null = null
  const thin = (ptsMs: number): void => {
    summary.thinned++
    const span = summary.thinnedSpans.at(-1)
    if (span && ptsMs - span.endMs < 1000) {
      span.endMs = ptsMs
      span.count++
    } else if (summary.thinnedSpans.length < 1000) summary.thinnedSpans.push({ startMs: ptsMs, endMs: ptsMs, count: 1 })
  }

  const onPicture = async (picture: Picture): Promise<void> => {
    const { widthPx, heightPx, pixelFormat } = picture
    refuseSize(widthPx, heightPx)
    const ptsMs = picture.ptsUs / 1000
    if (summary.frames >= limits.frames) throw new Refused('recording-too-large', `more than ${limits.frames} frames`)
    if (last && (last.widthPx !== widthPx || last.heightPx !== heightPx)) {
      changed(ptsMs, 'size', `${last.widthPx}x${last.heightPx}`, `${widthPx}x${heightPx}`)
    }
    if (last && last.pixelFormat !== pixelFormat) changed(ptsMs, 'pixel-format', last.pixelFormat, pixelFormat)
    last = { widthPx, heightPx, pixelFormat }
    let planes: ReturnType<Picture['planes']>
    try {
      planes = picture.planes()
    } catch {
      throw new Refused('recording-unsupported', `sample layout ${pixelFormat || 'unknown'} of ${video.codec}`)
    }
    const frameIndex = summary.frames++
    summary.firstPtsMs ??= ptsMs
    summary.lastPtsMs = Math.max(summary.lastPtsMs ?? ptsMs, ptsMs)
    stamps.push({
      ptsMs,
      frameIndex,
      keyFrame: picture.keyFrame,
      widthPx: sideways ? heightPx : widthPx,
      heightPx: sideways ? widthPx : heightPx,
      ...signatureOf(planes),
    })
    if (stamps.length >= stampsPerMessage) flushStamps()
    if (!sampler.isDue(ptsMs)) return
    if (orders.credits === 0 && open.whenBehind === 'thin') {
      // Word of a finished sample may be waiting in the pipe.
      await nextTurn()
    }
    if (orders.credits === 0 && open.whenBehind === 'thin') return thin(ptsMs)
    while (orders.credits === 0) {
      flushStamps()
      await new Promise<void>((resolve) => {
        orders.wake = resolve
      })
    }
    orders.credits--
    flushStamps()
    const rgb = rgbOf(picture, planes, video)
    const size = sideways ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx }
    send(toParent.video, encodeVideoHead({ ptsMs, frameIndex, ...size }), rgb)
    summary.samples++
  }
  const onPictures = async (batch: Picture[]): Promise<void> => {
    for (const picture of batch) {
      try {
        await onPicture(picture)
      } finally {
        picture.close()
      }
    }
  }

  const sound = audio && (await openSoundDecoder(audio, changed))
  const onSound = (blocks: AudioBlock[]): void => {
    for (const block of blocks) {
      summary.audioMs += block.samples.length / 16
      // Stamps alone do not bound it: sound that claims one instant again and again would be heard for days.
      if (summary.audioMs > limits.durationMs) {
        throw new Refused('recording-too-large', `more than ${limits.durationMs} ms of sound`)
      }
      send(toParent.audio, encodeAudio(block))
    }
  }
  let soundSinceTurn = 0
  for await (const packet of opened.container.packets()) {
    if (orders.plan) sampler.setPlan(orders.plan)
    orders.plan = null
    if (packet.ptsUs !== null && packet.ptsUs / 1000 > limits.durationMs) {
      throw new Refused('recording-too-large', `longer than ${limits.durationMs} ms`)
    }
    if (packet.kind === 'audio') {
      if (sound) onSound(await sound.decode(packet))
    } else {
      await onPictures(pictures.decode({ ...packet, ptsUs: packet.ptsUs ?? 0 }))
    }
    // Lets orders and decoded sound through; a recording that is wholly there would shut them out for its length.
    if (packet.kind === 'video' || ++soundSinceTurn % mostSoundPerTurn === 0) await nextTurn()
  }
  await onPictures(await pictures.flush())
  if (sound) onSound(await sound.flush())
  flushStamps()
  summary.damagedPackets = pictures.damagedPackets()
  summary.containerDamage = opened.container.damage()
  if (summary.frames === 0) throw new Refused('recording-unreadable', 'no picture could be decoded')
  sendJson(toParent.summary, summary)
}

const refusalOf = (error: unknown): DecodeRefusal =>
  error instanceof Refused
    ? error.refusal
    : { code: 'recording-unreadable', detail: error instanceof Error ? error.message : 'unknown error' }

const orders = { credits: 0, plan: null as SamplingPlan | null, wake: () => {} }
let started = false
const onOrder = messageReader(1 << 20, ({ type, payload }) => {
  if (type === toChild.credit) {
    orders.credits++
    orders.wake()
  } else if (type === toChild.sampling) {
    orders.plan = JSON.parse(payload.toString()) as SamplingPlan
  } else if (type === toChild.open && !started) {
    started = true
    // The first word: the process has started.
    send(toParent.hungry, Buffer.alloc(8))
    const open = JSON.parse(payload.toString()) as OpenOrder
    orders.credits = open.samplesInFlight
    // Afterwards the process waits to be killed, so that what it has used can still be read.
    run(open, orders).catch((error: unknown) => sendJson(toParent.refusal, refusalOf(error)))
  }
})
// The parent holds the other end: when it goes, nobody needs this process any more.
new Socket({ fd: orderFd, readable: true, writable: false }).on('data', onOrder).on('end', () => process.exit(0))
