/** [DV6] A code in a text message that says who has the phone: six digits, ten minutes, five tries, and a pause before the next. */
export const phoneCodeRules = {
  digits: 6,
  validMinutes: 10,
  triesPerCode: 5,
  resendAfterSeconds: 60,
  /** For one appointment. Each message costs the operator money, and each code gives five more guesses. */
  codesPerCall: 5,
} as const

/** `chance` gives numbers from 0 to below 1. */
export const drawPhoneCode = (chance: () => number): string =>
  Array.from({ length: phoneCodeRules.digits }, () => String(Math.floor(chance() * 10))).join('')

/**
 * The number on file as telephone networks write it (E.164); null when it cannot be told. A mainland mobile number may stand
 * without its country.
 */
export const dialledNumber = (onFile: string): string | null => {
  const digits = onFile.normalize('NFKC').replace(/[\s()-]/g, '')
  const number = digits.startsWith('00') ? `+${digits.slice(2)}` : /^1\d{10}$/.test(digits) ? `+86${digits}` : digits
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null
}

/** What may be shown of a number to whoever sits at the page: its country and its end. */
export const maskedNumber = (number: string): string => `${number.slice(0, 3)} ••• ${number.slice(-4)}`
