import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  StreamTarget,
  type Target,
  WebMOutputFormat,
} from 'mediabunny'
import type { ClipFrame } from './render/clip-file.ts'
import { stageHeight, stageWidth } from './render/stage.ts'
import { soundRateHz } from './wave.ts'

/**
 * Writes a recording as a browser's recorder would: WebM with VP8 and Opus, from pictures that are encoded already and
 * sound that is not. Times run from 0 and never back.
 */
export type RecordingWriter = {
  picture(frame: ClipFrame, atUs: number): Promise<void>
  /** Continues the sound; one channel, 48 kHz. */
  sound(samples: Int16Array): Promise<void>
  finish(): Promise<void>
}

const opusBlock = 960

/** Loaded only when something is recorded, and then the library's own build, not one that is on the machine. */
export const codecs = async (): Promise<typeof import('node-webcodecs')> => {
  if (process.platform === 'linux') process.env.NODE_WEBCODECS_FORCE ??= 'static'
  return import('node-webcodecs')
}

const openWriter = async (target: Target): Promise<RecordingWriter> => {
  const { AudioData, AudioEncoder } = await codecs()
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: 1 }), target })
  const video = new EncodedVideoPacketSource('vp8')
  const audio = new EncodedAudioPacketSource('opus')
  output.addVideoTrack(video)
  output.addAudioTrack(audio)
  await output.start()
  const videoMeta: EncodedVideoChunkMetadata = {
    decoderConfig: { codec: 'vp8', codedWidth: stageWidth, codedHeight: stageHeight },
  }
  const audioMeta: EncodedAudioChunkMetadata = {
    decoderConfig: { codec: 'opus', sampleRate: soundRateHz, numberOfChannels: 1 },
  }
  const ready: EncodedPacket[] = []
  let failure: Error | null = null
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength)
      chunk.copyTo(data)
      ready.push(new EncodedPacket(data, 'key', chunk.timestamp / 1e6, opusBlock / soundRateHz))
    },
    error: (error) => {
      failure = error
    },
  })
  encoder.configure({ codec: 'opus', sampleRate: soundRateHz, numberOfChannels: 1, bitrate: 48_000 })
  let rest = new Int16Array(0)
  let soundBlocks = 0
  const drain = async () => {
    if (failure) throw failure
    for (let packet = ready.shift(); packet; packet = ready.shift()) await audio.add(packet, audioMeta)
  }
  return {
    async picture({ key, data }, atUs) {
      await video.add(new EncodedPacket(data, key ? 'key' : 'delta', atUs / 1e6, 0), videoMeta)
    },
    async sound(samples) {
      const joined = new Int16Array(rest.length + samples.length)
      joined.set(rest)
      joined.set(samples, rest.length)
      let at = 0
      for (; at + opusBlock <= joined.length; at += opusBlock, soundBlocks++) {
        const data = Float32Array.from(joined.subarray(at, at + opusBlock), (sample) => sample / 32768)
        const block = new AudioData({
          format: 'f32',
          sampleRate: soundRateHz,
          numberOfFrames: opusBlock,
          numberOfChannels: 1,
          timestamp: Math.round((soundBlocks * opusBlock * 1e6) / soundRateHz),
          data,
        })
        encoder.encode(block)
        block.close()
      }
      rest = joined.slice(at)
      while (encoder.encodeQueueSize > 4) await new Promise((resolve) => setTimeout(resolve, 1))
      await drain()
    },
    async finish() {
      await encoder.flush()
      await drain()
      encoder.close()
      await output.finalize()
    },
  }
}

/** A whole recording in memory. */
export const openRecording = async (): Promise<RecordingWriter & { bytes(): Uint8Array<ArrayBuffer> }> => {
  const target = new BufferTarget()
  const writer = await openWriter(target)
  return {
    ...writer,
    bytes() {
      if (!target.buffer) throw new Error('The recording is not finished')
      return new Uint8Array(target.buffer)
    },
  }
}

/** A recording whose bytes are handed on as they are written, in order, as a recorder with a time slice gives them. */
export const openStreamedRecording = (onBytes: (bytes: Uint8Array) => void): Promise<RecordingWriter> => {
  let written = 0
  return openWriter(
    new StreamTarget(
      new WritableStream({
        write({ data, position }) {
          if (position !== written) throw new Error('The recording was written out of order')
          written += data.length
          onBytes(data)
        },
      }),
    ),
  )
}
