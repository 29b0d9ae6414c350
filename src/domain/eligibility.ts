import { Temporal } from 'temporal-polyfill'
import type { CheckedEligibility, EligibilityAnswer, EligibilityCheck } from './case/events.ts'
import type { EligibilityRules, LookupKind } from './program.ts'
import type { RefusalCode } from './refusal.ts'
import type { Registration } from './registration.ts'
import { isResidentNumber } from './resident-number.ts'
import { isDtiRegistrationNumber, isIndonesianCitizenNumber, isIndonesianTaxNumber } from './site-numbers.ts'

export type LookupAnswers = Partial<Record<LookupKind, EligibilityAnswer>>

/**
 * [EL1] [EL4] [EL5] [TR5] [EL7] [SI2] May this seller start? A look-up nobody answered is `not-checked`: it neither passes nor bars.
 * A registration member that is missing bars until it is filled in; so does a number of a foreign register that is missing
 * or written wrongly, whatever the register says. `day` is today in the program's zone, `YYYY-MM-DD`.
 */
export const checkEligibility = (
  rules: EligibilityRules,
  registration: Registration,
  lookups: LookupAnswers,
  day: string,
): CheckedEligibility[] => [
  { check: 'identity-document', answer: laneFor(rules, registration) === 'self-service' ? 'ok' : 'failed' },
  {
    check: 'registration',
    answer: rules.requiredRegistration.every((member) => registration[member]) ? 'ok' : 'failed',
  },
  ...licenceChecks(rules, registration, day),
  {
    check: 'phone-real-name',
    answer: registration.phoneRealNameLevel >= rules.phoneRealNameLevel ? 'ok' : 'failed',
  },
  ...lookupsFor(rules, registration).map((lookup) => ({
    check: lookup,
    answer: hasNumberFor(lookup, registration) ? (lookups[lookup] ?? ('not-checked' as const)) : ('failed' as const),
  })),
]

/** [EL7] [SI2] What is looked up for this seller: on every site, and on theirs. */
export const lookupsFor = (rules: EligibilityRules, { site }: Pick<Registration, 'site'>): LookupKind[] => [
  ...rules.lookups,
  ...rules.siteLookups.flatMap(({ sites, lookup }) => (sites.includes(site) ? [lookup] : [])),
]

/** [EL4] A licence without an end, and one that is not there, do not end soon; the second is `registration`'s business. */
const licenceChecks = (rules: EligibilityRules, { licence }: Registration, day: string): CheckedEligibility[] => {
  if (rules.licenceMinDaysLeft === null) return []
  if (licence === null) return [{ check: 'licence-ends-soon', answer: 'not-checked' }]
  const endsSoon = licence.validTo !== null && daysLeft(licence.validTo, day) <= rules.licenceMinDaysLeft
  return [{ check: 'licence-ends-soon', answer: endsSoon ? 'failed' : 'ok' }]
}

/** Whole days from `day` to the last day of validity, both `YYYY-MM-DD`; negative once it is over. */
const daysLeft = (validTo: string, day: string): number =>
  Temporal.PlainDate.from(day).until(Temporal.PlainDate.from(validTo), { largestUnit: 'days' }).days

/** Whether what the look-up is asked with is on file and written as such numbers are. */
const hasNumberFor = (lookup: LookupKind, { ids }: Pick<Registration, 'ids'>): boolean => {
  switch (lookup) {
    case 'tax-number':
      return isIndonesianTaxNumber(ids.npwp ?? '') || isIndonesianCitizenNumber(ids.nik ?? '')
    case 'dti-registration':
      return isDtiRegistrationNumber(ids.dti ?? '')
    default:
      return true
  }
}

/** What a seller has to have filled in or mended, by the names that the locales know (`seller:missing`). */
export const missingRegistration = (rules: EligibilityRules, registration: Registration): string[] => [
  ...rules.requiredRegistration.filter((member) => !registration[member]),
  ...lookupsFor(rules, registration).filter((lookup) => !hasNumberFor(lookup, registration)),
]

/** [EL1] Which lane the registered person can take: the self-service one is for holders of the program's document only. */
export const laneFor = (rules: EligibilityRules, registration: Registration): 'self-service' | 'offline' =>
  holdsDocument[rules.identityDocument](registration) ? 'self-service' : 'offline'

const holdsDocument: Record<EligibilityRules['identityDocument'], (registration: Registration) => boolean> = {
  any: () => true,
  'prc-resident-card': (registration) => isResidentNumber(registration.legalRepresentative.idNumber),
}

const refusalFor: Record<EligibilityCheck, RefusalCode> = {
  'identity-document': 'not-eligible-for-lane',
  registration: 'registration-incomplete',
  'licence-ends-soon': 'licence-ends-soon',
  'phone-real-name': 'phone-not-real-name',
  'business-register': 'registration-incomplete',
  'carrier-real-name': 'phone-not-real-name',
  sanctions: 'not-allowed',
  'tax-number': 'registration-incomplete',
  'dti-registration': 'registration-incomplete',
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
