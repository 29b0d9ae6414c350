import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOrders } from '#main/demo/media/child-pool.ts'
import { nameOf } from '#main/demo/media/generator-version.ts'
import { type Cue, openPerformer } from '#main/demo/media/performer.ts'
import { type SellerChoice, sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { roomTone, soundRateHz, writeWave } from '#main/demo/media/wave.ts'
import type { FilmOrder } from './film-child.ts'
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
  const sound = roomTone(pieces.reduce((sum, { clip }) => sum + clip.durationMs, 0))
  let atMs = 0
  for (const { clip, digit } of pieces) {
    const word = digit === null ? undefined : words[Number(digit)]
    const begins = Math.round(((atMs + (clip.voiceAtMs ?? 0)) * soundRateHz) / 1000)
    for (let i = 0; word && i < word.samples.length && begins + i < sound.length; i++)
      sound[begins + i]! += word.samples[i]!
    atMs += clip.durationMs
  }
  await writeFile(microphoneFile, writeWave(sound))
  const order: FilmOrder = {
    clips: pieces.map(({ clip }) => ({ file: clip.file, durationMs: clip.durationMs })),
    framesPerSecond: chromiumFps,
    file: cameraFile,
  }
  await runOrders(fileURLToPath(new URL('./film-child.ts', import.meta.url)), '', [order], 1)
}
