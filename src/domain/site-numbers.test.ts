import { describe, expect, test } from 'vitest'
import { isDtiRegistrationNumber, isIndonesianCitizenNumber, isIndonesianTaxNumber } from './site-numbers.ts'

describe('[SI2] Indonesian tax numbers', () => {
  test.each(['01.312.166.0-091.000', '016090524017000', '0016090524017000', '02.183.241.5-000.000'])(
    '%s is written as one',
    (number) => {
      expect(isIndonesianTaxNumber(number)).toBe(true)
    },
  )

  test('one digit that is wrong among the first nine is found', () => {
    const right = '013121660091000'
    for (let place = 0; place < 9; place += 1)
      for (let digit = 0; digit < 10; digit += 1) {
        const number = `${right.slice(0, place)}${digit}${right.slice(place + 1)}`
        expect(isIndonesianTaxNumber(number), number).toBe(number === right)
      }
  })

  test.each(['', '12345678', '01312166009100', '01312166009100A', '1013121660091000', '01.312.166.9-091.000'])(
    '“%s” is none',
    (number) => {
      expect(isIndonesianTaxNumber(number)).toBe(false)
    },
  )

  test('a citizen’s number serves as one', () => {
    expect(isIndonesianTaxNumber('3171011708450001')).toBe(true)
  })
})

describe('[SI2] Indonesian citizen numbers', () => {
  test.each([
    ['a man born on 17 August 1945', '3171011708450001', true],
    ['a woman born on that day', '3171015708450001', true],
    ['born on 29 February 2000, which 1900 had not', '3171012902001234', true],
    ['born on 30 February', '3171013002001234', false],
    ['born in a thirteenth month', '3171011713450001', false],
    ['of no province', '0971011708450001', false],
    ['of no district', '3171001708450001', false],
    ['the nought-th of its day', '3171011708450000', false],
    ['a digit short', '317101170845001', false],
  ] as const)('%s', (_what, number, is) => {
    expect(isIndonesianCitizenNumber(number)).toBe(is)
  })
})

test.each([
  ['5436843', true],
  ['01234567', true],
  ['0000000', false],
  ['1234', false],
  ['BN-5436843', false],
  ['', false],
] as const)('[SI2] Philippine DTI number “%s”: %s', (number, is) => {
  expect(isDtiRegistrationNumber(number)).toBe(is)
})
