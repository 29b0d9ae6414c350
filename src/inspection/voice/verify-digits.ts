import { type AlignedWord, type Alignment, align, type Slot } from './align-digits.ts'
import { type DigitLanguage, digitOf, wordsFor } from './digit-classes.ts'
import type { DigitScores } from './digit-scores.ts'
import { frameMs } from './speech-features.ts'

/** One expected digit: where it was heard, and how much better it explains the sound than any other answer there. */
export type DigitMargin = {
  digit: number
  startMs: number
  endMs: number
  /** Nats over the best other digit in its place, or over nothing said there at all; negative when that is likelier. */
  marginNats: number
}

export type DigitVerification = {
  digits: DigitMargin[]
  /** Nats of the expected string over the best string of any length: 0 when nothing explains the sound better. */
  overFreeNats: number
  /** The best string of the same length under the same conditions, for a guess at what was said instead. */
  likeliest: string
}

/** An expected digit; `notBeforeMs` when it is known since when it could be read. */
export type ExpectedDigit = { digit: number; notBeforeMs: number | null }

const slotFor = (scores: DigitScores, words: readonly number[], notBeforeMs: number | null): Slot => ({
  words,
  fromFrame: notBeforeMs === null ? 0 : Math.max(0, Math.floor((notBeforeMs - scores.startMs) / frameMs)),
})

const textOf = (words: readonly AlignedWord[]): string => words.map(({ word }) => digitOf(word)).join('')

/**
 * [CK5] Verifies, never transcribes: how much better does the expected string explain the sound than each string that
 * differs from it in one place, than silence in that place, and than any string at all?
 */
export const verifyDigits = (
  scores: DigitScores,
  language: DigitLanguage,
  expected: readonly ExpectedDigit[],
): DigitVerification => {
  const right = expected.map(({ digit, notBeforeMs }) => slotFor(scores, wordsFor(language, digit), notBeforeMs))
  const any = expected.map(({ notBeforeMs }) => slotFor(scores, scores.words, notBeforeMs))
  const said = align(scores, right)
  const free = align(scores, [slotFor(scores, scores.words, null)], { loop: true })
  const others = expected.map(({ digit, notBeforeMs }, at) => {
    const wrong = scores.words.filter((word) => digitOf(word) !== digit)
    const changed = align(scores, right.with(at, slotFor(scores, wrong, notBeforeMs)))
    const left = align(scores, right.toSpliced(at, 1))
    return Math.max(changed.score, left.score)
  })
  return {
    digits: expected.map(({ digit }, at) => ({
      digit,
      ...timesOf(scores, said, at),
      marginNats: said.score - others[at]!,
    })),
    overFreeNats: said.score - free.score,
    likeliest: textOf(align(scores, any).words),
  }
}

const timesOf = (scores: DigitScores, { words }: Alignment, at: number): { startMs: number; endMs: number } => {
  const word = words[at]
  if (!word) return { startMs: scores.startMs, endMs: scores.startMs }
  return {
    startMs: scores.startMs + word.startFrame * frameMs,
    endMs: scores.startMs + word.endFrame * frameMs,
  }
}

/** What was probably said, when nobody knows what was asked for. A guess for a person, never an answer. */
export const guessDigits = (scores: DigitScores): { text: string; score: number } => {
  const { words, score } = align(scores, [slotFor(scores, scores.words, null)], { loop: true })
  return { text: textOf(words), score }
}
