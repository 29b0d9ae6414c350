import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'

/** A rule that is right, but for what is changed of it. */
export const ruleWith = (changes: Partial<Rule> = {}): Rule => ({
  id: 'by-proxy',
  when: 'login.proxy',
  weight: 1,
  hard: false,
  staff: { zh: '使用代理登录', en: 'Signed in through a proxy' },
  seller: null,
  ...changes,
})

/** A rule set of one rule that is right, but for what is changed of it. */
export const ruleSetWith = (changes: Partial<RuleSet> = {}): RuleSet => ({
  program: 'aliexpress',
  sites: null,
  lists: { sensitive: ['beauty', 'adult'] },
  thresholds: { open: 1, person: null },
  rules: [ruleWith()],
  ...changes,
})
