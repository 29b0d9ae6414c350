import { describe, expect, test } from 'vitest'
import { openResampler } from './audio-resampler.ts'

const tone = (hz: number, rateHz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rateHz * seconds }, (_, at) => Math.sin((2 * Math.PI * hz * at) / rateHz))

const resample = (input: Float32Array, fromHz: number, piece: number): Float32Array => {
  const resampler = openResampler(fromHz, 16_000)
  const pieces: Float32Array[] = []
  for (let at = 0; at < input.length; at += piece) pieces.push(resampler.push(input.subarray(at, at + piece)))
  pieces.push(resampler.flush())
  const out = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const one of pieces) {
    out.set(one, at)
    at += one.length
  }
  return out
}

/** Root mean square without the edges. */
const rms = (samples: Float32Array): number => {
  const middle = samples.subarray(1000, samples.length - 1000)
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length)
}

describe.each([48_000, 44_100, 32_000, 22_050, 8_000])('from %i Hz', (fromHz) => {
  test('keeps the length, and a voice’s tones at their instant and loudness', () => {
    const out = resample(tone(1000, fromHz, 1), fromHz, 960)
    expect(Math.abs(out.length - 16_000)).toBeLessThan(64)
    const wanted = tone(1000, 16_000, 1)
    let worst = 0
    for (let at = 200; at < 15_800; at++) worst = Math.max(worst, Math.abs(out[at]! - wanted[at]!))
    expect(worst).toBeLessThan(0.01)
  })

  test('gives the same samples however the sound is cut into pieces', () => {
    const input = tone(440, fromHz, 0.5)
    const whole = resample(input, fromHz, input.length)
    const cut = resample(input, fromHz, 37)
    expect(cut.length).toBe(whole.length)
    expect(cut.every((sample, at) => Math.abs(sample - whole[at]!) < 1e-6)).toBe(true)
  })
})

test('what 16 kHz cannot carry is taken away instead of folded back', () => {
  expect(rms(resample(tone(9500, 48_000, 1), 48_000, 960))).toBeLessThan(0.003)
  expect(rms(resample(tone(7000, 48_000, 1), 48_000, 960))).toBeGreaterThan(0.6)
})
