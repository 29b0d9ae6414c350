import { expect, test } from 'vitest'
import { digitsOf } from './said-digits.ts'

test('[CK5] what recognisers write for digits is read, in figures and words of both languages', () => {
  expect(digitsOf('4821')).toBe('4821')
  expect(digitsOf(' 4 8, 2 1.')).toBe('4821')
  expect(digitsOf('四八二幺。')).toBe('4821')
  expect(digitsOf('<|zh|><|NEUTRAL|><|Speech|><|woitn|>零五〇九')).toBe('0509')
  expect(digitsOf('Four eight two, oh!')).toBe('4820')
  expect(digitsOf('４８')).toBe('48')
})

test('[CK5] anything beside digits makes it no answer, and so does nothing', () => {
  for (const text of ['', ' . ', '四是二一', 'four eight two won', 'eh 4821', '48 twenty-one', '嗯四八二一'])
    expect(digitsOf(text), text).toBeNull()
})
