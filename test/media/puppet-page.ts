/// <reference lib="dom" />
/**
 * What stands in for a camera, a microphone and the person before them inside a page. It is stripped of its types and
 * runs before the page's own scripts (puppet-seller.ts), so it may import types only; `openPerformer` and
 * `openReader` are put in front of it there. The page under test sees `getUserMedia` and `enumerateDevices` of an ordinary laptop.
 */
import type { Cue, openPerformer as OpenPerformer, Performer, Piece } from '#main/demo/media/performer.ts'
import type { Shot } from '#main/demo/media/render/shots.ts'
import type { openReader as OpenReader, PromptReader } from './puppet-reader.ts'

declare const openPerformer: typeof OpenPerformer
declare const openReader: typeof OpenReader

type PuppetClip = Shot & { url: string }
export type PuppetManifest = { clips: PuppetClip[]; digits: { url: string }[]; framesPerSecond: number }

/** `perform` resolves when the last clip of the cue has been played; `start` when its first one begins. */
export type PuppetInPage = {
  perform(cue: Cue): Promise<void>
  start(cue: Cue): Promise<void>
  posture(): string
  /** His eyes on the page. */
  reader: PromptReader
  /** Shots played so far with the page's time, for the messages of failing tests. */
  log: { shot: string; digit: string | null; atMs: number }[]
}

const width = 1280
const height = 720
const manifestUrl = '/__puppet__/manifest.json'
const pollMs = 12

type ClipData = { key: boolean; timestampUs: number; data: Uint8Array }[]
type Task = { pieces: Piece<PuppetClip>[]; waiting: boolean; started: () => void; done: () => void }

const installPuppet = () => {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const g = canvas.getContext('2d', { alpha: false })!
  const log: PuppetInPage['log'] = []
  let performer: Performer<PuppetClip> | null = null
  const data = new Map<string, ClipData>()
  const words: AudioBuffer[] = []
  let sound: { context: AudioContext; out: MediaStreamAudioDestinationNode } | null = null
  let framesPerSecond = 15
  let shownAt = 0

  const unpack = (bytes: Uint8Array): ClipData => {
    const length = new DataView(bytes.buffer).getUint32(0, true)
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)))
    let at = 4 + length
    return head.frames.map((frame: { key: boolean; timestampUs: number; bytes: number }) => {
      const part = bytes.subarray(at, at + frame.bytes)
      at += frame.bytes
      return { key: frame.key, timestampUs: frame.timestampUs, data: part }
    })
  }

  const read = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer())

  const openSound = () => {
    if (sound) return sound
    const context = new AudioContext({ sampleRate: 48_000 })
    const out = context.createMediaStreamDestination()
    const hush = context.createBuffer(1, 48_000 * 3, 48_000)
    const samples = hush.getChannelData(0)
    for (let i = 0; i < samples.length; i++) samples[i] = (Math.random() - 0.5) * 0.0008
    const tone = context.createBufferSource()
    tone.buffer = hush
    tone.loop = true
    tone.connect(out)
    tone.start()
    sound = { context, out }
    return sound
  }

  const tasks: Task[] = []
  /** A cue takes over at once from a clip in which he only waits; every other clip is played to its end. */
  const enqueue = async (cue: Cue): Promise<{ started: Promise<void>; done: Promise<void> }> => {
    await ready
    if (!performer) throw new Error('The puppet has no footage on this page')
    let started = () => {}
    let done = () => {}
    const whenStarted = new Promise<void>((resolve) => {
      started = resolve
    })
    const whenDone = new Promise<void>((resolve) => {
      done = resolve
    })
    tasks.push({ pieces: performer.perform(cue), waiting: false, started, done })
    return { started: whenStarted, done: whenDone }
  }

  const speak = (digit: string, inMs: number) => {
    const { context, out } = openSound()
    const source = context.createBufferSource()
    source.buffer = words[Number(digit)] ?? null
    source.connect(out)
    source.start(context.currentTime + inMs / 1000)
  }

  /** Nothing before a camera is ever quite still, so no two pictures are alike to the bit. */
  const show = (frame: VideoFrame) => {
    const seconds = performance.now() / 1000
    const dx = 3 * Math.sin(seconds * 0.7) + 1.5 * Math.sin(seconds * 1.9)
    const dy = 2 * Math.sin(seconds * 0.9 + 1) + Math.sin(seconds * 2.3)
    shownAt = performance.now()
    g.drawImage(frame, -8 + dx, -4.5 + dy, width + 16, height + 9)
  }

  const playPiece = async (piece: Piece<PuppetClip>, interrupted: () => boolean): Promise<void> => {
    const frames = data.get(piece.clip.url) ?? []
    const durationMs = (piece.clip.frames * 1000) / piece.clip.framesPerSecond
    const decoded: VideoFrame[] = []
    const decoder = new VideoDecoder({ output: (frame) => decoded.push(frame), error: () => {} })
    decoder.configure({ codec: 'vp8', codedWidth: width, codedHeight: height, optimizeForLatency: true })
    let fed = 0
    let last = false
    const begins = performance.now()
    log.push({ shot: piece.clip.name, digit: piece.digit, atMs: Math.round(begins) })
    if (piece.digit !== null) speak(piece.digit, piece.clip.voiceAtMs ?? 0)
    for (;;) {
      const nowMs = performance.now() - begins
      if (nowMs >= durationMs || interrupted()) break
      // Never more than a few pictures ahead: each takes a megabyte and a half.
      while (fed < frames.length && decoded.length + decoder.decodeQueueSize < 5) {
        const frame = frames[fed++]!
        decoder.decode(
          new EncodedVideoChunk({ type: frame.key ? 'key' : 'delta', timestamp: frame.timestampUs, data: frame.data }),
        )
      }
      if (fed === frames.length && !last) {
        last = true
        decoder.flush().catch(() => {})
      }
      // The camera gives a picture when one is drawn. A rate of its own beside the clip's would let every other one fall
      // out where both are about the same.
      const isTime = performance.now() - shownAt >= 1000 / framesPerSecond - pollMs
      let due: VideoFrame | undefined
      while (isTime && decoded[0] && decoded[0].timestamp / 1000 <= nowMs) {
        due?.close()
        due = decoded.shift()
      }
      if (due) {
        show(due)
        due.close()
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    if (decoder.state !== 'closed') decoder.close()
    for (const frame of decoded) frame.close()
  }

  const play = async () => {
    for (;;) {
      const task = tasks.shift() ?? {
        pieces: performer!.perform({ do: 'wait' }),
        waiting: true,
        started: () => {},
        done: () => {},
      }
      task.started()
      for (const piece of task.pieces) await playPiece(piece, () => task.waiting && tasks.length > 0)
      task.done()
    }
  }

  const ready = (async () => {
    if (!location.protocol.startsWith('http')) return
    const manifest = (await (await fetch(manifestUrl)).json()) as PuppetManifest
    framesPerSecond = manifest.framesPerSecond
    for (const clip of manifest.clips) data.set(clip.url, unpack(await read(clip.url)))
    for (const { url } of manifest.digits) {
      const samples = new Int16Array((await read(url)).buffer)
      const buffer = new AudioBuffer({ length: samples.length, numberOfChannels: 1, sampleRate: 48_000 })
      buffer.copyToChannel(
        Float32Array.from(samples, (sample) => sample / 32768),
        0,
      )
      words.push(buffer)
    }
    performer = openPerformer(manifest.clips)
    play()
  })()

  const laptop = [
    { kind: 'videoinput', deviceId: 'puppet-camera', label: 'Integrated Camera', groupId: 'laptop' },
    { kind: 'audioinput', deviceId: 'puppet-microphone', label: 'Internal Microphone', groupId: 'laptop' },
    { kind: 'audiooutput', deviceId: 'puppet-speaker', label: 'Internal Speakers', groupId: 'laptop' },
  ] as const

  const dress = (track: MediaStreamTrack, deviceId: string, label: string, extra: MediaTrackSettings) => {
    const clone = track.clone.bind(track)
    Object.defineProperties(track, {
      label: { value: label },
      getSettings: { value: () => ({ deviceId, groupId: 'laptop', ...extra }) },
      getConstraints: { value: () => ({}) },
      applyConstraints: { value: async () => {} },
      clone: { value: () => dress(clone(), deviceId, label, extra) },
    })
    return track
  }

  /** The least that a constraint demands of a size, or 0. */
  const demanded = (constraint: ConstrainULong | undefined): number =>
    typeof constraint === 'object' ? Math.max(constraint.exact ?? 0, constraint.min ?? 0) : 0

  navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
    await ready
    const video = constraints.video
    if (typeof video === 'object') {
      if (demanded(video.width) > width) throw new OverconstrainedError('width')
      if (demanded(video.height) > height) throw new OverconstrainedError('height')
    }
    const stream = new MediaStream()
    if (video) {
      const [track] = canvas.captureStream().getVideoTracks()
      stream.addTrack(dress(track!, 'puppet-camera', 'Integrated Camera', { width, height, frameRate: 30 }))
    }
    if (constraints.audio) {
      const { context, out } = openSound()
      // Waits for the person's first gesture on the page, as the browser's rule is; the clip plays on meanwhile.
      void context.resume()
      const [track] = out.stream.getAudioTracks()
      stream.addTrack(
        dress(track!.clone(), 'puppet-microphone', 'Internal Microphone', { sampleRate: 48_000, channelCount: 1 }),
      )
    }
    return stream
  }
  navigator.mediaDevices.enumerateDevices = async () =>
    laptop.map((device) => ({ ...device, toJSON: () => device })) as unknown as MediaDeviceInfo[]

  const perform = async (cue: Cue) => (await enqueue(cue)).done
  const puppet: PuppetInPage = {
    perform,
    reader: openReader(perform),
    start: async (cue) => (await enqueue(cue)).started,
    posture: () => performer?.posture() ?? 'near',
    log,
  }
  Object.assign(window, { puppet })
}

installPuppet()
