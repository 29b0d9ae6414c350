import {
  classCount,
  classOf,
  type DigitLanguage,
  logitsPerFrame,
  otherClass,
  silenceClass,
  statesPerWord,
} from '#inspection/voice/digit-classes.ts'
import type { SoundRead } from '#inspection/voice/digit-scores.ts'
import { frameMs } from '#inspection/voice/speech-features.ts'
import { windowMs } from '#inspection/voice/voice-activity.ts'
import type { SoundWindow, VoiceEvidence } from '#inspection/voice/voice-evidence.ts'

/** A word as a test says it: which one (null: no digit), and when. */
export type SaidWord = { word: number | null; atMs: number }

const framesPerState = 4
export const wordMs = statesPerWord * framesPerState * frameMs

/** What a verifier would answer that hears every word, as surely as `sure` (nats over every other class). */
export const readOf = (said: readonly SaidWord[], durationMs: number, language: DigitLanguage, sure = 6): SoundRead => {
  const frames = Math.ceil(durationMs / frameMs)
  const logits = new Float32Array(frames * logitsPerFrame)
  for (let frame = 0; frame < frames; frame++) {
    const now = said.find(({ atMs }) => frame * frameMs >= atMs && frame * frameMs < atMs + wordMs)
    const state = now ? Math.floor((frame * frameMs - now.atMs) / frameMs / framesPerState) : 0
    const one = now === undefined ? silenceClass : now.word === null ? otherClass : classOf(language, now.word, state)
    for (let branch = 0; branch < logitsPerFrame; branch += classCount)
      logits[frame * logitsPerFrame + branch + one] = sure
  }
  return { startMs: 0, frames, logits }
}

/** All that is heard of somebody who says words in a room. Levels are dB below full scale. */
export const voiceOf = (
  said: readonly SaidWord[],
  {
    durationMs = 12_000,
    language = 'zh' as DigitLanguage,
    voiceDb = -20,
    roomDb = -60,
    sure = 6,
  }: { durationMs?: number; language?: DigitLanguage; voiceDb?: number; roomDb?: number; sure?: number } = {},
): VoiceEvidence => ({
  windows: Array.from({ length: Math.floor(durationMs / windowMs) }, (_, at): SoundWindow => {
    const atMs = at * windowMs
    const speaks = said.some((word) => atMs >= word.atMs && atMs < word.atMs + wordMs)
    return { atMs, speech01: speaks ? 0.95 : 0.02, levelDb: speaks ? voiceDb : roomDb }
  }),
  speech: said.map(({ atMs }) => ({ startMs: atMs, endMs: atMs + wordMs })),
  reads: said.length === 0 ? [] : [readOf(said, durationMs, language, sure)],
  unread: [],
})
