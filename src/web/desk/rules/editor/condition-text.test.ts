import { expect, test } from 'vitest'
import { compileRuleSet } from '#domain/risk/compile-rules.ts'
import { choicesOf } from '#domain/risk/feature-ranges.ts'
import { type FeatureName, featureNames, featureTypes } from '#domain/risk/features.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { type Comparison, comparisonsOf, conditionText, nameAt, withCondition } from './condition-text.ts'

const setOf = (when: string, listed: readonly string[] = []): RuleSet => ({
  program: 'aliexpress',
  sites: null,
  lists: { mine: ['beauty', ...listed] },
  thresholds: { open: 10, person: null },
  rules: [{ id: 'one', when, weight: 10, hard: false, staff: { zh: '一', en: 'one' }, seller: null }],
})

const valueFor = (name: FeatureName, comparison: Comparison): string => {
  if (comparison.endsWith('on-list')) return 'mine'
  const type = featureTypes[name]
  // Half is within what any number can be.
  return type === 'int' ? '1' : type === 'double' ? '0.5' : (choicesOf(name)?.[0] ?? 'a "word"')
}

test('[TR4] whatever can be chosen of any feature is an expression that the rules take', () => {
  const lists = ['mine']
  for (const name of featureNames) {
    const type = featureTypes[name]
    // A list none of whose words the feature can be is refused, and rightly.
    const listed = choicesOf(name)?.slice(0, 1) ?? []
    for (const comparison of comparisonsOf(type, lists)) {
      const text = conditionText({ name, type }, comparison, valueFor(name, comparison))
      expect(compileRuleSet(setOf(text ?? '', listed)), `${comparison}: ${text}`).toMatchObject({ ok: true })
      const joined = withCondition('login.proxy || shop.age_days > 3', text ?? '', '&&')
      expect(compileRuleSet(setOf(joined, listed)), joined).toMatchObject({ ok: true })
    }
  }
})

test('what is no value of the type makes no condition, and lists are offered only where there are some', () => {
  const count = { name: 'login.ips_7d', type: 'int' } as const
  expect(conditionText(count, 'at-least', '')).toBeNull()
  expect(conditionText(count, 'at-least', '2.5')).toBeNull()
  expect(conditionText(count, 'at-least', ' 4 ')).toBe('login.ips_7d >= 4')
  expect(comparisonsOf('string', [])).toEqual(['equals', 'differs'])
  expect(comparisonsOf('string', ['mine'])).toContain('on-list')
})

test('one more condition keeps what was written as it was meant', () => {
  expect(withCondition('  ', 'a', '&&')).toBe('a')
  expect(withCondition('a', 'b', '&&')).toBe('a && b')
  expect(withCondition('a || b', 'c', '&&')).toBe('(a || b) && c')
  expect(withCondition('a && b', 'c', '||')).toBe('a && b || c')
  expect(withCondition('a ? b : c', 'd', '||')).toBe('(a ? b : c) || d')
})

test('a name is completed where it is being typed, not within another one and not between quotes', () => {
  expect(nameAt('shop.age_days < 3 && log', 24)).toEqual({ from: 21, typed: 'log' })
  expect(nameAt('login.ip', 3)).toBeNull()
  expect(nameAt('shop.site == "ES', 16)).toBeNull()
  expect(nameAt('shop.site == ', 13)).toBeNull()
})
