/** GB 32100-2015 unified social credit codes: eighteen characters of an alphabet without I, O, S, V, Z. */

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** The 18th character for the first 17; null when they are not of the alphabet. Source: GB 32100-2015, 4.6 (MOD 31-3). */
export const creditCheckCharacter = (first17: string): string | null => {
  if (first17.length !== 17) return null
  let sum = 0
  for (let i = 0; i < 17; i += 1) {
    const value = alphabet.indexOf(first17[i]!)
    if (value < 0) return null
    sum += value * weights[i]!
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? null
}

export const creditCodeChecks = (code: string): boolean =>
  code.length === 18 && creditCheckCharacter(code.slice(0, 17)) === code[17]
