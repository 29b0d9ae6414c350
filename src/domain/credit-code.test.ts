import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditCheckCharacter, creditCodeChecks } from './credit-code.ts'

describe('GB 32100 unified social credit codes', () => {
  test('[CK2] the standard’s own example checks', () => {
    expect(creditCodeChecks('91350100M000100Y43')).toBe(true)
  })

  test('[CK2] letters outside the alphabet and other lengths do not check', () => {
    for (const code of ['', '91350100M000100Y4', '91350100M000100Y4I', '91350100m000100y43', '91350100M000100Y431'])
      expect(creditCodeChecks(code)).toBe(false)
  })

  test('[CK2] any single wrong character is found', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const code17 = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((c) => c.join(''))
    fc.assert(
      fc.property(code17, fc.nat(16), fc.integer({ min: 1, max: 30 }), (first17, at, add) => {
        const code = first17 + creditCheckCharacter(first17)
        const other = alphabet[(alphabet.indexOf(code[at]!) + add) % 31]
        expect(creditCodeChecks(code)).toBe(true)
        expect(creditCodeChecks(code.slice(0, at) + other + code.slice(at + 1))).toBe(false)
      }),
    )
  })
})
