import type { AudioBlock } from '../media/decoder-types.ts'
import type { SoundReply } from '../models/model-worker-messages.ts'
import type { SoundWish } from './hear.ts'
import { contextSamples, frameMs, frameSamples, framesPerTile } from './speech-features.ts'
import { openSpeechSpans } from './speech-spans.ts'
import { freshState, windowMs, windowSamples } from './voice-activity.ts'
import type { SpeechSpan, VoiceEvidence } from './voice-evidence.ts'

const samplesPerMs = 16
/** Sound goes to the model thread in pieces of about a second. */
const pieceSamples = 32 * windowSamples
/** Sound that is kept to be read: the longest span, its surroundings, and some time to get to it. */
const keptSamples = 20_000 * samplesPerMs
/** Silence that is read along with a span, since a word begins softer than it is noticed. */
const marginMs = 240
const listenerMarginMs = 160
/** Beyond it the decoder waits. */
const maxPending = 4

/**
 * Follows a recording's sound: hears where somebody speaks and has the digits read there, all while the recording grows.
 * `wants` says whether digits matter in a span, so that a talk elsewhere costs nothing.
 */
export const openVoiceRecord = ({
  hear,
  wants,
  onReply,
  listener,
}: {
  hear: (wish: SoundWish, priority: 'prompt' | 'patient') => Promise<SoundReply>
  wants: (span: SpeechSpan) => boolean
  onReply: (reply: SoundReply) => void
  /** Who else hears what is said, and is told how far the sound has been followed. */
  listener?: { said(span: SpeechSpan, sound: () => Float32Array): void; upTo(atMs: number): void }
}) => {
  const evidence: VoiceEvidence = { windows: [], speech: [], reads: [], unread: [] }
  /**
   * The last seconds of the stretch, and the sample of the stretch at which they begin. There is room for as much again,
   * so that old sound is moved out once in a while and not with every block.
   */
  const kept = new Float32Array(2 * keptSamples)
  let keptLength = 0
  let keptFrom = 0
  let followedTo = 0
  let stretchMs: number | null = null
  let state = freshState()
  let spans = openSpeechSpans()
  let pending = 0
  let work: Promise<void> = Promise.resolve()
  const reading = new Set<Promise<void>>()

  const soundAt = (from: number, length: number): Float32Array => {
    const out = new Float32Array(length)
    const begin = Math.max(from, keptFrom)
    const end = Math.min(from + length, keptFrom + keptLength)
    if (end > begin) out.set(kept.subarray(begin - keptFrom, end - keptFrom), begin - from)
    return out
  }

  const keep = (samples: Float32Array): void => {
    if (keptLength + samples.length > kept.length) {
      const old = keptLength - keptSamples
      kept.copyWithin(0, old, keptLength)
      keptLength -= old
      keptFrom += old
    }
    kept.set(samples, keptLength)
    keptLength += samples.length
  }

  const spanSound = ({ startMs, endMs }: SpeechSpan, beganMs: number): Float32Array => {
    const from = Math.round((startMs - listenerMarginMs - beganMs) * samplesPerMs)
    return soundAt(from, Math.round((endMs - startMs + 2 * listenerMarginMs) * samplesPerMs))
  }

  const read = (span: SpeechSpan, beganMs: number): void => {
    evidence.speech.push(span)
    listener?.said(span, () => spanSound(span, beganMs))
    if (!wants(span)) return
    const first = Math.max(0, Math.floor((span.startMs - marginMs - beganMs) / frameMs))
    const wanted = Math.ceil((span.endMs + marginMs - beganMs) / frameMs) - first
    const frames = Math.ceil(wanted / framesPerTile) * framesPerTile
    if (first * frameSamples < keptFrom) {
      evidence.unread.push(span)
      return
    }
    const samples = soundAt(first * frameSamples - contextSamples, frames * frameSamples + 2 * contextSamples)
    const done = hear({ do: 'read-digits', samples, frames }, 'patient').then((reply) => {
      onReply(reply)
      if (!reply.ok) evidence.unread.push(span)
      else if (reply.heard.logits.length > 0)
        // Behind the margin may be the next word, which has a reading of its own.
        evidence.reads.push({ startMs: beganMs + first * frameMs, frames: wanted, logits: reply.heard.logits })
      reading.delete(done)
    })
    reading.add(done)
  }

  const follow = async (samples: Float32Array, atMs: number, beganMs: number): Promise<void> => {
    const levels = Array.from({ length: Math.floor(samples.length / windowSamples) }, (_, i) =>
      levelDb(samples.subarray(i * windowSamples, (i + 1) * windowSamples)),
    )
    const reply = await hear({ do: 'follow', samples, state }, 'prompt')
    onReply(reply)
    if (!reply.ok || reply.heard.state === null) {
      evidence.unread.push({ startMs: atMs, endMs: atMs + samples.length / samplesPerMs })
      return
    }
    state = reply.heard.state
    levels.forEach((level, i) => {
      const window = { atMs: atMs + i * windowMs, speech01: reply.heard.speech01[i] ?? 0, levelDb: level }
      evidence.windows.push(window)
      for (const span of spans.add(window)) read(span, beganMs)
    })
    listener?.upTo(atMs)
  }

  const queue = (next: () => Promise<void>): void => {
    pending += 1
    work = work.then(next).finally(() => {
      pending -= 1
    })
  }

  /** Sends what has come in whole pieces; at the end of a stretch the rest too. */
  const send = (all: boolean): void => {
    const beganMs = stretchMs ?? 0
    for (;;) {
      const left = keptFrom + keptLength - followedTo
      const size = left >= pieceSamples ? pieceSamples : all ? Math.floor(left / windowSamples) * windowSamples : 0
      if (size === 0) break
      const samples = soundAt(followedTo, size)
      const atMs = beganMs + followedTo / samplesPerMs
      followedTo += size
      queue(() => follow(samples, atMs, beganMs))
    }
    if (!all) return
    queue(async () => {
      for (const span of spans.close()) read(span, beganMs)
    })
  }

  /** Before a new stretch begins the old one is finished, since its sound is given up. */
  const begin = async (ptsMs: number): Promise<void> => {
    send(true)
    await work
    stretchMs = ptsMs
    keptLength = 0
    keptFrom = 0
    followedTo = 0
    state = freshState()
    spans = openSpeechSpans()
  }

  return {
    async onAudio({ ptsMs, samples }: AudioBlock): Promise<void> {
      const expectedMs = stretchMs === null ? null : stretchMs + (keptFrom + keptLength) / samplesPerMs
      if (expectedMs === null || Math.abs(ptsMs - expectedMs) > 1) await begin(ptsMs)
      for (let at = 0; at < samples.length; at += keptSamples) {
        keep(samples.subarray(at, at + keptSamples))
        send(false)
      }
      if (pending > maxPending) await work
    },
    /** No more sound comes: resolves when all of it was heard. */
    async finish(): Promise<void> {
      send(true)
      await work
      await Promise.all(reading)
    },
    evidence: (): VoiceEvidence => evidence,
  }
}

const levelDb = (samples: Float32Array): number => {
  let sum = 0
  for (const value of samples) sum += value * value
  return 10 * Math.log10(sum / samples.length + 1e-10)
}
