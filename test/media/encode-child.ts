/**
 * Encodes pictures or sound for `synthesise-recording.ts` in a process of its own, because the encoders write to
 * standard error at will and the tests' own output should say what failed.
 */
import {
  AudioData,
  AudioEncoder,
  type AudioEncoderConfig,
  VideoEncoder,
  type VideoEncoderConfig,
  VideoFrame,
} from 'node-webcodecs'

export type EncodeOrder =
  | { kind: 'video'; config: VideoEncoderConfig }
  | { kind: 'audio'; config: AudioEncoderConfig }
  | { kind: 'frame'; format: 'I420' | 'RGBA'; data: Uint8Array; ptsUs: number; keyFrame: boolean }
  | { kind: 'sound'; samples: Float32Array; ptsUs: number }
  | { kind: 'end' }

export type EncodedData = { kind: 'packet'; type: 'key' | 'delta'; ptsUs: number; data: Uint8Array; meta: unknown }
export type EncodeReply = EncodedData | { kind: 'taken' } | { kind: 'ended' } | { kind: 'failed'; message: string }

const reply = (message: EncodeReply): void => void process.send?.(message)
const failed = (error: Error): void => reply({ kind: 'failed', message: error.message })
const output = (
  chunk: { type: 'key' | 'delta'; timestamp: number; byteLength: number; copyTo: (to: Uint8Array) => void },
  meta: unknown,
): void => {
  const data = new Uint8Array(chunk.byteLength)
  chunk.copyTo(data)
  reply({ kind: 'packet', type: chunk.type, ptsUs: chunk.timestamp, data, meta })
}

let video: { encoder: VideoEncoder; config: VideoEncoderConfig } | null = null
let audio: { encoder: AudioEncoder; config: AudioEncoderConfig } | null = null

process.on('message', async (order: EncodeOrder) => {
  try {
    if (order.kind === 'video') {
      video = { encoder: new VideoEncoder({ output, error: failed }), config: order.config }
      video.encoder.configure(order.config)
    } else if (order.kind === 'audio') {
      audio = { encoder: new AudioEncoder({ output, error: failed }), config: order.config }
      audio.encoder.configure(order.config)
    } else if (order.kind === 'frame' && video) {
      const { width, height } = video.config
      const frame = new VideoFrame(order.data, {
        format: order.format,
        codedWidth: width,
        codedHeight: height,
        timestamp: order.ptsUs,
      })
      video.encoder.encode(frame, { keyFrame: order.keyFrame })
      frame.close()
      reply({ kind: 'taken' })
    } else if (order.kind === 'sound' && audio) {
      const data = Float32Array.from(order.samples)
      audio.encoder.encode(
        new AudioData({
          format: 'f32',
          sampleRate: audio.config.sampleRate,
          numberOfChannels: 1,
          numberOfFrames: data.length,
          timestamp: order.ptsUs,
          data: data.buffer,
        }),
      )
      reply({ kind: 'taken' })
    } else if (order.kind === 'end') {
      await (video ?? audio)?.encoder.flush()
      // The last packets are handed out on the turns after the flush.
      await new Promise((resolve) => setImmediate(resolve))
      reply({ kind: 'ended' })
    }
  } catch (error) {
    failed(error as Error)
  }
})
process.on('disconnect', () => process.exit(0))
