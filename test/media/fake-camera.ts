import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs'
import sharp from 'sharp'
import { nameOf } from '#main/demo/media/generator-version.ts'
import { type Cue, openPerformer } from '#main/demo/media/performer.ts'
import { unpackClip } from '#main/demo/media/render/clip-file.ts'
import { type SellerChoice, sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { roomTone, soundRateHz, writeWave } from '#main/demo/media/wave.ts'
import { mediaCacheDir, mediaOptions } from './media-cache.ts'

/** Chromium plays `.mjpeg` files at this rate, whatever they were made at. */
const chromiumFps = 30

export type FakeCamera = {
  cameraFile: string
  microphoneFile: string
  /**
   * What Chromium is started with. The camera's label is the file's path, so a test of labels starts Chromium in the
   * file's folder and names it as the camera should be called.
   */
  chromiumFlags: string[]
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** A camera and a microphone that Chromium reads from files, round and round: for pages that ask nothing back. */
export const fakeCamera = async (choice: SellerChoice & { cues?: Cue[] } = { person: 'a' }): Promise<FakeCamera> => {
  const cues = choice.cues ?? [
    { do: 'rest', forMs: 2500 },
    { do: 'say', digit: '3' },
    { do: 'say', digit: '7' },
  ]
  const folder = join(mediaCacheDir, 'cameras')
  await mkdir(folder, { recursive: true })
  const name = await nameOf('run', { ...choice, cues, chromiumFps })
  const cameraFile = join(folder, `${name}.mjpeg`)
  const microphoneFile = join(folder, `${name}.wav`)
  if (!(await exists(cameraFile))) await film(choice, cues, cameraFile, microphoneFile)
  return {
    cameraFile,
    microphoneFile,
    chromiumFlags: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${cameraFile}`,
      `--use-file-for-fake-audio-capture=${microphoneFile}`,
    ],
  }
}

const film = async (choice: SellerChoice, cues: Cue[], cameraFile: string, microphoneFile: string): Promise<void> => {
  const { clips } = await sellerClips(choice, mediaOptions)
  const performer = openPerformer(clips)
  const pieces = cues.flatMap((cue) => performer.perform(cue))
  const words = await spokenDigits(choice.person, 'zh', mediaOptions)
  const durationMs = pieces.reduce((sum, { clip }) => sum + clip.durationMs, 0)
  const sound = roomTone(durationMs)
  const partial = `${cameraFile}.partial-${process.pid}`
  const out = createWriteStream(partial)
  let atMs = 0
  let written = 0
  for (const { clip, digit } of pieces) {
    await eachPicture(clip.file, async (jpeg, timestampMs) => {
      const until = Math.round(((atMs + timestampMs) / 1000) * chromiumFps) + 1
      for (; written < until; written++) if (!out.write(jpeg)) await once(out, 'drain')
    })
    const word = digit === null ? undefined : words[Number(digit)]
    const begins = Math.round(((atMs + (clip.voiceAtMs ?? 0)) * soundRateHz) / 1000)
    for (let i = 0; word && i < word.samples.length && begins + i < sound.length; i++)
      sound[begins + i]! += word.samples[i]!
    atMs += clip.durationMs
  }
  await new Promise<void>((resolve, reject) => out.end((error?: Error | null) => (error ? reject(error) : resolve())))
  await writeFile(microphoneFile, writeWave(sound))
  await rename(partial, cameraFile)
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
  decoder.configure({ codec: 'vp8', codedWidth: clip.width, codedHeight: clip.height })
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
