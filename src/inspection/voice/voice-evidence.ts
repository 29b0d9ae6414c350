import type { SoundRead } from './digit-scores.ts'

/** One 32 ms window of sound. `levelDb` is against full scale. */
export type SoundWindow = { atMs: number; speech01: number; levelDb: number }

/** A stretch in which somebody speaks, pauses within it shorter than half a second. */
export type SpeechSpan = { startMs: number; endMs: number }

/** What was heard of a recording. */
export type VoiceEvidence = {
  windows: SoundWindow[]
  speech: SpeechSpan[]
  /** Where digits were read, in the recording's order. */
  reads: SoundRead[]
  /** Speech that should have been read but was not, because the machine was too far behind. */
  unread: SpeechSpan[]
}

export const nothingHeard: VoiceEvidence = { windows: [], speech: [], reads: [], unread: [] }
