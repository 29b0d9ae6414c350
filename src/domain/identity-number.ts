/** GB 11643-1999 citizen identity numbers: six digits of region, birth date, three of order (odd is male), check digit. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
/** Check character by remainder of the weighted sum by 11. Source: GB 11643-1999, annex A (ISO 7064 MOD 11-2). */
const checkCharacters = '10X98765432'

/** The 18th character for the first 17 digits; null unless given 17 digits. */
export const identityCheckCharacter = (first17: string): string | null => {
  if (!/^\d{17}$/.test(first17)) return null
  const sum = weights.reduce<number>((total, weight, i) => total + weight * Number(first17[i]), 0)
  return checkCharacters[sum % 11] ?? null
}

export const identityNumberChecks = (number: string): boolean =>
  number.length === 18 && identityCheckCharacter(number.slice(0, 17)) === number[17]

export type IdentityFacts = { birth: string; sex: 'male' | 'female' }

/** Birth date (ISO) and sex that the number itself states; null when it states no real date. */
export const identityFacts = (number: string): IdentityFacts | null => {
  if (!/^\d{17}[\dX]$/.test(number)) return null
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isRealDate(birth)) return null
  return { birth, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' }
}

/** Whether an ISO date names a day that exists. */
export const isRealDate = (iso: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The same number in the one form that is compared: upper-case X, no spaces or dashes. */
export const plainIdentityNumber = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
