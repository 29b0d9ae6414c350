import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, fails, isUnsure, obstacle, passes } from './check.ts'
import { zonesOf } from './digits-spoken.ts'
import {
  digitLanguageOf,
  digitModels,
  endsBefore,
  type HeardDigits,
  heardDigits,
  sureOfPlaceNats,
  withoutDigitStep,
} from './heard-digits.ts'

const identity = { check: 'digits.pace', version: '3', models: digitModels } as const

/** Time taken for each digit that was heard for certain: from when it was shown, or from the end of the one before. */
const delaysOf = ({ expected, anyTime }: HeardDigits, passNats: number): (number | null)[] =>
  expected.map(({ shownMs }, at) => {
    const digit = anyTime.digits[at]!
    if (digit.marginNats < passNats) return null
    if (shownMs !== null) return digit.startMs - shownMs
    const before = anyTime.digits[at - 1]
    return before === undefined || before.marginNats < passNats ? null : digit.endMs - before.endMs
  })

/**
 * [CK5] Each digit within the time of the program's step, and not run together too fast to tell apart. A boundary is
 * found within about 0.2 s, so only what is clearly over fails. The value is the slowest digit's time.
 */
export const digitsPace: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  if (evidence.voice.windows.length === 0 || withoutDigitStep(evidence)) return isUnsure(identity, 'no-evidence')
  const { clearlyOverMs, minApartMs } = limitsOf(settings, identity.check)
  const { maxDigitMs } = evidence
  const language = digitLanguageOf(evidence)
  const heard = heardDigits(evidence, limitsOf(settings, 'digits.spoken').earlyMs)
  if (!heard || !language) return isUnsure(identity, evidence.digits === null ? 'no-evidence' : 'language-not-known')
  if (endsBefore(evidence, heard))
    return isUnsure(identity, evidence.unreadable ? 'recording-unreadable' : 'no-evidence')
  if (maxDigitMs === null) return isUnsure(identity, 'no-evidence')
  const { span, stepId, waveform, anyTime, expected } = heard
  const delays = delaysOf(heard, zonesOf(settings, language).passNats)
  const known = delays.filter((delay) => delay !== null)
  const slowest = known.length === 0 ? null : Math.max(...known)
  const surelySlowest = Math.max(0, ...delaysOf(heard, sureOfPlaceNats).filter((delay) => delay !== null))
  const answer = { value: slowest, limit: maxDigitMs, unit: 'ms', span, stepId, waveform }
  // Without the times at which digits were shown, a pause may be the server's own.
  const isTimed = expected.every(({ shownMs }) => shownMs !== null)
  if (isTimed && surelySlowest > maxDigitMs + clearlyOverMs)
    return fails(identity, 'digits-too-slow', { ...answer, value: surelySlowest })
  const timed = expected.filter(({ shownMs }, at) => shownMs !== null || at > 0).length
  if (slowest === null || known.length < timed) return isUnsure(identity, 'digits-unclear', answer)
  if (slowest > maxDigitMs) return isUnsure(identity, 'digits-too-slow', answer)
  const apart = anyTime.digits.slice(1).map(({ startMs }, at) => startMs - anyTime.digits[at]!.startMs)
  return apart.some((ms) => ms < minApartMs) ? isUnsure(identity, 'digits-unclear', answer) : passes(identity, answer)
}
