import { expect, test } from 'vitest'
import { openLoudness } from './loudness.ts'

const tone = (ms: number, amplitude: number) =>
  Float32Array.from({ length: ms * 16 }, (_, i) => amplitude * Math.sin((2 * Math.PI * 440 * i) / 16_000))

test('[CK6] loudness stands where the sound was, in dB, however the blocks were cut', () => {
  const whole = openLoudness()
  whole.onAudio({ ptsMs: 0, samples: tone(200, 0.5) })
  const cut = openLoudness()
  cut.onAudio({ ptsMs: 0, samples: tone(200, 0.5).slice(0, 1111) })
  cut.onAudio({ ptsMs: 1111 / 16, samples: tone(200, 0.5).slice(1111) })
  expect(cut.loudness()).toEqual(whole.loudness())
  expect(whole.loudness().levelsDb).toHaveLength(10)
  // A sine of half amplitude lies 9 dB below full scale.
  for (const level of whole.loudness().levelsDb) expect(level).toBeCloseTo(-9.03, 0)
})

test('[CK6] where there was no sound there is no level, and silence is not taken for it', () => {
  const loudness = openLoudness()
  loudness.onAudio({ ptsMs: 100, samples: new Float32Array(320) })
  expect([...loudness.loudness().levelsDb].map((level) => Math.round(level))).toEqual([NaN, NaN, NaN, NaN, NaN, -90])
  loudness.onAudio({ ptsMs: -40, samples: new Float32Array(320) })
  expect(loudness.loudness().levelsDb).toHaveLength(6)
})
