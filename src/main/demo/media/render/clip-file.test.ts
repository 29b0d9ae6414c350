import { expect, test } from 'vitest'
import { type Clip, packClip, unpackClip } from './clip-file.ts'

test('a clip comes out of its file as it went in, from wherever in memory the file lies', () => {
  const clip: Clip = {
    codec: 'vp8',
    width: 1280,
    height: 720,
    durationUs: 80_000,
    frames: [
      { key: true, timestampUs: 0, data: Uint8Array.of(1, 2, 3) },
      { key: false, timestampUs: 40_000, data: Uint8Array.of() },
      { key: false, timestampUs: 60_000, data: Uint8Array.of(4) },
    ],
  }
  const packed = packClip(clip)
  const elsewhere = new Uint8Array(packed.length + 7)
  elsewhere.set(packed, 7)
  const read = unpackClip(elsewhere.subarray(7))
  expect({ ...read, frames: read.frames.map((frame) => ({ ...frame, data: [...frame.data] })) }).toEqual({
    ...clip,
    frames: clip.frames.map((frame) => ({ ...frame, data: [...frame.data] })),
  })
})
