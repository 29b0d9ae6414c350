import type { EligibilityAnswer } from './case/events.ts'
import type { EligibilityRules, LookupKind } from './program.ts'
import type { Registration } from './registration.ts'
import { isResidentNumber } from './resident-number.ts'

export type EligibilityCheck = 'registration' | 'phone-real-name' | LookupKind
export type LookupAnswers = Partial<Record<LookupKind, EligibilityAnswer>>

/**
 * [EL5] [TR5] [EL7] May this seller start? A look-up nobody answered is `not-checked`: it neither passes nor bars.
 * A registration member that is missing bars until it is filled in.
 */
export const checkEligibility = (
  rules: EligibilityRules,
  registration: Registration,
  lookups: LookupAnswers,
): { check: EligibilityCheck; answer: EligibilityAnswer }[] => [
  { check: 'registration', answer: missingRegistration(rules, registration).length === 0 ? 'ok' : 'failed' },
  {
    check: 'phone-real-name',
    answer: registration.phoneRealNameLevel >= rules.phoneRealNameLevel ? 'ok' : 'failed',
  },
  ...rules.lookups.map((lookup) => ({ check: lookup, answer: lookups[lookup] ?? ('not-checked' as const) })),
]

export const missingRegistration = (rules: EligibilityRules, registration: Registration): string[] =>
  rules.requiredRegistration.filter((member) => !registration[member])

/** [EL1] Which lane the registered person can take: the self-service one is for holders of the PRC resident card only. */
export const laneFor = (registration: Registration): 'self-service' | 'offline' =>
  isResidentNumber(registration.legalRepresentative.idNumber) ? 'self-service' : 'offline'
