import sharp from 'sharp'
import { codecs } from '../media/recording.ts'
import type { Clip } from '../media/render/clip-file.ts'

/** A JPEG, and its size in pixels. */
export type Still = { bytes: Uint8Array; widthPx: number; heightPx: number }

/** The first picture of a clip, which stands for itself in the encoding, as a page would take it from its camera. */
export const stillOf = async ({ codec, width, height, frames }: Clip): Promise<Still> => {
  const { EncodedVideoChunk, VideoDecoder } = await codecs()
  const first = frames.find((frame) => frame.key)
  if (!first) throw new Error('a clip begins with a whole picture, and this one has none')
  const rgba = new Uint8Array(width * height * 4)
  const copies: Promise<unknown>[] = []
  const decoder = new VideoDecoder({
    output: (frame) => {
      copies.push(frame.copyTo(rgba, { format: 'RGBA' }).finally(() => frame.close()))
    },
    error: (error) => copies.push(Promise.reject(error)),
  })
  decoder.configure({ codec, codedWidth: width, codedHeight: height })
  decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data: first.data }))
  await decoder.flush()
  await Promise.all(copies)
  decoder.close()
  if (copies.length === 0) throw new Error('a picture of the clip could not be read')
  const bytes = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .jpeg({ quality: 90 })
    .toBuffer()
  return { bytes, widthPx: width, heightPx: height }
}
