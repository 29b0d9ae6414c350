import type { DecoderLimits } from './media/decoder-types.ts'

/** Generous for a run of ten minutes from a slow line; what is beyond it is no run of ours. */
export const runLimits: DecoderLimits = {
  wallTimeMs: 45 * 60_000,
  stallMs: 60_000,
  cpuTimeMs: 10 * 60_000,
  residentBytes: 700 * 2 ** 20,
  recordingBytes: 2 ** 30,
  durationMs: 30 * 60_000,
  frames: 30 * 60 * 60,
  longSidePx: 1920,
  shortSidePx: 1200,
}
