import { expect, test } from 'vitest'
import { totpCode, totpLeftMs, totpSecretOf } from './totp.ts'

/** RFC 6238, appendix B, SHA-1, the last six of its eight digits; the secret is `12345678901234567890` in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code of second %i is that of RFC 6238', (seconds, code) => {
  expect(totpCode(secret, seconds * 1000)).toBe(code)
})

test('a code counts until its half minute is over', () => {
  expect(totpLeftMs(60_000)).toBe(30_000)
  expect(totpLeftMs(89_999)).toBe(1)
})

test('the secret is read from the address that authenticator apps scan', () => {
  expect(totpSecretOf(`otpauth://totp/Countersign:a%40b.example?secret=${secret}&issuer=Countersign`)).toBe(secret)
  expect(() => totpSecretOf('otpauth://totp/x?issuer=y')).toThrow('without a secret')
  expect(() => totpCode('not base32', 0)).toThrow('not base32')
})
