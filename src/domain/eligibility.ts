import type { CheckedEligibility, EligibilityAnswer, EligibilityCheck } from './case/events.ts'
import type { EligibilityRules, LookupKind } from './program.ts'
import type { RefusalCode } from './refusal.ts'
import type { Registration } from './registration.ts'
import { isResidentNumber } from './resident-number.ts'

export type LookupAnswers = Partial<Record<LookupKind, EligibilityAnswer>>

/**
 * [EL1] [EL5] [TR5] [EL7] May this seller start? A look-up nobody answered is `not-checked`: it neither passes nor bars.
 * A registration member that is missing bars until it is filled in.
 */
export const checkEligibility = (
  rules: EligibilityRules,
  registration: Registration,
  lookups: LookupAnswers,
): CheckedEligibility[] => [
  { check: 'identity-document', answer: laneFor(rules, registration) === 'self-service' ? 'ok' : 'failed' },
  { check: 'registration', answer: missingRegistration(rules, registration).length === 0 ? 'ok' : 'failed' },
  {
    check: 'phone-real-name',
    answer: registration.phoneRealNameLevel >= rules.phoneRealNameLevel ? 'ok' : 'failed',
  },
  ...rules.lookups.map((lookup) => ({ check: lookup, answer: lookups[lookup] ?? ('not-checked' as const) })),
]

export const missingRegistration = (rules: EligibilityRules, registration: Registration): string[] =>
  rules.requiredRegistration.filter((member) => !registration[member])

/** [EL1] Which lane the registered person can take: the self-service one is for holders of the program's document only. */
export const laneFor = (rules: EligibilityRules, registration: Registration): 'self-service' | 'offline' =>
  holdsDocument[rules.identityDocument](registration) ? 'self-service' : 'offline'

const holdsDocument: Record<EligibilityRules['identityDocument'], (registration: Registration) => boolean> = {
  'prc-resident-card': (registration) => isResidentNumber(registration.legalRepresentative.idNumber),
}

const refusalFor: Record<EligibilityCheck, RefusalCode> = {
  'identity-document': 'not-eligible-for-lane',
  registration: 'registration-incomplete',
  'phone-real-name': 'phone-not-real-name',
  'business-register': 'registration-incomplete',
  'carrier-real-name': 'phone-not-real-name',
  sanctions: 'not-allowed',
}

/**
 * The first answer that keeps the seller from the self-service lane, and the refusal it is told with; null when none
 * does. A case whose eligibility was never asked is barred as well: nothing passes because nobody looked.
 */
export const barOf = (
  answers: readonly CheckedEligibility[],
): { check: EligibilityCheck; refusal: RefusalCode } | null => {
  if (answers.length === 0) return { check: 'registration', refusal: refusalFor.registration }
  const failed = answers.find((one) => one.answer === 'failed')
  return failed ? { check: failed.check, refusal: refusalFor[failed.check] } : null
}
