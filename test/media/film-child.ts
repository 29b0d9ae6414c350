/**
 * Turns clips into the motion JPEG that Chromium's fake camera plays: one JSON order a line on standard input. A process
 * of its own, because a decoder that falls over must not take a test runner with it.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs'
import sharp from 'sharp'
import { unpackClip } from '#main/demo/media/render/clip-file.ts'

export type FilmOrder = { clips: { file: string; durationMs: number }[]; framesPerSecond: number; file: string }

const film = async ({ clips, framesPerSecond, file }: FilmOrder): Promise<void> => {
  const partial = `${file}.partial-${process.pid}`
  const out = createWriteStream(partial)
  let atMs = 0
  let written = 0
  for (const clip of clips) {
    await eachPicture(clip.file, async (jpeg, timestampMs) => {
      // A picture stands until the next: at this fixed rate that means writing it again.
      const until = Math.round(((atMs + timestampMs) / 1000) * framesPerSecond) + 1
      for (; written < until; written++) if (!out.write(jpeg)) await once(out, 'drain')
    })
    atMs += clip.durationMs
  }
  out.end()
  await once(out, 'finish')
  await rename(partial, file)
}

const eachPicture = async (file: string, use: (jpeg: Buffer, timestampMs: number) => Promise<void>): Promise<void> => {
  const clip = unpackClip(await readFile(file))
  const ready: VideoFrame[] = []
  let failure: Error | null = null
  const decoder = new VideoDecoder({
    output: (frame) => ready.push(frame),
    error: (error) => {
      failure = error
    },
  })
  // Without the library's own thread, which now and then never comes back.
  const config = { codec: 'vp8', codedWidth: clip.width, codedHeight: clip.height, useWorkerThread: false }
  decoder.configure(config)
  const take = async () => {
    if (failure) throw failure
    for (let frame = ready.shift(); frame; frame = ready.shift()) {
      const data = new Uint8Array(frame.allocationSize({ format: 'RGBA' }))
      await frame.copyTo(data, { format: 'RGBA' })
      const timestampMs = frame.timestamp / 1000
      frame.close()
      const raw = { width: clip.width, height: clip.height, channels: 4 } as const
      await use(await sharp(data, { raw }).removeAlpha().jpeg({ quality: 85 }).toBuffer(), timestampMs)
    }
  }
  for (const { key, timestampUs, data } of clip.frames) {
    decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: timestampUs, data }))
    while (decoder.decodeQueueSize > 4) await new Promise((resolve) => setImmediate(resolve))
    await take()
  }
  await decoder.flush()
  await take()
  decoder.close()
}

for await (const line of createInterface({ input: process.stdin })) {
  await film(JSON.parse(line) as FilmOrder)
  process.stdout.write('{}\n')
}
process.exit(0)
