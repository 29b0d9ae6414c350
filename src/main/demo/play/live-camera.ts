import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cue, openPerformer, type Piece } from '../media/performer.ts'
import { openStreamedRecording } from '../media/recording.ts'
import { type Clip, unpackClip } from '../media/render/clip-file.ts'
import type { SellerClip, SpokenDigit } from '../media/seller-clips.ts'
import { roomTone, soundRateHz } from '../media/wave.ts'
import { openCalmClips, unnoticedGapMs } from './calm-clips.ts'
import { stillOf } from './still.ts'

/**
 * A simulated camera and microphone that record in real time: what is asked of the seller is performed from clips as
 * soon as the clip under way has ended, and the recorder's bytes are handed on as they come. Its clock begins with its
 * first picture and never waits for anybody.
 */
export type LiveCamera = {
  /** Time of the recording now. */
  mediaMs(): number
  /** Performs, and resolves shortly before its last picture, so that what is asked for next follows without delay. */
  perform(cue: Cue): Promise<void>
  /** Sits calmly before the camera, and resolves when the recording has come to this time. */
  restUntil(mediaMs: number): Promise<void>
  /** A picture in full size of what is before the camera. */
  still(): Promise<{ bytes: Uint8Array; widthPx: number; heightPx: number }>
  /** Ends the recording; its last bytes have been handed on when this resolves. */
  stop(): Promise<void>
}

/** Enough for a question to the server and its answer. */
const pauseAheadMs = 350

type Order = { pieces: () => Piece<SellerClip>[]; done: () => void }

export const openLiveCamera = async (
  clips: readonly SellerClip[],
  voice: readonly SpokenDigit[],
  onBytes: (bytes: Uint8Array) => void,
): Promise<LiveCamera> => {
  const performer = openPerformer(clips)
  const calm = openCalmClips(clips.filter((clip) => clip.name === 'idle'))
  const recording = await openStreamedRecording(onBytes)
  const read = new Map<string, Clip>()
  const clipOf = async ({ file }: SellerClip): Promise<Clip> => {
    const known = read.get(file) ?? unpackClip(await readFile(file))
    read.set(file, known)
    return known
  }
  const startedAt = performance.now()
  const mediaMs = () => performance.now() - startedAt

  const orders: Order[] = []
  let atMs = 0
  let stopping = false
  let shown: { file: string; clip: Clip } | null = null
  let wake: () => void = () => {}

  const play = async (piece: Piece<SellerClip>, onPause: (() => void) | null): Promise<void> => {
    const clip = await clipOf(piece.clip)
    const { frames } = clip
    shown = { file: piece.clip.file, clip }
    const beganMs = atMs
    const endMs = beganMs + piece.clip.durationMs
    const sound = soundOf(piece, voice, endMs - beganMs, Math.round(beganMs) + 7)
    let heard = 0
    // Sound keeps pace with the pictures, or a recorder would hold them back until it has both.
    const hearUntil = async (ms: number): Promise<void> => {
      const until = Math.min(sound.length, Math.round((ms * soundRateHz) / 1000))
      await recording.sound(sound.subarray(heard, until))
      heard = until
    }
    let tell = onPause
    for (const frame of frames) {
      const dueMs = beganMs + frame.timestampUs / 1000
      if (tell && dueMs >= endMs - pauseAheadMs) {
        tell()
        tell = null
      }
      const earlyMs = dueMs - mediaMs()
      if (earlyMs > 0) await sleep(earlyMs)
      await hearUntil(frame.timestampUs / 1000)
      await recording.picture(frame, Math.round(dueMs * 1000))
    }
    await hearUntil(endMs - beganMs)
    tell?.()
    atMs = endMs
  }

  /** No picture until the next order, for as long as that is not noticed; the sound goes on. */
  const hesitate = async (): Promise<void> => {
    const leftMs = atMs + unnoticedGapMs - mediaMs()
    if (leftMs <= 0) return
    const woken = new AbortController()
    wake = () => woken.abort()
    await sleep(leftMs, undefined, { signal: woken.signal }).catch(() => {})
    wake = () => {}
    const passedMs = mediaMs() - atMs
    if (passedMs <= 0) return
    await recording.sound(roomTone(passedMs, Math.round(atMs) + 11))
    atMs += passedMs
  }

  /** Nobody said what to do: he stays as he is. */
  const wait = (): Piece<SellerClip>[] =>
    performer.posture() === 'near' ? rested(calm.fill(unnoticedGapMs)) : performer.perform({ do: 'wait' })

  const performing = (async () => {
    while (!stopping) {
      // Nothing was recorded yet, so there is nothing to leave a gap in.
      if (orders.length === 0 && atMs > 0) await hesitate()
      const next = orders.shift()
      const pieces = next ? next.pieces() : wait()
      if (pieces.length === 0) next?.done()
      for (const [index, piece] of pieces.entries())
        await play(piece, index === pieces.length - 1 ? () => next?.done() : null)
    }
  })()

  const order = (pieces: Order['pieces']): Promise<void> =>
    new Promise((resolve) => {
      orders.push({ pieces, done: resolve })
      wake()
    })

  return {
    mediaMs,
    perform: (cue) => order(() => performer.perform(cue)),
    async restUntil(untilMs) {
      await order(() => performer.perform({ do: 'rest', forMs: 0 }))
      await order(() => rested(calm.fill(untilMs - mediaMs())))
      await sleep(Math.max(0, untilMs - mediaMs()))
    },
    async still() {
      if (!shown) throw new Error('nothing has been before the camera yet')
      const { file, clip } = shown
      return { bytes: await stillOf(file), widthPx: clip.width, heightPx: clip.height }
    },
    async stop() {
      stopping = true
      wake()
      await performing
      await recording.finish()
    },
  }
}

const rested = (clips: readonly SellerClip[]): Piece<SellerClip>[] => clips.map((clip) => ({ clip, digit: null }))

/** The sound of one clip: the room's hush, and the digit where one is spoken. */
const soundOf = (
  { clip, digit }: Piece<SellerClip>,
  voice: readonly SpokenDigit[],
  durationMs: number,
  seed: number,
): Int16Array => {
  const sound = roomTone(durationMs, seed)
  const word = digit === null ? undefined : voice[Number(digit)]
  const begins = Math.round(((clip.voiceAtMs ?? 0) * soundRateHz) / 1000)
  const samples = word?.samples ?? []
  for (let i = 0; i < samples.length && begins + i < sound.length; i++)
    sound[begins + i] = (sound[begins + i] ?? 0) + (samples[i] ?? 0)
  return sound
}
