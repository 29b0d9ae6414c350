import { describe, expect, test } from 'vitest'
import { licenceStanding, parseLicenceTerm } from './licence-term.ts'

describe('[EL4] the term of a business licence', () => {
  const standing = (interval: string) => licenceStanding(parseLicenceTerm(interval)!, '2026-11-22', 30)

  test('[EL4] terms are read with and without an end; what is no term is none', () => {
    expect(parseLicenceTerm('2019-01-12/2039-01-11')).toEqual({ from: '2019-01-12', to: '2039-01-11' })
    expect(parseLicenceTerm('2019-01-12/')).toEqual({ from: '2019-01-12', to: null })
    expect(parseLicenceTerm('/')).toEqual({ from: null, to: null })
    for (const interval of ['', '2019-02-30/', '2039-01-12/2019-01-11', '2019-01-12/2039-13-01'])
      expect(parseLicenceTerm(interval)).toBeNull()
  })

  test('[EL4] the last day is valid, the day after is not', () => {
    expect(standing('2006-11-23/2026-11-22')).toEqual({ standing: 'expires-soon', daysLeft: 0 })
    expect(standing('2006-11-22/2026-11-21')).toEqual({ standing: 'expired', daysLeft: -1 })
  })

  test('[EL4] thirty days left are too few, thirty-one are enough', () => {
    expect(standing('2006-12-23/2026-12-22').standing).toBe('expires-soon')
    expect(standing('2006-12-24/2026-12-23').standing).toBe('valid')
  })

  test('[EL4] without an end it is valid, before its first day it is not', () => {
    expect(standing('2019-01-12/')).toEqual({ standing: 'valid', daysLeft: null })
    expect(standing('/')).toEqual({ standing: 'valid', daysLeft: null })
    expect(standing('2026-11-23/2046-11-22').standing).toBe('not-yet-valid')
  })
})
