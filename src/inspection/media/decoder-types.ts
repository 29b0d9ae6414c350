/**
 * The shapes that cross between an inspection and the bounded decode of one recording. All times are milliseconds of
 * the recording's own presentation time stamps, unless a name says otherwise.
 */

import type { PictureMemory } from './picture-memory.ts'

/** What one decode may use up. A violated limit kills the decoding process and answers with a typed refusal. */
export type DecoderLimits = {
  /** From opening to the end, including the time in which a live seller has not sent the next chunk yet. */
  wallTimeMs: number
  /** While bytes are waiting to be decoded: the longest time without any progress. */
  stallMs: number
  /** User and system time of the decoding process (all its threads). */
  cpuTimeMs: number
  /** Resident set of the decoding process, polled. */
  residentBytes: number
  /** Bytes of the recording as uploaded. */
  recordingBytes: number
  /** Longest presentation time stamp. */
  durationMs: number
  frames: number
  /** Larger and smaller side of a picture, whatever its orientation. */
  longSidePx: number
  shortSidePx: number
}

export type DecodeRefusalCode =
  /** Not a recording, damaged beyond use, or nothing in it that can be shown. */
  | 'recording-unreadable'
  /** A container or codec that is known but cannot be decoded on this machine. */
  | 'recording-unsupported'
  | 'recording-without-video'
  /** More bytes, pixels, frames or minutes than the limits allow. */
  | 'recording-too-large'
  | 'decoder-out-of-time'
  | 'decoder-out-of-memory'
  /** The decoding process died by itself. */
  | 'decoder-crashed'
  /** `kill()` was called. */
  | 'decoder-killed'

/** `detail` is for operators: numbers and codec names, never content of the recording. */
export type DecodeRefusal = { code: DecodeRefusalCode; detail: string }

/** One sampled picture, upright (rotation applied), full resolution. */
export type VideoSample = {
  ptsMs: number
  /** Counts every decoded frame from 0, so that a sample can be found among the stamps. */
  frameIndex: number
  widthPx: number
  heightPx: number
  /** RGB24, `widthPx * heightPx * 3` bytes, rows from the top, no padding. The receiver owns it. */
  rgb: Uint8Array
}

/** What is kept of every decoded frame, sampled or not. */
export type FrameStamp = {
  ptsMs: number
  frameIndex: number
  keyFrame: boolean
  widthPx: number
  heightPx: number
  /** CRC-32 of all luma samples: equal only when two frames are equal to the bit (or by a 1 in 4·10⁹ accident). */
  lumaCrc32: number
  /** Means of the luma over a grid of 16×9 cells, each in 1/256 of a grey level (0 … 65280), rows from the top. */
  lumaGrid: Uint16Array
}

/** A stretch of sound, one channel, 16 kHz, −1 … 1, low-passed before the rate was lowered. */
export type AudioBlock = { ptsMs: number; samples: Float32Array<ArrayBuffer> }

/** Sent once the container's head is read, and again when the stream's parameters change in mid-recording. */
export type RecordingInfo = {
  container: string
  video: {
    codec: string
    widthPx: number
    heightPx: number
    /** Degrees clockwise by which the samples were turned to be upright. */
    rotationDeg: 0 | 90 | 180 | 270
  }
  audio: { codec: string; sampleRateHz: number; channels: number } | null
}

/** Where the container stopped making sense; what lies behind that byte was not looked at. */
export type ContainerDamage = { atByte: number; what: 'damaged' | 'second-recording' }

/** A change of codec parameters after the first frame. */
export type ParameterChange = {
  ptsMs: number
  what: 'size' | 'pixel-format' | 'audio-rate' | 'audio-channels'
  from: string
  to: string
}

/** Frames that should be sampled from `fromMs` (inclusive) to `toMs` (exclusive; null = to the end). */
export type SamplingSpan = { fromMs: number; toMs: number | null; framesPerSecond: number }

/**
 * Which frames become samples: `framesPerSecond` everywhere, except in `spans` (of spans that overlap the densest
 * counts). A rate above the recording's own gives every frame; 0 gives none.
 */
export type SamplingPlan = { framesPerSecond: number; spans: SamplingSpan[] }

export type DecodeSummary = {
  frames: number
  samples: number
  /** Samples that were due but left out because the consumer was behind (only with `whenBehind: 'thin'`). */
  thinned: number
  thinnedSpans: { startMs: number; endMs: number; count: number }[]
  /** Packets the decoder could not make a picture of. */
  damagedPackets: number
  containerDamage: ContainerDamage | null
  audioMs: number
  firstPtsMs: number | null
  lastPtsMs: number | null
  parameterChanges: ParameterChange[]
  /** Use of the decoding process. */
  cpuTimeMs: number
  peakResidentBytes: number
}

export type DecodeResult = { ok: true; summary: DecodeSummary } | { ok: false; refusal: DecodeRefusal }

export type DecoderOptions = {
  limits: DecoderLimits
  sampling: SamplingPlan
  /**
   * What happens while the consumer has not finished with earlier samples. `wait` holds the decode back (a file);
   * `thin` leaves samples out and counts them, so that stamps and sound stay current (a live run).
   */
  whenBehind: 'wait' | 'thin'
  /** Samples that may be on their way at once. Each is a whole RGB picture. */
  samplesInFlight?: number
  /** Where samples get their memory; whoever is done with one may give it back there. */
  memory?: PictureMemory
  /**
   * Called one at a time and in the recording's order; a returned promise is awaited before the next call. What they
   * throw ends the decode and is thrown by `done`.
   */
  onInfo?: (info: RecordingInfo) => void | Promise<void>
  onVideo?: (sample: VideoSample) => void | Promise<void>
  onStamps?: (stamps: FrameStamp[]) => void | Promise<void>
  onAudio?: (block: AudioBlock) => void | Promise<void>
}

export type RecordingDecoder = {
  /**
   * Hands over the next bytes of the recording, in order. Resolves when the decoder can take more; awaiting it is the
   * back-pressure. After a refusal it resolves at once and the bytes are dropped (`done` says why).
   */
  push: (bytes: Uint8Array) => Promise<void>
  /** No more bytes will come. Resolves with the result once every callback has returned. */
  finish: () => Promise<DecodeResult>
  /** Changes which frames are sampled from now on; frames already decoded are gone. */
  setSampling: (plan: SamplingPlan) => void
  /** Ends the process at once. `done` answers `decoder-killed` unless it had a result already. */
  kill: () => void
  /** Resolves exactly once, after the process is gone. */
  done: Promise<DecodeResult>
  /** Process id of the decoder, for supervision and tests. */
  pid: number | undefined
}
