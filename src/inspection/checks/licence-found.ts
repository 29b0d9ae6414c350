import { limitsOf } from '#domain/inspection-settings.ts'
import { licenceParts } from '../vision/licence-text.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { licenceIsDue, licenceLooks, licenceStep, middleOfUnread, whyLicenceUnread } from './licence-reads.ts'

const identity = { check: 'licence.found', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK2] [CP2] The whole licence was shown: its title, code, both columns and registrar in one picture, large enough to
 * read and with no print cut off by the picture's edge. The value counts such pictures.
 */
export const licenceFound: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  const whole = looks.filter(
    ({ licence, print }) =>
      licence.read.parts.length === licenceParts.length &&
      licence.read.widthPx >= limits.minWidthPx &&
      (print?.cutLines ?? 0) < limits.minCutLines,
  )
  const shown = whole[0] ?? looks[0]
  const empty = shown ? undefined : middleOfUnread(evidence)
  const answer = {
    value: whole.length,
    limit: limits.minWholeReads,
    unit: 'count',
    span: spanOf(looks),
    stepId: licenceStep(evidence)?.id ?? null,
    proofFrames: [
      shown ? proof(shown, [quadMark('licence', shown.licence.read.quad)]) : null,
      empty ? proof(empty, []) : null,
    ],
  }
  if (whole.length >= limits.minWholeReads) return passes(identity, answer)
  const reason = whyLicenceUnread(evidence, context)
  return reason === 'licence-not-found' && !evidence.growing
    ? fails(identity, reason, answer)
    : isUnsure(identity, reason, answer)
}
