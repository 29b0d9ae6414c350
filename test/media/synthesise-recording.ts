/**
 * Makes small real recordings for tests: frames and samples from callbacks, encoded and put into a container as a
 * browser's MediaRecorder or a camera would. Nothing is read from disk, nothing is committed.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { EncodedData, EncodeOrder, EncodeReply } from './encode-child.ts'

export type SyntheticPixels = { format: 'I420' | 'RGBA'; data: Uint8Array }

export type SyntheticVideo = {
  codec: 'vp8' | 'vp9' | 'avc' | 'av1'
  widthPx: number
  heightPx: number
  /** Presentation time stamps of the frames. `regularStamps` makes the usual ones; leave holes for gaps. */
  stampsMs: number[]
  pixels: (index: number, ptsMs: number) => SyntheticPixels
  /** A key frame every so many frames; 30 when not given. */
  keyFrameEvery?: number
  bitsPerSecond?: number
  rotationDeg?: 0 | 90 | 180 | 270
}

export type SyntheticAudio = {
  codec: 'opus' | 'aac'
  sampleRateHz: 48_000
  /** One channel, −1 … 1. */
  samples: Float32Array
  startMs?: number
}

export type SyntheticRecording = {
  container: 'webm' | 'mkv' | 'mp4'
  video?: SyntheticVideo
  audio?: SyntheticAudio
  /** As MediaRecorder writes it: no duration, no index, sizes unknown until the end. False: a finished file. */
  streamed?: boolean
}

const codecStrings = { vp8: 'vp8', vp9: 'vp09.00.40.08', avc: 'avc1.42C028', av1: 'av01.0.08M.08' } as const

export const regularStamps = (framesPerSecond: number, durationMs: number, startMs = 0): number[] =>
  Array.from({ length: Math.round((framesPerSecond * durationMs) / 1000) }, (_, index) =>
    Math.round(startMs + (index * 1000) / framesPerSecond),
  )

/** Small reproducible generator (mulberry32): 0 ≤ value < 1. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export type SceneOptions = {
  widthPx: number
  heightPx: number
  /** Standard deviation of the sensor's noise in grey levels. */
  noise?: number
  seed?: number
  /** Where the bright blob is, 0 … 1 of width and height; without it it wanders. */
  place?: (ptsMs: number) => { x01: number; y01: number }
}

/** A shaded wall with a bright blob before it that moves, seen by a noisy sensor. */
export const scene = ({ widthPx, heightPx, noise = 2, seed = 1, place }: SceneOptions): SyntheticVideo['pixels'] => {
  const random = seededRandom(seed)
  const wander = (ptsMs: number) => ({
    x01: 0.5 + 0.25 * Math.sin(ptsMs / 900) + 0.1 * Math.sin(ptsMs / 370 + 1),
    y01: 0.5 + 0.2 * Math.sin(ptsMs / 1300 + 2) + 0.05 * Math.sin(ptsMs / 290),
  })
  const chromaSize = Math.ceil(widthPx / 2) * Math.ceil(heightPx / 2)
  return (_index, ptsMs) => {
    const data = new Uint8Array(widthPx * heightPx + 2 * chromaSize)
    const { x01, y01 } = (place ?? wander)(ptsMs)
    const radius = heightPx / 4
    let at = 0
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const distance = Math.hypot(x - x01 * widthPx, y - y01 * heightPx)
        const wall = 60 + (40 * x) / widthPx + (((x >> 4) + (y >> 4)) & 1) * 8
        const level = distance < radius ? 180 - (60 * distance) / radius : wall
        // The sum of three uniform numbers is close enough to a bell curve.
        const grain = noise === 0 ? 0 : (random() + random() + random() - 1.5) * 2 * noise
        data[at++] = Math.max(16, Math.min(235, level + grain))
      }
    }
    data.fill(118, at, at + chromaSize)
    data.fill(140, at + chromaSize)
    return { format: 'I420', data }
  }
}

/** A tone, for sound that can be recognised again. */
export const tone = (frequencyHz: number, durationMs: number, sampleRateHz = 48_000): Float32Array =>
  Float32Array.from(
    { length: Math.round((sampleRateHz * durationMs) / 1000) },
    (_, index) => 0.4 * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz),
  )

/** Frames on their way to the encoder at once; each is a whole picture. */
const mostUnderWay = 4

/** Runs one encoder over what `orders` gives and returns its packets in the order they came. */
const encode = async (first: EncodeOrder, orders: Iterable<EncodeOrder>): Promise<EncodedData[]> => {
  const child = fork(fileURLToPath(new URL('./encode-child.ts', import.meta.url)), {
    // The library's own build of the codecs, not the system's, or results would differ by machine.
    env: process.platform === 'linux' ? { NODE_WEBCODECS_FORCE: 'static' } : {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const packets: EncodedData[] = []
  let underWay = 0
  let ended = false
  let failure: Error | null = null
  let wake: () => void = () => {}
  child.on('message', (reply: EncodeReply) => {
    if (reply.kind === 'packet') packets.push(reply)
    if (reply.kind === 'taken') underWay--
    if (reply.kind === 'ended') ended = true
    if (reply.kind === 'failed') failure ??= new Error(reply.message)
    wake()
  })
  child.on('exit', (code, signal) => {
    failure ??= new Error(`the encoder ended with ${signal ?? code}`)
    wake()
  })
  const until = async (ready: () => boolean): Promise<void> => {
    while (!ready() && failure === null) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    if (failure) throw failure
  }
  try {
    child.send(first)
    for (const order of orders) {
      underWay++
      child.send(order)
      await until(() => underWay < mostUnderWay)
    }
    child.send({ kind: 'end' } satisfies EncodeOrder)
    await until(() => ended)
    return packets
  } finally {
    child.removeAllListeners()
    child.kill('SIGKILL')
  }
}

function* framesOf(video: SyntheticVideo): Generator<EncodeOrder> {
  for (const [index, ptsMs] of video.stampsMs.entries()) {
    yield {
      kind: 'frame',
      ...video.pixels(index, ptsMs),
      ptsUs: Math.round(ptsMs * 1000),
      keyFrame: index % (video.keyFrameEvery ?? 30) === 0,
    }
  }
}

const encodeVideo = (video: SyntheticVideo): Promise<EncodedData[]> =>
  encode(
    {
      kind: 'video',
      config: {
        codec: codecStrings[video.codec],
        width: video.widthPx,
        height: video.heightPx,
        bitrate: video.bitsPerSecond ?? Math.max(300_000, video.widthPx * video.heightPx * 3),
        framerate: 30,
        latencyMode: 'realtime',
        hardwareAcceleration: 'prefer-software',
        // What a webcam gives; without it the library marks VP9 as RGB, which no decoder takes.
        colorSpace: { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false },
      },
    },
    framesOf(video),
  )

function* soundOf(audio: SyntheticAudio): Generator<EncodeOrder> {
  // Both codecs are fed in their own frame length, so that every packet's stamp is that of its first sample.
  const frameSamples = audio.codec === 'opus' ? 960 : 1024
  for (let at = 0; at + frameSamples <= audio.samples.length; at += frameSamples) {
    yield {
      kind: 'sound',
      samples: audio.samples.slice(at, at + frameSamples),
      ptsUs: Math.round((audio.startMs ?? 0) * 1000 + (at * 1e6) / audio.sampleRateHz),
    }
  }
}

const encodeAudio = (audio: SyntheticAudio): Promise<EncodedData[]> =>
  encode(
    {
      kind: 'audio',
      config: {
        codec: audio.codec === 'opus' ? 'opus' : 'mp4a.40.2',
        sampleRate: audio.sampleRateHz,
        numberOfChannels: 1,
        bitrate: 64_000,
      },
    },
    soundOf(audio),
  )

export const synthesiseRecording = async (recording: SyntheticRecording): Promise<Uint8Array> => {
  const streamed = recording.streamed ?? recording.container !== 'mp4'
  const target = new BufferTarget()
  const format =
    recording.container === 'webm'
      ? new WebMOutputFormat({ appendOnly: streamed })
      : recording.container === 'mkv'
        ? new MkvOutputFormat({ appendOnly: streamed })
        : new Mp4OutputFormat({ fastStart: streamed ? 'fragmented' : false })
  const output = new Output({ format, target })
  const [video, audio] = await Promise.all([
    recording.video && encodeVideo(recording.video),
    recording.audio && encodeAudio(recording.audio),
  ])
  const pictures = recording.video && new EncodedVideoPacketSource(recording.video.codec)
  const sound = recording.audio && new EncodedAudioPacketSource(recording.audio.codec)
  if (pictures) output.addVideoTrack(pictures, { rotation: recording.video?.rotationDeg ?? 0 })
  if (sound) output.addAudioTrack(sound)
  await output.start()
  // In the order of time, as a recorder hears and sees.
  let soundAt = 0
  const addSound = async (untilUs: number): Promise<void> => {
    while (audio && sound && soundAt < audio.length && audio[soundAt]!.ptsUs <= untilUs) {
      const { ptsUs, data, meta } = audio[soundAt++]!
      await sound.add(new EncodedPacket(data, 'key', ptsUs / 1e6, 0.02), meta as EncodedAudioChunkMetadata)
    }
  }
  for (const { ptsUs, type, data, meta } of video ?? []) {
    await addSound(ptsUs)
    await pictures!.add(new EncodedPacket(data, type, ptsUs / 1e6, 0), meta as EncodedVideoChunkMetadata)
  }
  await addSound(Number.POSITIVE_INFINITY)
  await output.finalize()
  return new Uint8Array(target.buffer!)
}
