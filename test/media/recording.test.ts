import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openRecording, openStreamedRecording } from '#main/demo/media/recording.ts'
import { unpackClip } from '#main/demo/media/render/clip-file.ts'
import { sellerClips, takesOf } from '#main/demo/media/seller-clips.ts'
import { roomTone } from '#main/demo/media/wave.ts'
import { mediaOptions } from './media-cache.ts'
import { watchBytes } from './watch-faces.ts'

/** Two seconds of somebody waiting, written into whatever is opened. */
const filmed = async (writer: Awaited<ReturnType<typeof openStreamedRecording>>) => {
  const clips = await sellerClips({ person: 'a' }, mediaOptions, ({ name, take }) => name === 'idle' && take < 2)
  let atMs = 0
  for (const { file, durationMs } of takesOf(clips, 'idle')) {
    for (const frame of unpackClip(await readFile(file)).frames)
      await writer.picture(frame, atMs * 1000 + frame.timestampUs)
    await writer.sound(roomTone(durationMs))
    atMs += durationMs
  }
  await writer.finish()
  return atMs
}

test('[CP5] a recording that is handed on while it is written can be read from the pieces, as far as it goes', async () => {
  const pieces: Uint8Array[] = []
  const durationMs = await filmed(await openStreamedRecording((bytes) => pieces.push(bytes.slice())))
  expect(pieces.length).toBeGreaterThan(2)
  const { looks, lastPtsMs } = await watchBytes(pieces)
  expect(looks.every(({ faces }) => faces.length === 1)).toBe(true)
  expect(lastPtsMs).toBeGreaterThan(durationMs - 200)
})

test('a recording in memory holds all pictures and sound', async () => {
  const recording = await openRecording()
  const durationMs = await filmed(recording)
  const { lastPtsMs, audioMs, frames } = await watchBytes([recording.bytes()])
  expect(frames).toBe(36)
  expect(lastPtsMs).toBeGreaterThan(durationMs - 200)
  expect(Math.abs(audioMs - durationMs)).toBeLessThan(80)
})
