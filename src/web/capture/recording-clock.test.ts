import { expect, test } from 'vitest'
import { openRecordingClock } from './recording-clock.ts'

/** A page whose clock is moved by hand, and a recorder that hands over a chunk every half second. */
const recording = () => {
  let nowMs = 70_000
  const clock = openRecordingClock(() => nowMs)
  return {
    clock,
    /** Chunks whose last stamp is so far behind the page's clock. */
    chunks(behindMs: number, count = 1) {
      for (let no = 0; no < count; no += 1) {
        nowMs += 500
        clock.recorded(nowMs, nowMs - 70_000 - behindMs)
      }
    },
  }
}

test('a recorder that is as far behind as any leaves the page’s clock as it is', () => {
  const { clock, chunks } = recording()
  expect(clock.mediaMs()).toBe(0)
  chunks(120, 10)
  expect(clock.mediaMs()).toBe(5000)
})

test('a recorder that is busy for a moment and catches up changes nothing', () => {
  const { clock, chunks } = recording()
  chunks(100, 8)
  chunks(1800, 7)
  expect(clock.mediaMs()).toBe(7500)
  chunks(100, 1)
  expect(clock.mediaMs()).toBe(8000)
})

test('time that the recording does not have is not told', () => {
  const { clock, chunks } = recording()
  chunks(100, 8)
  expect(clock.mediaMs()).toBe(4000)
  chunks(4100, 8)
  chunks(4100, 10)
  expect(clock.mediaMs()).toBe(13_000 - 4100 + 250)
})

test('it never goes back', () => {
  const { clock, chunks } = recording()
  chunks(100, 8)
  const toldMs = clock.mediaMs()
  chunks(9000, 8)
  expect(clock.mediaMs()).toBe(toldMs)
})
