import { expect, test } from 'vitest'
import { openSpeechSpans } from './speech-spans.ts'
import { windowMs } from './voice-activity.ts'
import { waveformOf } from './waveform.ts'

const windows = (pattern: string) =>
  [...pattern].map((letter, at) => ({ atMs: at * windowMs, speech01: letter === 's' ? 0.9 : 0.05, levelDb: -30 }))

const spansOf = (pattern: string) => {
  const spans = openSpeechSpans()
  return [...windows(pattern).flatMap((window) => spans.add(window)), ...spans.close()]
}

test('[CK5] speech with short pauses is one span, and a long pause parts two', () => {
  const short = '.'.repeat(8)
  const long = '.'.repeat(20)
  expect(spansOf(`..ssss${short}ssss${long}sss`)).toEqual([
    { startMs: 2 * windowMs, endMs: 18 * windowMs },
    { startMs: 38 * windowMs, endMs: 41 * windowMs },
  ])
})

test('[CK5] a click is no speech', () => {
  expect(spansOf('....s.......................')).toEqual([])
})

test('[CK5] a talker without pauses is read piece by piece', () => {
  const spans = spansOf('s'.repeat(600))
  expect(spans.length).toBeGreaterThan(1)
  for (const { startMs, endMs } of spans) expect(endMs - startMs).toBeLessThanOrEqual(7100)
})

test('[FA2] the waveform of a finding is small whatever the span, and keeps what is loud', () => {
  const loud = windows('.'.repeat(5000)).map((window, at) => ({ ...window, levelDb: at === 2500 ? -3 : -90 }))
  const waveform = waveformOf(loud, { startMs: 0, endMs: 5000 * windowMs })
  expect(waveform?.levels01.length).toBeLessThanOrEqual(240)
  expect(Math.max(...(waveform?.levels01 ?? []))).toBe(0.95)
  expect(waveformOf([], { startMs: 0, endMs: 1000 })).toBeNull()
})
