import { VideoEncoder, VideoFrame } from 'node-webcodecs'
import type { Clip, ClipFrame } from './clip-file.ts'
import { stageHeight, stageWidth } from './stage.ts'

/** Pictures between two that stand by themselves, so that a player may begin anywhere within two seconds. */
const keyFrameEvery = 50

/** Encodes a clip's planar pictures as VP8, as a browser's recorder would at a good rate. */
export const encodeClip = async (
  framesPerSecond: number,
  count: number,
  picture: (index: number) => Uint8Array,
): Promise<Clip> => {
  const frames: ClipFrame[] = []
  let failure: Error | null = null
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength)
      chunk.copyTo(data)
      frames.push({ key: chunk.type === 'key', timestampUs: chunk.timestamp, data })
    },
    error: (error) => {
      failure = error
    },
  })
  encoder.configure({
    codec: 'vp8',
    width: stageWidth,
    height: stageHeight,
    framerate: framesPerSecond,
    bitrate: 2_500_000,
    latencyMode: 'realtime',
  })
  const stepUs = 1_000_000 / framesPerSecond
  for (let i = 0; i < count && !failure; i++) {
    const frame = new VideoFrame(picture(i), {
      format: 'I420',
      codedWidth: stageWidth,
      codedHeight: stageHeight,
      timestamp: Math.round(i * stepUs),
      duration: Math.round(stepUs),
    })
    encoder.encode(frame, { keyFrame: i % keyFrameEvery === 0 })
    frame.close()
    while (encoder.encodeQueueSize > 3) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await encoder.flush()
  encoder.close()
  if (failure) throw failure
  if (frames.length !== count) throw new Error(`The encoder gave ${frames.length} of ${count} pictures`)
  return {
    codec: 'vp8',
    width: stageWidth,
    height: stageHeight,
    durationUs: Math.round(count * stepUs),
    frames,
  }
}
