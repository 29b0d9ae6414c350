import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { DecodeRefusalCode, DecodeResult, DecoderLimits } from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import { isAlive, testLimits } from './decode-recording.ts'
import { type SyntheticVideo, scene } from './synthesise-recording.ts'

export const size = { widthPx: 160, heightPx: 96 }
export const limits: DecoderLimits = {
  ...testLimits,
  wallTimeMs: 90_000,
  stallMs: 20_000,
  cpuTimeMs: 10_000,
  residentBytes: 320 << 20,
}
/** What the process may be seen to hold at most: its limit, and what it can take between two looks at it. */
const mostResidentBytes = limits.residentBytes + (160 << 20)

export type Attacked = { result: DecodeResult; stampsMs: number[]; samples: number; peakBytes: number }

/** Feeds bytes to a decoder and watches what it uses, independently of the watch that is under test. */
export const attack = async (
  recording: Uint8Array | Iterable<Uint8Array>,
  own: Partial<DecoderLimits> = {},
): Promise<Attacked> => {
  const stampsMs: number[] = []
  let samples = 0
  let peakBytes = 0
  const decoder = openDecoder({
    limits: { ...limits, ...own },
    sampling: { framesPerSecond: 5, spans: [] },
    whenBehind: 'wait',
    onStamps: (stamps) => void stampsMs.push(...stamps.map(({ ptsMs }) => ptsMs)),
    onVideo: () => void samples++,
  })
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${decoder.pid}/status`, 'utf8')
      peakBytes = Math.max(peakBytes, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
    } catch {
      // Gone already.
    }
  }, 10)
  const pieces =
    recording instanceof Uint8Array
      ? Array.from({ length: Math.ceil(recording.length / 65_536) }, (_, at) =>
          recording.subarray(at * 65_536, (at + 1) * 65_536),
        )
      : recording
  for (const piece of pieces) await decoder.push(piece)
  const result = await decoder.finish()
  clearInterval(watch)
  expect(isAlive(decoder.pid!), 'the process is gone').toBe(false)
  expect(peakBytes, 'resident size').toBeLessThan(mostResidentBytes)
  return { result, stampsMs, samples, peakBytes }
}

export const refusal = ({ result }: Attacked): DecodeRefusalCode | 'accepted' =>
  result.ok ? 'accepted' : result.refusal.code

/** The smallest video that is one. */
export const video = (stampsMs: number[], codec: 'vp8' | 'avc' = 'vp8'): SyntheticVideo => ({
  codec,
  ...size,
  stampsMs,
  pixels: scene(size),
})
