import { createHash } from 'node:crypto'
import { creditCheckCharacter } from '#domain/credit-code.ts'

/**
 * A phone and a credit code that no other invented shop has: shops with the same ones would belong together. [TR3] The phone is
 * of a range that no carrier was given; county 110199 of the code is not assigned.
 */
export const ownNumbers = (name: string): { phone: string; creditCode: string } => {
  const number = Number.parseInt(createHash('sha256').update(name).digest('hex').slice(0, 12), 16)
  const tail = String(number).padStart(9, '0').slice(-9)
  const first17 = `91110199${tail}`
  return { phone: `+8610${tail}`, creditCode: `${first17}${creditCheckCharacter(first17) ?? ''}` }
}
