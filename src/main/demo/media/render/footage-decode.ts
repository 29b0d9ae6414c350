import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs'
import type { Picture } from './picture.ts'

const pictureOf = async (frame: VideoFrame): Promise<Picture> => {
  const { displayWidth: width, displayHeight: height } = frame
  const data = new Uint8ClampedArray(frame.allocationSize({ format: 'RGBA' }))
  await frame.copyTo(data, { format: 'RGBA' })
  return { data, width, height }
}

/**
 * The frames `from` to `to` (both included) of a footage file, in the order of presentation. Only ever used on the
 * pinned files, so it decodes in this process and without bounds.
 */
export const decodeFrames = async (file: string, from: number, to: number): Promise<Map<number, Picture>> => {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) })
  const track = await input.getPrimaryVideoTrack()
  const config = await track?.getDecoderConfig()
  if (!track || !config) throw new Error('The footage file holds no pictures')
  const frames = new Map<number, Picture>()
  const waiting: VideoFrame[] = []
  let failure: Error | null = null
  let next = 0
  const decoder = new VideoDecoder({
    output: (frame) => waiting.push(frame),
    error: (error) => {
      failure = error
    },
  })
  decoder.configure({ ...config, optimizeForLatency: true } as Parameters<typeof decoder.configure>[0])
  const take = async () => {
    for (let frame = waiting.shift(); frame; frame = waiting.shift()) {
      const index = next++
      if (index >= from && index <= to) frames.set(index, await pictureOf(frame))
      frame.close()
    }
  }
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (failure || next > to) break
    decoder.decode(
      new EncodedVideoChunk({ type: packet.type, timestamp: packet.microsecondTimestamp, data: packet.data }),
    )
    while (decoder.decodeQueueSize > 8) await new Promise((resolve) => setImmediate(resolve))
    await take()
  }
  await decoder.flush()
  await take()
  decoder.close()
  input.dispose()
  if (failure) throw failure
  return frames
}
