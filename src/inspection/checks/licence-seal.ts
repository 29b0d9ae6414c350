import { limitsOf } from '#domain/inspection-settings.ts'
import { licenceParts } from '../vision/licence-text.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { licenceIsDue, licenceLooks, licenceStep, whyLicenceUnread } from './licence-reads.ts'

const identity = { check: 'licence.seal', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK2] A round red seal lies where the registrar's stands. The value is the share of its circle that was seen red in
 * the best picture. It fails only when the sheet was whole, the camera sees colours, and hardly any of a circle was
 * there in any picture; that a seal is the registrar's own is for a reviewer to see.
 */
export const licenceSeal: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  const ringOf = (look: (typeof looks)[number]): number => look.licence.read.seal?.ring01 ?? 0
  const best = [...looks].sort((a, b) => ringOf(b) - ringOf(a))[0]
  if (!best) return isUnsure(identity, whyLicenceUnread(evidence, context))
  const { quad, seal } = best.licence.read
  const seen = looks.filter((look) => ringOf(look) >= limits.passRing01)
  const answer = {
    value: ringOf(best),
    limit: limits.passRing01,
    unit: 'ratio',
    span: spanOf(seen.length > 0 ? seen : looks),
    stepId: licenceStep(evidence)?.id ?? null,
    proofFrames: [
      proof(best, [
        quadMark('licence', quad),
        ...(seal && ringOf(best) >= limits.passRing01 ? [quadMark('seal', seal.quad)] : []),
      ]),
    ],
  }
  if (seen.length >= limits.minReads) return passes(identity, answer)
  const couldBeSeen = looks.filter(
    ({ licence, print }) =>
      licence.read.parts.length === licenceParts.length &&
      (print?.cutLines ?? 0) === 0 &&
      licence.read.copy.surroundColour >= limits.minSurroundColour,
  )
  const absent = couldBeSeen.filter((look) => ringOf(look) < limits.absentBelowRing01).length
  // A hand or a lamp that takes the seal out of one picture leaves it in another.
  return absent >= limits.minReads && absent === looks.length && !evidence.growing
    ? fails(identity, 'licence-seal-not-seen', answer)
    : isUnsure(identity, 'licence-seal-not-seen', answer)
}
