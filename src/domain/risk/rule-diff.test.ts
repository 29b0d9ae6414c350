import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countChanges, diffRuleSets } from './rule-diff.ts'
import type { Rule, RuleSet } from './rule-set.ts'

const rule = (id: string, changes: Partial<Rule> = {}): Rule => ({
  id,
  when: 'login.impossible_travel',
  weight: 30,
  hard: false,
  staff: { zh: '异地登录', en: 'Impossible travel' },
  seller: null,
  ...changes,
})

const set = (changes: Partial<RuleSet> = {}): RuleSet => ({
  program: 'aliexpress',
  sites: ['ES', 'FR'],
  lists: { sensitive: ['adult', 'medical'] },
  thresholds: { open: 60, person: null },
  rules: [rule('travel'), rule('new-device')],
  ...changes,
})

test('[TR4] a set does not differ from itself, whatever order its members were written in', () => {
  const { rules, thresholds, ...rest } = set()
  const other = { thresholds, rules, ...rest, sites: ['FR', 'ES'] } as RuleSet
  expect(countChanges(diffRuleSets(set(), other))).toBe(0)
})

test('[TR4] rules are added, removed and changed by their id, and the parts that changed are named', () => {
  const after = set({ rules: [rule('travel', { weight: 40, staff: { zh: '异地', en: 'Travel' } }), rule('proxy')] })
  const { rules, isReordered } = diffRuleSets(set(), after)
  expect(rules.added).toEqual([rule('proxy')])
  expect(rules.removed).toEqual([rule('new-device')])
  expect(rules.changed).toMatchObject([{ id: 'travel', parts: ['weight', 'staff'], before: { weight: 30 } }])
  expect(isReordered).toBe(false)
})

test('[TR4] thresholds, sites and lists are told with what they were', () => {
  const after = set({
    sites: null,
    thresholds: { open: 50, person: 80 },
    lists: { sensitive: ['adult', 'cosmetics'], countries: ['CN'] },
  })
  const diff = diffRuleSets(set(), after)
  expect(diff.sites).toEqual({ before: ['ES', 'FR'], after: null })
  expect(diff.open).toEqual({ before: 60, after: 50 })
  expect(diff.person).toEqual({ before: null, after: 80 })
  expect(diff.lists).toEqual({
    added: [{ name: 'countries', items: ['CN'] }],
    removed: [],
    changed: [{ name: 'sensitive', added: ['cosmetics'], removed: ['medical'] }],
  })
  expect(countChanges(diff)).toBe(5)
})

test('[TR4] another order is told and is no change', () => {
  const diff = diffRuleSets(set(), set({ rules: [rule('new-device'), rule('travel')] }))
  expect(diff.isReordered).toBe(true)
  expect(countChanges(diff)).toBe(0)
})

test('[TR4] of a first set everything is new, and a list called like a member of every object is a list', () => {
  const first = set({ lists: { constructor: ['a'] } })
  const diff = diffRuleSets(null, first)
  expect(diff.rules.added).toHaveLength(2)
  expect(diff.lists.added).toEqual([{ name: 'constructor', items: ['a'] }])
  expect(diffRuleSets(set({ lists: {} }), first).lists.added).toEqual([{ name: 'constructor', items: ['a'] }])
})

test('[TR4] whatever is added one way is removed the other way', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  const sets = ids.chain((chosen) =>
    fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: chosen.length, maxLength: chosen.length })
      .map((weights) => set({ rules: chosen.map((id, index) => rule(id, { weight: weights[index] ?? 1 })) })),
  )
  fc.assert(
    fc.property(sets, sets, (one, other) => {
      const there = diffRuleSets(one, other)
      const back = diffRuleSets(other, one)
      expect(there.rules.added).toEqual(back.rules.removed)
      expect(countChanges(there)).toBe(countChanges(back))
      expect(there.rules.changed.map(({ id }) => id).sort()).toEqual(back.rules.changed.map(({ id }) => id).sort())
    }),
  )
})
