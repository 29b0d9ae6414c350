import { creditCodeChecks } from '#domain/credit-code.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, spanOf } from './check.ts'
import {
  licenceConsensus,
  licenceIsDue,
  licenceLooks,
  licenceProof,
  licenceStep,
  whyLicenceUnread,
} from './licence-reads.ts'

const identity = {
  check: 'licence.credit-code',
  version: 'GB 32100-2015; 1',
  models: ['text-detect', 'text-recognise'],
} as const

/** So few places away from the registered code, a code that does not check is a misreading until a person has looked. */
const misreadPlaces = 2
const certain01 = 0.95

/** [CK2] The unified social credit code carries a right check character and is the registered one. */
export const licenceCreditCode: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  const read = licenceConsensus(looks, 'creditCode')
  const registered = context.registration.creditCode?.normalize('NFKC').trim().toUpperCase() || null
  const fields = [{ field: 'creditCode', read: read?.text ?? null, registered, score01: read?.score01 ?? null }]
  const stepId = licenceStep(evidence)?.id ?? null
  if (!read) return isUnsure(identity, whyLicenceUnread(evidence, context), { span: spanOf(looks), stepId, fields })
  const answer = {
    value: read.score01,
    limit: limits.minScore01,
    unit: 'score',
    span: spanOf(looks),
    stepId,
    proofFrames: [licenceProof(read.best, 'creditCode')],
    fields,
  }
  const certain = read.score01 >= limits.minScore01 && read.votes >= limits.minReads && !evidence.growing
  if (!creditCodeChecks(read.text)) {
    const misread = registered !== null && placesApart(read.text, registered) <= misreadPlaces
    const readOtherwise = [...read.others.keys()].some(creditCodeChecks)
    return certain && read.score01 >= certain01 && !misread && !readOtherwise
      ? fails(identity, 'licence-code-invalid', answer)
      : isUnsure(identity, 'licence-unreadable', answer)
  }
  if (registered === null) return isUnsure(identity, 'licence-not-registered', answer)
  // Eighteen places do not come out as expected by accident, so a single reading of the registered code is enough.
  if (read.text === registered) return passes(identity, answer)
  return certain ? fails(identity, 'licence-code-differs', answer) : isUnsure(identity, 'licence-unreadable', answer)
}

const placesApart = (a: string, b: string): number =>
  a.length === b.length ? [...a].filter((char, place) => char !== b[place]).length : Number.POSITIVE_INFINITY
