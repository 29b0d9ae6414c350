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

test('a recorder that hands over late for a while has not begun late', () => {
  const { clock, chunks } = recording()
  chunks(100, 4)
  chunks(1800, 12)
  expect(clock.mediaMs()).toBe(8000)
})

test('a recording that began late is that much shorter', () => {
  const { clock, chunks } = recording()
  chunks(1850, 10)
  expect(clock.mediaMs()).toBe(5000 - 1850 + 250)
})

test('it never goes back', () => {
  const { clock, chunks } = recording()
  chunks(1850, 4)
  const toldMs = clock.mediaMs()
  chunks(100, 1)
  expect(clock.mediaMs()).toBeGreaterThan(toldMs)
  const later = openRecordingClock(() => 5000)
  later.recorded(5400, 20)
  expect(later.mediaMs()).toBe(0)
})
