import type { Span, Waveform } from '#domain/finding.ts'
import type { ShownChallenge } from '#domain/run-plan.ts'
import type { RunEvidence } from '../evidence.ts'
import { type DigitLanguage, isDigitLanguage } from '../voice/digit-classes.ts'
import { digitScores } from '../voice/digit-scores.ts'
import { type DigitVerification, type ExpectedDigit, verifyDigits } from '../voice/verify-digits.ts'
import { waveformOf } from '../voice/waveform.ts'

/** What the digit checks judge by: what was asked, when, and how it was answered. */
export type HeardDigits = {
  stepId: string | null
  span: Span
  expected: readonly (ExpectedDigit & { shownMs: number | null })[]
  verified: DigitVerification
  /** The same without asking when each was shown: better only if the digits were said before they could be read. */
  anyTime: DigitVerification
  waveform: Waveform | null
}

export const digitModels = ['voice-activity', 'speech-mel', 'speech-embedding', 'digit-verifier'] as const

/** Speech this long behind the last digit's own time still belongs to the step, and all speech before the step's end. */
const afterwardsMs = 3500
const beforeMs = 600
/** A digit that was certainly not said has no place to be marked. */
const minMarkedNats = -10

/** A digit that another one explains better may still have been said, but where it was said is anybody's guess. */
export const sureOfPlaceNats = 0

/** The steps are known and none of them asks for digits: nobody was there to say any. */
export const withoutDigitStep = ({ steps, stepsKnown }: RunEvidence): boolean =>
  stepsKnown && !steps.some(({ kind }) => kind === 'digits')

const isDigit = ({ challenge }: ShownChallenge): boolean => challenge.kind === 'digit'

/** Where the digits are to be looked for, and which. Null when nobody says what was asked for. */
const askedOf = (
  { challenges, digits, steps, stepsKnown, recordingMs }: RunEvidence,
  earlyMs: number,
): Pick<HeardDigits, 'stepId' | 'span' | 'expected'> | null => {
  const shown = challenges.filter(isDigit).sort((one, other) => one.shownMs - other.shownMs)
  const first = shown[0]
  const last = shown.at(-1)
  if (first && last) {
    const expected = shown.map(({ challenge, shownMs }) => ({
      digit: Number(challenge.value),
      shownMs,
      notBeforeMs: shownMs - earlyMs,
    }))
    const stepEndMs = steps.find(({ id }) => id === last.stepId)?.endMs ?? 0
    const span = {
      startMs: Math.max(0, first.shownMs - beforeMs),
      endMs: Math.min(recordingMs, Math.max(last.shownMs + afterwardsMs, stepEndMs)),
    }
    return { stepId: first.stepId, span, expected }
  }
  if (digits === null) return null
  const step = stepsKnown ? steps.find(({ kind }) => kind === 'digits') : undefined
  return {
    stepId: step?.id ?? null,
    span: { startMs: step?.startMs ?? 0, endMs: step?.endMs ?? recordingMs },
    expected: [...digits].map((digit) => ({ digit: Number(digit), shownMs: null, notBeforeMs: null })),
  }
}

/** Nobody reads and says a digit sooner than this after it is shown. */
const leastAnswerMs = 700

/** The recording ends before the last digit could be said: what was never recorded is held against nobody. */
export const endsBefore = ({ recordingMs }: RunEvidence, { expected, span }: HeardDigits): boolean => {
  const lastShownMs = expected.at(-1)?.shownMs ?? null
  return recordingMs < (lastShownMs === null ? span.startMs : lastShownMs) + leastAnswerMs
}

/**
 * The recording ends while the last digit could still be said in time, and all the others may well have been said: what
 * is missing of it, or was cut off, is nobody's wrong digit.
 */
export const endsWithinLast = (
  { recordingMs, maxDigitMs }: RunEvidence,
  { expected, verified }: HeardDigits,
  failNats: number,
): boolean => {
  const shownMs = expected.at(-1)?.shownMs ?? null
  if (shownMs === null || maxDigitMs === null || recordingMs >= shownMs + maxDigitMs) return false
  return verified.digits.slice(0, -1).every(({ marginNats }) => marginNats > failNats)
}

export const digitLanguageOf = ({ language }: RunEvidence): DigitLanguage | null =>
  language !== null && isDigitLanguage(language) ? language : null

/** Two checks ask for it, and every other string has to be tried for the answer. */
const heardIn = new WeakMap<RunEvidence, { earlyMs: number; heard: HeardDigits | null }>()

/** Holds what was heard against what was asked. Null when nobody says what was asked for, or in which language. */
export const heardDigits = (evidence: RunEvidence, earlyMs: number): HeardDigits | null => {
  const known = heardIn.get(evidence)
  if (known?.earlyMs === earlyMs) return known.heard
  const heard = heldAgainst(evidence, earlyMs)
  heardIn.set(evidence, { earlyMs, heard })
  return heard
}

const heldAgainst = (evidence: RunEvidence, earlyMs: number): HeardDigits | null => {
  const asked = askedOf(evidence, earlyMs)
  const language = digitLanguageOf(evidence)
  if (asked === null || language === null || asked.expected.length === 0) return null
  const { windows, reads } = evidence.voice
  const scores = digitScores(reads, asked.span, language)
  const verified = verifyDigits(scores, language, asked.expected)
  const timed = asked.expected.some(({ notBeforeMs }) => notBeforeMs !== null)
  const anyTime = timed
    ? verifyDigits(
        scores,
        language,
        asked.expected.map(({ digit }) => ({ digit, notBeforeMs: null })),
      )
    : verified
  const marks = asked.expected.flatMap(({ shownMs }, at): Waveform['marks'] => {
    const heard = anyTime.digits[at]!
    return [
      ...(shownMs === null ? [] : [{ what: 'shown' as const, number: at + 1, startMs: shownMs, endMs: shownMs }]),
      ...(heard.marginNats > minMarkedNats
        ? [{ what: 'heard' as const, number: at + 1, startMs: heard.startMs, endMs: heard.endMs }]
        : []),
    ]
  })
  return { ...asked, verified, anyTime, waveform: waveformOf(windows, asked.span, marks) }
}
