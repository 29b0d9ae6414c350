import type { ReadField } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { RunEvidence } from '../evidence.ts'
import { digitLanguages } from '../voice/digit-classes.ts'
import { digitScores } from '../voice/digit-scores.ts'
import type { DigitVerification } from '../voice/verify-digits.ts'
import { guessDigits } from '../voice/verify-digits.ts'
import { type Check, fails, isUnsure, obstacle, passes } from './check.ts'
import { digitLanguageOf, digitModels, type HeardDigits, heardDigits, withoutDigitStep } from './heard-digits.ts'

const identity = { check: 'digits.spoken', version: '1', models: digitModels } as const

const field = (read: string | null, asked: string | null): ReadField => ({
  field: 'digits',
  read,
  registered: asked,
  score01: null,
})

const worst = ({ digits }: DigitVerification): number => Math.min(...digits.map(({ marginNats }) => marginNats))

type Zone = 'pass' | 'unsure' | 'fail'
type Limits = { passMarginNats: number; failMarginNats: number; maxOtherNats: number }

/** All digits clearly there and nothing else said: pass. Something else clearly likelier: fail. Between them: unsure. */
export const zoneOf = (verified: DigitVerification, limits: Limits): Zone => {
  const margin = worst(verified)
  if (margin >= limits.passMarginNats && verified.overFreeNats >= -limits.maxOtherNats) return 'pass'
  return margin <= -limits.failMarginNats ? 'fail' : 'unsure'
}

const nothingSaid = (evidence: RunEvidence, { span }: HeardDigits): boolean =>
  !evidence.voice.speech.some(({ startMs, endMs }) => endMs > span.startMs && startMs < span.endMs)

/**
 * [CK5] Whether the digits that were asked for were said, all of them, in order, each after it was shown. The value is
 * the margin of the least certain digit, in nats.
 */
export const digitsSpoken: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  if (evidence.voice.windows.length === 0 || withoutDigitStep(evidence)) return isUnsure(identity, 'no-evidence')
  const asked = evidence.digits !== null || evidence.challenges.some(({ challenge }) => challenge.kind === 'digit')
  if (!asked) return guessed(evidence)
  const heard = heardDigits(evidence, limits.earlyMs)
  if (!heard) return isUnsure(identity, 'language-not-known')
  const { verified, anyTime, span, stepId, waveform } = heard
  const expected = heard.expected.map(({ digit }) => digit).join('')
  const value = Number.isFinite(worst(verified)) ? worst(verified) : null
  const answer = {
    value,
    limit: limits.passMarginNats,
    unit: 'score',
    span,
    stepId,
    waveform,
    fields: [field(verified.likeliest, expected)],
  }
  const unread = evidence.voice.unread.some(({ startMs, endMs }) => endMs > span.startMs && startMs < span.endMs)
  if (unread) return isUnsure(identity, 'worker-behind', answer)
  if (nothingSaid(evidence, heard)) return fails(identity, 'digits-not-heard', { ...answer, fields: [] })
  const zone = zoneOf(verified, limits)
  if (zone === 'pass') return passes(identity, answer)
  if (zoneOf(anyTime, limits) === 'pass') return fails(identity, 'digits-out-of-step', answer)
  if (zone === 'fail') return fails(identity, 'digits-wrong', { ...answer, limit: -limits.failMarginNats })
  return isUnsure(identity, 'digits-unclear', answer)
}

/** Nobody says what was asked for: what was probably said helps a person, and answers nothing. */
const guessed = (evidence: RunEvidence) => {
  const { speech, reads } = evidence.voice
  const first = speech[0]
  const last = speech.at(-1)
  if (!first || !last || reads.length === 0) return isUnsure(identity, 'no-evidence')
  const span = { startMs: first.startMs, endMs: last.endMs }
  const language = digitLanguageOf(evidence)
  const guesses = (language === null ? digitLanguages : [language]).map((one) =>
    guessDigits(digitScores(reads, span, one)),
  )
  const best = guesses.sort((one, other) => other.score - one.score)[0]
  return isUnsure(identity, 'no-evidence', { span, fields: [field(best?.text || null, null)] })
}
