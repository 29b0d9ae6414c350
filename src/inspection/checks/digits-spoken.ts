import type { ReadField } from '#domain/finding.ts'
import { type InspectionSettings, limitsOf } from '#domain/inspection-settings.ts'
import type { RunEvidence } from '../evidence.ts'
import { type DigitLanguage, digitLanguages } from '../voice/digit-classes.ts'
import { digitScores } from '../voice/digit-scores.ts'
import { digitsOf } from '../voice/said-digits.ts'
import type { DigitVerification } from '../voice/verify-digits.ts'
import { guessDigits } from '../voice/verify-digits.ts'
import { type Check, type CheckIdentity, fails, isUnsure, obstacle, passes } from './check.ts'
import {
  digitLanguageOf,
  digitModels,
  endsBefore,
  endsWithinLast,
  type HeardDigits,
  heardDigits,
  sureOfPlaceNats,
  withoutDigitStep,
} from './heard-digits.ts'

const identity = { check: 'digits.spoken', version: '3', models: digitModels } as const

const field = (read: string | null, asked: string | null): ReadField => ({
  field: 'digits',
  read,
  registered: asked,
  score01: null,
})

const worst = ({ digits }: DigitVerification): number => Math.min(...digits.map(({ marginNats }) => marginNats))

type Zone = 'pass' | 'unsure' | 'fail'
type Zones = { passNats: number; failNats: number; maxOtherNats: number }

/** All digits there and nothing else said: pass. Something else clearly likelier: fail. Between them: unsure. */
export const zoneOf = (verified: DigitVerification, { passNats, failNats, maxOtherNats }: Zones): Zone => {
  const margin = worst(verified)
  if (margin >= passNats && verified.overFreeNats >= -maxOtherNats) return 'pass'
  return margin <= failNats ? 'fail' : 'unsure'
}

/** The limits of the language in which the digits were asked for: each is known to another degree. */
export const zonesOf = (settings: InspectionSettings, language: DigitLanguage): Zones => {
  const { passEnNats, failEnNats, passZhNats, failZhNats, maxOtherNats } = limitsOf(settings, identity.check)
  return language === 'en'
    ? { passNats: passEnNats, failNats: failEnNats, maxOtherNats }
    : { passNats: passZhNats, failNats: failZhNats, maxOtherNats }
}

/** How long before it was shown the most premature digit was said, of those whose place is certain. */
const earliest = ({ expected, anyTime }: HeardDigits): number =>
  Math.max(
    ...expected.map(({ shownMs }, at) => {
      const { marginNats, startMs } = anyTime.digits[at]!
      return marginNats < sureOfPlaceNats ? Number.NEGATIVE_INFINITY : (shownMs ?? 0) - startMs
    }),
  )

const nothingSaid = (evidence: RunEvidence, { span }: HeardDigits): boolean =>
  !evidence.voice.speech.some(({ startMs, endMs }) => endMs > span.startMs && startMs < span.endMs)

/** What the operator's recogniser wrote down, when there is one that heard anything, and the finding's words for it. */
const opinionOf = ({ operatorHeard: { recogniser } }: RunEvidence, expected: string | null) => {
  if (recogniser === null || recogniser.text === null) return null
  const digits = digitsOf(recogniser.text)
  return {
    digits,
    identity: { ...identity, operatorModels: [recogniser.model] } satisfies CheckIdentity,
    field: {
      ...field((digits ?? recogniser.text.trim()).slice(0, longestShown), expected),
      field: 'digits-recognised',
    },
  }
}
const longestShown = 80

/**
 * [CK5] Whether the digits that were asked for were said, all of them, in order, each after it was shown. The value is
 * the margin of the least certain digit, in nats. Where our own verifier is in doubt, a recogniser of the operator's is
 * heard as well: it was told nothing of what was asked, so that it wrote down just these digits speaks for them. What the
 * verifier fails it cannot pass.
 */
export const digitsSpoken: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const { earlyMs, clearlyEarlyMs, recogniser } = limitsOf(context.settings, identity.check)
  if (evidence.voice.windows.length === 0 || withoutDigitStep(evidence)) return isUnsure(identity, 'no-evidence')
  const asked = evidence.digits !== null || evidence.challenges.some(({ challenge }) => challenge.kind === 'digit')
  if (!asked) return guessed(evidence)
  const language = digitLanguageOf(evidence)
  const heard = heardDigits(evidence, earlyMs)
  if (!heard || !language) {
    const opinion = opinionOf(evidence, evidence.digits)
    return opinion
      ? isUnsure(opinion.identity, 'language-not-known', { fields: [opinion.field] })
      : isUnsure(identity, 'language-not-known')
  }
  if (endsBefore(evidence, heard))
    return isUnsure(identity, evidence.unreadable ? 'recording-unreadable' : 'no-evidence')
  const zones = zonesOf(context.settings, language)
  const { verified, anyTime, span, stepId, waveform } = heard
  const expected = heard.expected.map(({ digit }) => digit).join('')
  const value = Number.isFinite(worst(verified)) ? worst(verified) : null
  const answer = {
    value,
    limit: zones.passNats,
    unit: 'score',
    span,
    stepId,
    waveform,
    fields: [field(verified.likeliest, expected)],
  }
  const unread = evidence.voice.unread.some(({ startMs, endMs }) => endMs > span.startMs && startMs < span.endMs)
  if (unread) return isUnsure(identity, 'worker-behind', answer)
  if (nothingSaid(evidence, heard)) return fails(identity, 'digits-not-heard', { ...answer, fields: [] })
  const zone = zoneOf(verified, zones)
  // What was verified is what was shown. The likeliest of all strings is a worse guess, and would look like a difference.
  if (zone === 'pass') return passes(identity, { ...answer, fields: [field(expected, expected)] })
  if (zoneOf(anyTime, zones) === 'pass')
    // The page tells when a digit was shown, and its clock may be a little off.
    return earliest(heard) > clearlyEarlyMs
      ? fails(identity, 'digits-out-of-step', answer)
      : isUnsure(identity, 'digits-out-of-step', answer)
  if (zone === 'fail' && !endsWithinLast(evidence, heard, zones.failNats))
    return fails(identity, 'digits-wrong', { ...answer, limit: zones.failNats })
  const opinion = opinionOf(evidence, expected)
  if (opinion === null) return isUnsure(identity, 'digits-unclear', answer)
  const withOpinion = { ...answer, fields: [...answer.fields, opinion.field] }
  return opinion.digits === expected && recogniser === 'settles-unclear'
    ? passes(opinion.identity, withOpinion)
    : isUnsure(opinion.identity, 'digits-unclear', withOpinion)
}

/** Nobody says what was asked for: what was probably said helps a person, and answers nothing. */
const guessed = (evidence: RunEvidence) => {
  const { speech, reads } = evidence.voice
  const first = speech[0]
  const last = speech.at(-1)
  if (!first || !last || reads.length === 0) return isUnsure(identity, 'no-evidence')
  const span = { startMs: first.startMs, endMs: last.endMs }
  const known = digitLanguageOf(evidence)
  const guesses = (known === null ? digitLanguages : [known]).map((one) => guessDigits(digitScores(reads, span, one)))
  const best = guesses.sort((one, other) => other.score - one.score)[0]
  return isUnsure(identity, 'no-evidence', { span, fields: [field(best?.text || null, null)] })
}
