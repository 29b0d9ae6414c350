import { expect, test } from 'vitest'
import { grabStill, type Picture } from './grab-still.ts'

const running = { readyState: 'live' } as MediaStreamTrack
const megabyte = 1024 * 1024

/** A picture whose JPEG takes so many bytes at each quality. */
const picture = (bytesAt: (quality01: number) => number, widthPx = 1920): { asked: number[]; picture: Picture } => {
  const asked: number[] = []
  return {
    asked,
    picture: {
      widthPx,
      heightPx: 1080,
      takenAtMs: 7,
      toJpeg: async (quality01) => {
        asked.push(quality01)
        return new Blob([new Uint8Array(bytesAt(quality01))], { type: 'image/jpeg' })
      },
    },
  }
}

test('[LC4] a still has the size of the camera and the quality in which print stays legible', async () => {
  const { asked, picture: taken } = picture(() => 900_000)
  const result = await grabStill(running, async () => taken)
  expect(result).toMatchObject({ ok: true, still: { widthPx: 1920, heightPx: 1080, takenAtMs: 7 } })
  expect(asked).toEqual([0.92])
})

test('a picture that is too large is written smaller, and refused when that does not help', async () => {
  const noisy = picture((quality01) => (quality01 > 0.8 ? 5 : 3) * megabyte)
  const smaller = await grabStill(running, async () => noisy.picture)
  expect(smaller.ok && smaller.still.jpeg.size).toBe(3 * megabyte)
  expect(noisy.asked).toEqual([0.92, 0.85, 0.75])
  const huge = await grabStill(running, async () => picture(() => 5 * megabyte).picture)
  expect(huge).toEqual({ ok: false, refusal: 'too-large' })
})

test('no picture is a refusal and never a throw', async () => {
  const refused = { ok: false, refusal: 'no-picture' }
  const ended = { readyState: 'ended' } as MediaStreamTrack
  expect(await grabStill(ended, async () => picture(() => 1).picture)).toEqual(refused)
  expect(await grabStill(running, async () => Promise.reject(new Error('the camera is gone')))).toEqual(refused)
  expect(await grabStill(running, async () => picture(() => 1, 0).picture)).toEqual(refused)
})
