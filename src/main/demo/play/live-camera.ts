import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cue, openPerformer, type Piece } from '../media/performer.ts'
import { openStreamedRecording } from '../media/recording.ts'
import { type Clip, unpackClip } from '../media/render/clip-file.ts'
import type { SellerClip, SpokenDigit } from '../media/seller-clips.ts'
import { roomTone, soundRateHz } from '../media/wave.ts'

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
  /** Resolves shortly before the clip under way ends, for the same reason. */
  atNextPause(): Promise<void>
  /** Ends the recording; its last bytes have been handed on when this resolves. */
  stop(): Promise<void>
}

/** Enough for a question to the server and its answer. */
const pauseAheadMs = 350

export const openLiveCamera = async (
  clips: readonly SellerClip[],
  voice: readonly SpokenDigit[],
  onBytes: (bytes: Uint8Array) => void,
): Promise<LiveCamera> => {
  const performer = openPerformer(unhurried(clips))
  const recording = await openStreamedRecording(onBytes)
  const read = new Map<string, Clip>()
  const clipOf = async ({ file }: SellerClip): Promise<Clip> => {
    const known = read.get(file) ?? unpackClip(await readFile(file))
    read.set(file, known)
    return known
  }
  const startedAt = performance.now()
  const mediaMs = () => performance.now() - startedAt

  const cues: { cue: Cue; done: () => void }[] = []
  let atMs = 0
  let stopping = false
  let pauseWaiters: (() => void)[] = []
  const tellPause = () => {
    for (const tell of pauseWaiters) tell()
    pauseWaiters = []
  }

  const play = async (piece: Piece<SellerClip>, isLast: boolean, onPause: () => void): Promise<void> => {
    const { frames } = await clipOf(piece.clip)
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
    let told = !isLast
    for (const frame of frames) {
      const dueMs = beganMs + frame.timestampUs / 1000
      if (!told && dueMs >= endMs - pauseAheadMs) {
        told = true
        onPause()
      }
      const earlyMs = dueMs - mediaMs()
      if (earlyMs > 0) await sleep(earlyMs)
      await hearUntil(frame.timestampUs / 1000)
      await recording.picture(frame, Math.round(dueMs * 1000))
    }
    await hearUntil(endMs - beganMs)
    atMs = endMs
  }

  const performing = (async () => {
    while (!stopping) {
      const next = cues.shift()
      const pieces = performer.perform(next?.cue ?? { do: 'wait' })
      const onPause = () => {
        next?.done()
        tellPause()
      }
      for (const [index, piece] of pieces.entries()) await play(piece, index === pieces.length - 1, onPause)
    }
  })()

  return {
    mediaMs,
    perform: (cue) => new Promise((resolve) => cues.push({ cue, done: resolve })),
    atNextPause: () => new Promise((resolve) => pauseWaiters.push(resolve)),
    async stop() {
      stopping = true
      await performing
      await recording.finish()
    },
  }
}

/**
 * The long calm clips first. Each is as good as new only once, because a picture that comes twice, equal to the bit, is
 * what a replay looks like; so few of them have to be enough for a run.
 */
const unhurried = (clips: readonly SellerClip[]): SellerClip[] =>
  [...clips].sort((a, b) => (a.name === 'idle' && b.name === 'idle' ? b.frames - a.frames : 0))

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
