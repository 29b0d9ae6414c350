import type { AudioBlock } from './media/decoder-types.ts'
import { soundRateHz } from './media/sound-stretches.ts'

/** How loud the sound was over time, in steps counted from the recording's zero. */
export type Loudness = {
  stepMs: number
  /** Level of each step in dB below full scale (0 is the loudest); NaN where there was no sound at all. */
  levelsDb: Float32Array
}

const stepMs = 20
/** Digital silence has no logarithm. */
const floorPower = 1e-9

/** Gathers the loudness while a recording is decoded: a few hundred bytes for each second of it. */
export const openLoudness = () => {
  const power: number[] = []
  const samples: number[] = []
  return {
    onAudio(block: AudioBlock): void {
      for (let i = 0; i < block.samples.length; i += 1) {
        const step = Math.floor((block.ptsMs + (i * 1000) / soundRateHz) / stepMs)
        if (step < 0) continue
        power[step] = (power[step] ?? 0) + block.samples[i]! ** 2
        samples[step] = (samples[step] ?? 0) + 1
      }
    },
    loudness: (): Loudness => ({
      stepMs,
      levelsDb: Float32Array.from({ length: power.length }, (_, step) =>
        samples[step] ? 10 * Math.log10(power[step]! / samples[step] + floorPower) : Number.NaN,
      ),
    }),
  }
}
