import type {
  AudioBlock,
  DecodeResult,
  DecoderLimits,
  DecoderOptions,
  FrameStamp,
  RecordingInfo,
  SamplingPlan,
  VideoSample,
} from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'

export const testLimits: DecoderLimits = {
  wallTimeMs: 60_000,
  stallMs: 20_000,
  cpuTimeMs: 30_000,
  residentBytes: 400 << 20,
  recordingBytes: 64 << 20,
  durationMs: 600_000,
  frames: 20_000,
  longSidePx: 4096,
  shortSidePx: 2304,
}

export type Decoded = {
  result: DecodeResult
  info: RecordingInfo[]
  samples: (Omit<VideoSample, 'rgb'> & { rgb: Uint8Array })[]
  stamps: FrameStamp[]
  audio: AudioBlock[]
  pid: number
}

/** Runs a whole recording through the decoder, in pieces of `pieceBytes`, and keeps all that comes out. */
export const decodeRecording = async (
  recording: Uint8Array,
  options: Partial<DecoderOptions> & { pieceBytes?: number; plan?: SamplingPlan } = {},
): Promise<Decoded> => {
  const decoded: Omit<Decoded, 'result' | 'pid'> = { info: [], samples: [], stamps: [], audio: [] }
  const decoder = openDecoder({
    limits: testLimits,
    sampling: options.plan ?? { framesPerSecond: 5, spans: [] },
    whenBehind: 'wait',
    onInfo: (info) => void decoded.info.push(info),
    onVideo: (sample) => void decoded.samples.push(sample),
    onStamps: (stamps) => void decoded.stamps.push(...stamps),
    onAudio: (block) => void decoded.audio.push(block),
    ...options,
  })
  const pieceBytes = options.pieceBytes ?? 64 << 10
  for (let at = 0; at < recording.length; at += pieceBytes) await decoder.push(recording.subarray(at, at + pieceBytes))
  return { ...decoded, result: await decoder.finish(), pid: decoder.pid! }
}

/** Whether a process of ours still runs. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
