import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { codecs } from '../media/recording.ts'
import { unpackClip } from '../media/render/clip-file.ts'

/**
 * Writes the first picture of a clip (its file is the argument), which stands for itself in the encoding, to standard output as a
 * JPEG. A process of its own: the two native libraries that it needs do not always part in peace at the end of one.
 */
const [, , file = ''] = process.argv
const { codec, width, height, frames } = unpackClip(await readFile(file))
const first = frames.find((frame) => frame.key)
if (!first) throw new Error('a clip begins with a whole picture, and this one has none')
const { EncodedVideoChunk, VideoDecoder } = await codecs()
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
const jpeg = await sharp(rgba, { raw: { width, height, channels: 4 } })
  .jpeg({ quality: 90 })
  .toBuffer()
await new Promise<void>((resolve) => process.stdout.write(jpeg, () => resolve()))
