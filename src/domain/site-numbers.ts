import { isRealDate } from './identity-number.ts'

/**
 * [SI2] Numbers of foreign registers that some sites ask for. A number that is written wrongly is wrong whatever a register says; one
 * that is written well says nothing of whether it was ever given out.
 */
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/[\s.\-/]/g, '')

/**
 * Indonesia's tax number. Fifteen digits: two of the kind of taxpayer, six of the taxpayer, a check digit over these eight
 * (Luhn), three of the tax office, three of the branch. Since 2024 sixteen: the same behind a 0, or a citizen's NIK.
 * Source: OECD, Indonesia TIN; PMK 112/PMK.03/2022.
 */
export const isIndonesianTaxNumber = (text: string): boolean => {
  const digits = digitsOf(text)
  if (/^\d{15}$/.test(digits)) return luhnChecks(digits.slice(0, 9))
  if (/^0\d{15}$/.test(digits)) return luhnChecks(digits.slice(1, 10))
  return isIndonesianCitizenNumber(digits)
}

/**
 * Indonesia's citizen number (NIK): two digits each of province, town and district, the day of birth (women 40 later), month and
 * year, four of order from 0001. It has no check digit; provinces are numbered from 11 to 97.
 */
export const isIndonesianCitizenNumber = (text: string): boolean => {
  const parts = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{4})$/.exec(digitsOf(text))
  if (!parts) return false
  const [, province = '', town, district, birthDay = '', month, year, order] = parts
  const day = String(Number(birthDay) > 40 ? Number(birthDay) - 40 : Number(birthDay)).padStart(2, '0')
  const isBorn = isRealDate(`19${year}-${month}-${day}`) || isRealDate(`20${year}-${month}-${day}`)
  return (
    Number(province) >= 11 && Number(province) <= 97 && town !== '00' && district !== '00' && isBorn && order !== '0000'
  )
}

/**
 * The business name number that the Philippine Department of Trade and Industry prints on its certificates. It is a running
 * number; we know of no published length and no check digit, so a plausible row of digits is all we ask, and its register tells.
 */
export const isDtiRegistrationNumber = (text: string): boolean => {
  const digits = digitsOf(text)
  return /^\d{5,9}$/.test(digits) && Number(digits) > 0
}

/** ISO/IEC 7812-1, annex B: from the right every second digit doubled, the digits of the results added up. */
const luhnChecks = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
