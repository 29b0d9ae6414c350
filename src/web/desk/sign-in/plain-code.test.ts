import { expect, test } from 'vitest'
import { plainCode, secretOf } from './plain-code.ts'

test('a code is its digits, however it was copied', () => {
  expect(plainCode(' 123 456 ')).toBe('123456')
  expect(plainCode('12a')).toBe('12')
})

test('the key can be typed by hand', () => {
  expect(secretOf('otpauth://totp/Countersign:a%40b?secret=ABCDEFGHIJ&issuer=Countersign')).toBe('ABCD EFGH IJ')
  expect(secretOf('otpauth://totp/x?issuer=c&secret=ABCDEFGH%3D%3D')).toBe('ABCD EFGH')
  expect(secretOf('otpauth://totp/x?issuer=c')).toBe('')
})
