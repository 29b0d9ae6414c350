import { expect, test } from 'vitest'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { addRule, changeList, duplicateRule, freeId, insertAt, itemsOf, moveRule, removeRule } from './draft-edits.ts'

const set = (...ids: string[]): RuleSet => ({
  program: 'aliexpress',
  sites: null,
  lists: { countries: ['CN'], sensitive: ['adult'] },
  thresholds: { open: 10, person: null },
  rules: ids.map((id) => ({
    id,
    when: 'login.proxy',
    weight: 1,
    hard: false,
    staff: { zh: '一', en: 'one' },
    seller: null,
  })),
})
const ids = ({ rules }: RuleSet) => rules.map(({ id }) => id)

test('[TR4] a rule that is added or copied has an id of its own, and the copy stands below', () => {
  expect(ids(addRule(addRule(set('a'))))).toEqual(['a', 'new-rule', 'new-rule-2'])
  expect(ids(duplicateRule(set('a', 'b'), 0))).toEqual(['a', 'a-2', 'b'])
  expect(freeId(set('a', 'a-2').rules, 'a')).toBe('a-3')
})

test('[TR4] rules are moved by one place and never over the end', () => {
  expect(ids(moveRule(set('a', 'b', 'c'), 1, -1))).toEqual(['b', 'a', 'c'])
  expect(ids(moveRule(set('a', 'b', 'c'), 1, 1))).toEqual(['a', 'c', 'b'])
  expect(ids(moveRule(set('a', 'b'), 0, -1))).toEqual(['a', 'b'])
  expect(ids(moveRule(set('a', 'b'), 1, 1))).toEqual(['a', 'b'])
  expect(ids(removeRule(set('a', 'b'), 0))).toEqual(['b'])
})

test('[TR4] a list is added, renamed in its place, and taken away', () => {
  const renamed = changeList(set(), 'countries', { name: 'lands', items: ['CN', 'HK'] })
  expect(Object.entries(renamed.lists)).toEqual([
    ['lands', ['CN', 'HK']],
    ['sensitive', ['adult']],
  ])
  expect(Object.keys(changeList(set(), 'sensitive', null).lists)).toEqual(['countries'])
  expect(Object.keys(changeList(set(), 'more', { name: 'more', items: [] }).lists)).toEqual([
    'countries',
    'sensitive',
    'more',
  ])
})

test('entries are read however they are written apart, each once', () => {
  expect(itemsOf('beauty, adult\n\n medical-devices，beauty、食品')).toEqual([
    'beauty',
    'adult',
    'medical-devices',
    '食品',
  ])
})

test('what is put into an expression stands apart from its neighbours', () => {
  expect(insertAt('', { from: 0, to: 0 }, 'login.proxy')).toEqual({ text: 'login.proxy', cursor: 11 })
  expect(insertAt('a &&b', { from: 4, to: 4 }, 'login.proxy').text).toBe('a && login.proxy b')
  expect(insertAt('!(x)', { from: 2, to: 3 }, 'login.proxy').text).toBe('!(login.proxy)')
})
