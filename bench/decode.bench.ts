import type { DecoderLimits, DecodeSummary } from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import {
  regularStamps,
  type SyntheticPixels,
  type SyntheticVideo,
  scene,
  synthesiseRecording,
  tone,
} from '#test/media/synthesise-recording.ts'
import type { Bench, Cell } from './bench-result.ts'

/**
 * What the bounded decode of a recording costs, start of its process included: processor time per minute of recording,
 * frames per second of processor time, memory, and how soon the first picture is there and the last one after the last
 * byte.
 */
const seconds = 20
const limits: DecoderLimits = {
  wallTimeMs: 300_000,
  stallMs: 60_000,
  cpuTimeMs: 300_000,
  residentBytes: 700 << 20,
  recordingBytes: 512 << 20,
  durationMs: 600_000,
  frames: 100_000,
  longSidePx: 4096,
  shortSidePx: 2304,
}
const sizes = {
  '480p': { widthPx: 640, heightPx: 480 },
  '720p': { widthPx: 1280, heightPx: 720 },
  '1080p': { widthPx: 1920, heightPx: 1080 },
} as const

const cases = [
  ['720p', 'webm', 'vp8'],
  ['720p', 'webm', 'vp9'],
  ['720p', 'mkv', 'avc'],
  ['720p', 'webm', 'av1'],
  ['480p', 'webm', 'vp8'],
  ['1080p', 'webm', 'vp8'],
] as const

/** Painting a noisy picture costs more than encoding it, so a few dozen are painted and come again. */
const painted = (size: { widthPx: number; heightPx: number }): SyntheticVideo['pixels'] => {
  const paint = scene(size)
  const frames: SyntheticPixels[] = []
  return (index) => {
    const turn = index % 48
    frames[turn] ??= paint(turn, turn * 33)
    return frames[turn]
  }
}

export const bench: Bench = {
  name: 'decode',
  async run() {
    const rows: Cell[][] = []
    const startMs = await startCost()
    for (const [name, container, codec] of cases) {
      const size = sizes[name]
      const recording = await synthesiseRecording({
        container,
        video: {
          codec,
          ...size,
          stampsMs: regularStamps(30, seconds * 1000),
          pixels: painted(size),
          bitsPerSecond: 2_500_000,
        },
        audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(300, seconds * 1000) },
      })
      for (const framesPerSecond of name === '720p' ? [0, 5] : [5]) {
        rows.push([`${name} ${codec}`, framesPerSecond, ...(await measure(recording, framesPerSecond, startMs))])
      }
    }
    return {
      title: 'Decoding a recording in its own process',
      columns: [
        'recording',
        'samples/s',
        'CPU s per 60 s',
        'frames per CPU s',
        'peak MB',
        'first picture ms',
        'last byte to end ms',
      ],
      rows,
      notes: [
        `Each recording lasts ${seconds} s at 30 frames/s and 2.5 Mbit/s with sound; every frame is decoded and signed.`,
        `Processor time is that of the decoding process without the receiver’s share; its start (${Math.round(startMs)} ms) counts once a minute.`,
        'The last column is a whole file pushed at once: the end waits for all of it.',
      ],
    }
  },
}

/** Processor time of a decode that has nothing to do. */
async function startCost(): Promise<number> {
  const size = { widthPx: 64, heightPx: 64 }
  const recording = await synthesiseRecording({
    container: 'webm',
    video: { codec: 'vp8', ...size, stampsMs: [0], pixels: scene(size) },
  })
  const costs: number[] = []
  for (let round = 0; round < 3; round++) {
    const decoder = openDecoder({ limits, sampling: { framesPerSecond: 0, spans: [] }, whenBehind: 'wait' })
    await decoder.push(recording)
    const result = await decoder.finish()
    if (result.ok) costs.push(result.summary.cpuTimeMs)
  }
  return Math.min(...costs)
}

async function measure(recording: Uint8Array, framesPerSecond: number, startMs: number): Promise<Cell[]> {
  const openedAt = performance.now()
  let firstMs = 0
  const decoder = openDecoder({
    limits,
    sampling: { framesPerSecond, spans: [] },
    whenBehind: 'wait',
    onStamps: () => {
      firstMs ||= performance.now() - openedAt
    },
    onVideo: () => {},
  })
  for (let at = 0; at < recording.length; at += 65_536) await decoder.push(recording.subarray(at, at + 65_536))
  const pushedAt = performance.now()
  const result = await decoder.finish()
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.detail}`)
  const { cpuTimeMs, frames, peakResidentBytes }: DecodeSummary = result.summary
  const round = (value: number, digits = 0) => Number(value.toFixed(digits))
  return [
    round((startMs + ((cpuTimeMs - startMs) / seconds) * 60) / 1000, 1),
    round(frames / ((cpuTimeMs - startMs) / 1000)),
    round(peakResidentBytes / 2 ** 20),
    round(firstMs),
    round(performance.now() - pushedAt),
  ]
}
