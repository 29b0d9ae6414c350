import { expect, test } from 'vitest'
import { dialledNumber, drawPhoneCode, maskedNumber } from './phone-code.ts'

test.each([
  ['+86 138 0013 8000', '+8613800138000'],
  ['138-0013-8000', '+8613800138000'],
  ['0062 (812) 345-6789', '+628123456789'],
  ['0571 8888 8888', null],
  ['+1', null],
])('[DV6] the number on file, “%s”, is dialled as %s', (onFile, dialled) => {
  expect(dialledNumber(onFile)).toBe(dialled)
})

test('[DV6] a code is six digits, noughts in front too', () => {
  expect(drawPhoneCode(() => 0)).toBe('000000')
  expect(drawPhoneCode(() => 0.9999)).toBe('999999')
})

test('[DV6] little is shown of a number', () => {
  expect(maskedNumber('+8613800138000')).toBe('+86 ••• 8000')
})
