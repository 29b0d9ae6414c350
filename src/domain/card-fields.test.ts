import { describe, expect, test } from 'vitest'
import { addMonths, compareNames, editDistance, isIssuableTerm, parseCardTerm, termStanding } from './card-fields.ts'

describe('names', () => {
  const registered = { name: '阿依古丽·买买提', formerNames: ['李明'] }

  test('[CK1] spaces and the kind of middle dot do not make another name', () => {
    expect(compareNames('阿依古丽 • 买买提', registered)).toEqual({ relation: 'same' })
  })

  test('[EL2] a former name is told apart from another person’s', () => {
    expect(compareNames('李明', registered)).toEqual({ relation: 'former-name' })
    expect(compareNames('李鸣', { name: '李明', formerNames: [] })).toEqual({ relation: 'different', edits: 1 })
  })

  test('edits count insertions, deletions and replacements', () => {
    expect(editDistance([...'朱样'], [...'朱样宁'])).toBe(1)
    expect(editDistance([...'沈测试'], [...'陈试远'])).toBe(3)
    expect(editDistance([], [...'ab'])).toBe(2)
  })
})

describe('[EL3] the term of a card', () => {
  const term = { from: '2016-08-08', to: '2036-08-08' }

  test('[EL3] the last printed day is still valid, the day after is not', () => {
    expect(termStanding(term, '2036-08-08', 0).standing).toBe('valid')
    expect(termStanding(term, '2036-08-09', 0)).toEqual({ standing: 'expired', daysLeft: -1 })
  })

  test('[EL3] fewer than six months left is told, exactly six months is not', () => {
    expect(termStanding(term, '2036-02-08', 6).standing).toBe('valid')
    expect(termStanding(term, '2036-02-09', 6)).toEqual({ standing: 'expires-soon', daysLeft: 181 })
  })

  test('[EL3] a term without end never expires; one that has not begun is not valid', () => {
    expect(termStanding({ from: '2014-09-12', to: null }, '2099-01-01', 6)).toEqual({
      standing: 'valid',
      daysLeft: null,
    })
    expect(termStanding(term, '2016-08-07', 6).standing).toBe('not-yet-valid')
  })

  test('a term is read from an ISO interval and refuses days that do not exist', () => {
    expect(parseCardTerm('2014-09-12/')).toEqual({ from: '2014-09-12', to: null })
    expect(parseCardTerm('2014-09-12/2034-09-12')).toEqual({ from: '2014-09-12', to: '2034-09-12' })
    expect(parseCardTerm('2014-02-30/2034-02-30')).toBeNull()
    expect(parseCardTerm('2034-09-12/2014-09-12')).toBeNull()
    expect(parseCardTerm('2014-09-12')).toBeNull()
  })

  test('[CK1] only 5, 10 and 20 years and no end are issued', () => {
    expect(isIssuableTerm({ from: '2016-08-08', to: '2036-08-08' })).toBe(true)
    expect(isIssuableTerm({ from: '2016-02-29', to: '2021-03-01' })).toBe(true)
    expect(isIssuableTerm({ from: '2016-08-08', to: null })).toBe(true)
    expect(isIssuableTerm({ from: '2016-08-08', to: '2033-08-08' })).toBe(false)
    expect(isIssuableTerm({ from: '2016-08-08', to: '2036-08-09' })).toBe(false)
  })

  test('months are added to the last day that exists', () => {
    expect(addMonths('2024-08-31', 6)).toBe('2025-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2024-11-15', 14)).toBe('2026-01-15')
  })
})
