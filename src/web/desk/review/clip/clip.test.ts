import { expect, test } from 'vitest'
import { createClip, type Player } from './clip.ts'

const player = (duration: number) => {
  const made = {
    currentTime: 0,
    playbackRate: 1,
    muted: false,
    duration,
    paused: true,
    readyState: 0,
    play: async () => {
      made.paused = false
    },
    pause: () => {
      made.paused = true
    },
  }
  return made satisfies Player
}

test('a recording without a length at its front is looked up at its end, and shown from where it was wanted', () => {
  const clip = createClip()
  const video = player(Number.POSITIVE_INFINITY)
  clip.attach(video)
  clip.metadataArrived()
  expect(video.currentTime).toBeGreaterThan(3600)
  // While the end is looked for, the line does not jump there.
  clip.refresh()
  expect(clip.view()).toMatchObject({ nowMs: 0, lengthMs: null })
  clip.seek(8000)
  video.duration = 62.5
  clip.refresh()
  expect(video.currentTime).toBe(8)
  expect(clip.view()).toMatchObject({ nowMs: 8000, lengthMs: 62_500 })
})

test('seeking stays inside the clip', () => {
  const clip = createClip()
  const video = player(10)
  clip.attach(video)
  clip.metadataArrived()
  clip.seekBy(-2000)
  expect(video.currentTime).toBe(0)
  clip.seek(99_000)
  expect(video.currentTime).toBe(10)
  expect(clip.view().nowMs).toBe(10_000)
})

test('a wish from before the clip was there is kept', () => {
  const clip = createClip()
  clip.seek(4000)
  const video = player(10)
  clip.attach(video)
  clip.metadataArrived()
  expect(video.currentTime).toBe(4)
})

test('speeds go round, sound is switched, play and pause alternate, and listeners hear of it', async () => {
  const clip = createClip()
  const video = player(10)
  clip.attach(video)
  let heard = 0
  const stop = clip.subscribe(() => {
    heard += 1
  })
  const seen = Array.from({ length: 4 }, () => {
    clip.changeRate()
    return clip.view().rate
  })
  expect(seen).toEqual([1.5, 2, 0.5, 1])
  clip.toggleSound()
  expect(clip.view().isMuted).toBe(true)
  clip.toggle()
  expect(video.paused).toBe(false)
  clip.toggle()
  expect(video.paused).toBe(true)
  expect(heard).toBe(5)
  stop()
  clip.refresh()
  expect(heard).toBe(5)
})

test('a clip that was known before anybody listened is looked at when it is attached', () => {
  const clip = createClip()
  const video = { ...player(Number.POSITIVE_INFINITY), readyState: 1 }
  clip.attach(video)
  expect(video.currentTime).toBeGreaterThan(3600)
  const other = createClip()
  const known = { ...player(12), readyState: 4 }
  other.attach(known)
  expect(other.view().lengthMs).toBe(12_000)
})

test('a detached player is left alone', () => {
  const clip = createClip()
  const video = player(10)
  clip.attach(video)()
  clip.seek(3000)
  clip.toggle()
  expect(video).toMatchObject({ currentTime: 0, paused: true })
})
