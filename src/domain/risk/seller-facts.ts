import { creditCodeChecks } from '../credit-code.ts'
import { identityFacts, identityNumberChecks, plainIdentityNumber } from '../identity-number.ts'
import type { Registration } from '../registration.ts'
import publicMail from './public-mail-domains.json' with { type: 'json' }
import type { SellerFacts } from './signal.ts'

/** What contradicts itself in a registration, or lacks what its kind cannot be without. */
export const contradictionNames = [
  /** A mainland number whose check digit or birth date cannot be. */
  'identity-number',
  'signatory-identity-number',
  /** Younger than 16 or older than 100 on the day of registration, by the number. */
  'representative-age',
  'credit-code',
  /** The code says individual business, the registration says company. */
  'credit-code-kind',
  'company-without-name',
  'company-without-licence',
  'sole-trader-without-licence',
  'individual-with-company',
  /** Ends before it begins, or begins after it was handed in. */
  'licence-term',
  'main-category',
] as const
export type ContradictionName = (typeof contradictionNames)[number]

/**
 * [TR2] What rules may know of a registration; nothing in it names anybody. `differsFromRegister` is null where nobody could look
 * the seller up [EL7]; `registeredAtMs` is when this registration was handed in.
 */
export const sellerFactsOf = (
  registration: Registration,
  { differsFromRegister, registeredAtMs }: { differsFromRegister: boolean | null; registeredAtMs: number },
): SellerFacts => {
  const domain = mailDomainOf(registration.email)
  return {
    site: registration.site,
    kind: registration.kind,
    mainCategory: registration.mainCategory,
    categories: registration.categories,
    phoneRealNameLevel: registration.phoneRealNameLevel,
    licence: registration.licence && { validTo: registration.licence.validTo },
    hasCompanyName: registration.companyName !== null,
    hasCreditCode: registration.creditCode !== null,
    personalEmail: domain === null ? null : isPublicMail(domain),
    emailDomainMismatch: domain === null ? null : isForeignTo(registration, domain),
    contradictions: contradictionsIn(registration, registeredAtMs),
    differsFromRegister,
    registeredAtMs,
  }
}

const contradictionsIn = (registration: Registration, registeredAtMs: number): ContradictionName[] => {
  const { kind, companyName, creditCode, licence, legalRepresentative, signatories, mainCategory, categories } =
    registration
  const today = new Date(registeredAtMs).toISOString().slice(0, 10)
  const code = creditCode === null ? null : creditCode.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const found: Record<ContradictionName, boolean> = {
    'identity-number': isBrokenNumber(legalRepresentative.idNumber),
    'signatory-identity-number': signatories.some(({ idNumber }) => isBrokenNumber(idNumber)),
    'representative-age': isUnlikelyAge(legalRepresentative.idNumber, today),
    'credit-code': code !== null && !creditCodeChecks(code),
    'credit-code-kind': kind === 'company' && code !== null && creditCodeChecks(code) && code.startsWith('92'),
    'company-without-name': kind === 'company' && companyName === null,
    'company-without-licence': kind === 'company' && licence === null,
    'sole-trader-without-licence': kind === 'sole-trader' && licence === null,
    'individual-with-company': kind === 'individual' && (companyName !== null || code !== null || licence !== null),
    'licence-term':
      licence !== null &&
      (licence.validFrom > today || (licence.validTo !== null && licence.validTo <= licence.validFrom)),
    'main-category': categories.length > 0 && !categories.includes(mainCategory),
  }
  return contradictionNames.filter((name) => found[name])
}

/** Papers of other countries and regions have numbers of their own, which nothing here can check. */
const isBrokenNumber = (text: string): boolean => {
  const number = plainIdentityNumber(text)
  if (!/^\d{17}[\dX]$/.test(number)) return false
  return !identityNumberChecks(number) || identityFacts(number) === null
}

const isUnlikelyAge = (text: string, today: string): boolean => {
  const facts = identityFacts(plainIdentityNumber(text))
  if (!facts) return false
  const year = (years: number) => `${Number(today.slice(0, 4)) - years}${today.slice(4)}`
  return facts.birth > year(16) || facts.birth < year(100)
}

const mailDomainOf = (email: string): string | null => {
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
  return /^[^.\s]+(\.[^.\s]+)+$/.test(domain) && email.includes('@') ? domain : null
}

const publicDomains = new Set(publicMail.domains)

const isPublicMail = (domain: string): boolean => {
  const labels = domain.split('.')
  return labels.some((_, i) => publicDomains.has(labels.slice(i).join('.')))
}

/** Sold to everybody, so that they say nothing of a country. */
const worldwideEndings = ['ai', 'cc', 'co', 'fm', 'gg', 'io', 'ly', 'me', 'so', 'to', 'tv', 'vip', 'ws']
/** In the names of so many companies that finding them in a domain says nothing. */
const commonWords = new Set(
  'china company electronic electronics export group import industrial industry international limited technology trade trading'.split(
    ' ',
  ),
)
/** Next to a mainland business, or the same market: they say nothing either way. */
const nearbyEndings = ['hk', 'mo', 'tw']

/**
 * Whether the domain of the mail has nothing to do with a business of the mainland. Told are only a domain of another
 * country (they differ) and a domain of China or with the company's Latin name in it (they fit). A company's Chinese name
 * and the name of its domain may differ for good reasons, so that this alone is never told; a public mailbox is no domain
 * of the company's at all.
 */
const isForeignTo = ({ kind, companyName, creditCode, site }: Registration, domain: string): boolean | null => {
  const isOfMainland = kind !== 'individual' && creditCode !== null && creditCodeChecks(creditCode)
  if (!isOfMainland || isPublicMail(domain)) return null
  const ending = domain.slice(domain.lastIndexOf('.') + 1)
  if (ending === 'cn') return false
  const words = (companyName ?? '').toLowerCase().match(/[a-z0-9]{4,}/g) ?? []
  if (words.some((word) => !commonWords.has(word) && domain.replaceAll('-', '').includes(word))) return false
  const saysCountry = ending.length === 2 && !worldwideEndings.includes(ending) && !nearbyEndings.includes(ending)
  // Who sells on a country's site may well have a domain of that country.
  return saysCountry && ending !== site.toLowerCase() ? true : null
}
