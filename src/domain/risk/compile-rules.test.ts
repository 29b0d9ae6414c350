import { describe, expect, test } from 'vitest'
import { ruleSetWith, ruleWith } from '#test/world/a-rule-set.ts'
import { type CompiledRules, compileRuleSet } from './compile-rules.ts'
import type { FeatureValues, RuleSet } from './rule-set.ts'

const compiled = (set: RuleSet): CompiledRules => {
  const result = compileRuleSet(set)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

const problemsOf = (changes: Partial<RuleSet>) => {
  const result = compileRuleSet(ruleSetWith(changes))
  return result.ok ? [] : result.problems.map(({ field, code }) => [field, code])
}

const oneRule = (when: string, values: FeatureValues) =>
  compiled(ruleSetWith({ rules: [ruleWith({ id: 'it', when })] })).decide(values)

describe('[TR4] a decision', () => {
  const rules = compiled(
    ruleSetWith({
      thresholds: { open: 0.8, person: 1.5 },
      rules: [
        ruleWith({ id: 'proxy', when: 'login.proxy', weight: 0.7 }),
        ruleWith({ id: 'young', when: 'shop.age_days < 30', weight: 0.1 }),
        ruleWith({ id: 'fake', when: 'violations.counterfeit_or_ip_90d >= 2', weight: 0.8 }),
        ruleWith({ id: 'trusted', when: 'shop.age_days > 1000', weight: -0.5 }),
        ruleWith({ id: 'failed', when: 'shop.real_name_check_failed', weight: 0, hard: true }),
      ],
    }),
  )
  const calm: FeatureValues = {
    'login.proxy': false,
    'shop.age_days': 100,
    'violations.counterfeit_or_ip_90d': 0,
    'shop.real_name_check_failed': false,
  }

  test('names what contributed, and adds it up without the dust of binary fractions', () => {
    expect(rules.decide({ ...calm, 'login.proxy': true, 'shop.age_days': 3 })).toEqual({
      outcome: 'open',
      score: 0.8,
      contributions: [
        { rule: 'proxy', weight: 0.7, hard: false },
        { rule: 'young', weight: 0.1, hard: false },
      ],
      notAsked: [],
    })
  })

  test('opens nothing below the threshold, and a weight may speak for a seller', () => {
    expect(rules.decide(calm)).toMatchObject({ outcome: 'none', score: 0, contributions: [] })
    const old = { ...calm, 'shop.age_days': 2_000 }
    expect(rules.decide({ ...old, 'violations.counterfeit_or_ip_90d': 2 })).toMatchObject({
      outcome: 'none',
      score: 0.3,
    })
  })

  test('asks for a person from the second threshold on', () => {
    const worse = { ...calm, 'login.proxy': true, 'violations.counterfeit_or_ip_90d': 5 }
    expect(rules.decide(worse)).toMatchObject({ outcome: 'open-with-person', score: 1.5 })
  })

  test('[TR5] a hard rule opens whatever the score is', () => {
    const failed = { ...calm, 'shop.age_days': 2_000, 'shop.real_name_check_failed': true }
    expect(rules.decide(failed)).toMatchObject({ outcome: 'open', score: -0.5 })
  })

  test('is the same for the same values, and reads no more than its rules name', () => {
    expect(rules.reads).toEqual([
      'login.proxy',
      'shop.age_days',
      'violations.counterfeit_or_ip_90d',
      'shop.real_name_check_failed',
    ])
    expect(rules.decide(calm)).toEqual(rules.decide({ ...calm, 'orders.count_24h': 500 }))
  })
})

describe('[TR2] nobody is scored from thin air', () => {
  test('a rule whose answer hangs on what is missing is not asked, and says what it lacked', () => {
    expect(oneRule('login.proxy && login.ips_7d > 3', { 'login.proxy': true })).toEqual({
      outcome: 'none',
      score: 0,
      contributions: [],
      notAsked: [{ rule: 'it', missing: ['login.ips_7d'] }],
    })
    expect(oneRule('login.proxy && login.ips_7d > 3', {}).notAsked).toEqual([
      { rule: 'it', missing: ['login.proxy', 'login.ips_7d'] },
    ])
  })

  test.each([
    ['false on one side of an and', 'login.proxy && login.ips_7d > 3', { 'login.ips_7d': 1 }, 'none'],
    ['true on one side of an or', 'login.proxy || login.ips_7d > 3', { 'login.ips_7d': 9 }, 'open'],
    ['known asked before', 'known(login.proxy) && login.proxy', {}, 'none'],
    ['known asked after', 'login.proxy && known(login.proxy)', {}, 'none'],
    [
      'another way where it is not known',
      'known(login.proxy) ? login.proxy : login.ips_7d > 3',
      { 'login.ips_7d': 9 },
      'open',
    ],
    ['exists, found before', '["a", "b"].exists(x, x == "a" || login.proxy)', {}, 'open'],
    ['all, failed before', '["a", "b"].all(x, x == "b" && login.proxy)', {}, 'none'],
  ] as const)('it is asked where the rest decides: %s', (_what, when, values, outcome) => {
    expect(oneRule(when, values)).toMatchObject({ outcome, notAsked: [] })
  })

  test.each([
    ['the chosen way', 'known(login.proxy) ? login.proxy : login.ips_7d > 3', {}, ['login.ips_7d']],
    ['the condition', 'login.proxy ? shop.age_days > 3 : login.ips_7d > 3', {}, ['login.proxy']],
    ['what each item is asked', '["a"].exists(x, x == shop.site)', {}, ['shop.site']],
    ['the list', 'shop.categories.exists(x, x == shop.site)', {}, ['shop.categories']],
    ['only what is missing', 'login.ips_7d > 3 || login.proxy', { 'login.ips_7d': 1 }, ['login.proxy']],
  ] as const)('what it lacked is told exactly: %s', (_what, when, values, missing) => {
    expect(oneRule(when, values).notAsked).toEqual([{ rule: 'it', missing }])
  })
})

describe('[TR4] a rule set that is wrong', () => {
  test('every problem is named at once, by field', () => {
    const rules = [
      ruleWith({ id: 'a', when: 'login.proxi' }),
      ruleWith({ id: 'a', when: 'true', weight: Number.NaN }),
      ruleWith({ id: 'c', when: 'shop.age_days < 0', staff: { en: 'only English' } }),
      ruleWith({ id: 'd', when: 'shop.site.matches("(a+)+$")', weight: 5_000 }),
    ]
    expect(problemsOf({ rules, lists: { 'Not so': ['a'], twice: ['a', 'a'] } })).toEqual([
      ['rules.1.id', 'duplicate'],
      ['lists.Not so', 'not-a-rule-set'],
      ['lists.twice', 'duplicate'],
      ['rules.1.weight', 'not-a-rule-set'],
      ['rules.3.weight', 'too-large'],
      ['rules.2.staff.zh', 'not-a-rule-set'],
      ['rules.0.when', 'unknown-name'],
      ['rules.1.when', 'always-true'],
      ['rules.2.when', 'never-true'],
      ['rules.3.when', 'not-allowed'],
    ])
  })

  test.each([
    ['a threshold that everybody passes', { open: 0, person: null }, ['thresholds.open', 'always-true']],
    ['a threshold that nobody reaches', { open: 2, person: null }, ['thresholds.open', 'never-true']],
    ['a person before a case', { open: 1, person: 0.5 }, ['thresholds.person', 'not-a-rule-set']],
    ['a person never', { open: 1, person: 9 }, ['thresholds.person', 'never-true']],
  ] as const)('%s', (_what, thresholds, problem) => {
    expect(problemsOf({ thresholds })).toEqual([problem])
  })

  test('numbers that get too large to be exact are refused, not rounded', () => {
    const when = 'login.ips_7d * login.ips_7d * login.ips_7d > 5'
    expect(problemsOf({ rules: [ruleWith({ when })] })).toEqual([['rules.0.when', 'too-large']])
    expect(problemsOf({ rules: [ruleWith({ when: 'login.ips_7d * login.devices_30d > 5' })] })).toEqual([])
  })

  test('more rules or steps than are borne are refused', () => {
    const many = Array.from({ length: 501 }, (_, no) => ruleWith({ id: `rule-${no}` }))
    expect(problemsOf({ rules: many })).toEqual([['rules', 'too-large']])
    const when = 'shop.categories.exists(c, c in shop.contradictions || login.proxy || login.device_is_new)'
    const heavy = many.slice(0, 20).map((rule) => ({ ...rule, when }))
    expect(problemsOf({ rules: heavy.slice(0, 2) })).toEqual([])
    expect(problemsOf({ rules: heavy })).toEqual([['rules', 'too-large']])
  })
})
