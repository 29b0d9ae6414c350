import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  identityCheckCharacter,
  identityFacts,
  identityNumberChecks,
  isRealDate,
  plainIdentityNumber,
} from './identity-number.ts'

describe('GB 11643 identity numbers', () => {
  test('[CK1] the standard’s own examples check', () => {
    expect(identityNumberChecks('11010519491231002X')).toBe(true)
    expect(identityNumberChecks('440524188001010014')).toBe(true)
  })

  test('[CK1] a wrong length, a letter elsewhere and a lower-case x do not check', () => {
    for (const number of ['', '1101051949123100', '1101051949123100A2', '11010519491231002x', '11010519491231002X0'])
      expect(identityNumberChecks(number)).toBe(false)
  })

  const digits17 = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 }).map((d) => d.join(''))

  test('[CK1] any single wrong digit and any swap of neighbours is found', () => {
    fc.assert(
      fc.property(digits17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (first17, at, add) => {
        const number = first17 + identityCheckCharacter(first17)
        const wrong = number.slice(0, at) + ((Number(number[at]) + add) % 10) + number.slice(at + 1)
        expect(identityNumberChecks(number)).toBe(true)
        expect(identityNumberChecks(wrong)).toBe(false)
        const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2)
        if (swapped !== number) expect(identityNumberChecks(swapped)).toBe(false)
      }),
    )
  })

  test('[CK1] the number states birth date and sex', () => {
    expect(identityFacts('11010519491231002X')).toEqual({ birth: '1949-12-31', sex: 'female' })
    expect(identityFacts('440524188001010014')).toEqual({ birth: '1880-01-01', sex: 'male' })
    expect(identityFacts('110105194913310021')).toBeNull()
    expect(identityFacts('110105202302290010')).toBeNull()
  })

  test('a date that does not exist is no date', () => {
    expect(isRealDate('2024-02-29')).toBe(true)
    expect(isRealDate('2023-02-29')).toBe(false)
    expect(isRealDate('2023-2-9')).toBe(false)
  })

  test('full-width digits, spaces and a small x are the same number', () => {
    expect(plainIdentityNumber('１１０１０５ 19491231 002x')).toBe('11010519491231002X')
  })
})
