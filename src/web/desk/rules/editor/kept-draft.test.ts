import { expect, test } from 'vitest'
import { editableRules, parseKeptDraft } from './kept-draft.ts'

const rule = { id: 'a', when: 'login.proxy', weight: 3, hard: true, staff: { zh: '一', en: 'one' }, seller: null }
const rules = { program: 'p', sites: null, lists: { l: ['x'] }, thresholds: { open: 3, person: null }, rules: [rule] }

test('[TR4] what was typed comes back after a reload, half a number as none', () => {
  expect(parseKeptDraft(JSON.parse(JSON.stringify({ revision: 4, rules })))).toEqual({ revision: 4, rules })
  const half = JSON.parse(
    JSON.stringify({ revision: 4, rules: { ...rules, rules: [{ ...rule, weight: Number.NaN }] } }),
  )
  expect(parseKeptDraft(half)?.rules.rules[0]?.weight).toBeNaN()
})

test('[TR4] what is no rule set is not taken over, and rules of another program become those of this one', () => {
  for (const json of [null, 3, [], {}, { ...rules, rules: [{ id: 'a' }] }, { ...rules, lists: { l: 'x' } }])
    expect(editableRules(json, 'p')).toBeNull()
  expect(editableRules({ ...rules, $schema: 'x', program: 'other' }, 'p')).toEqual(rules)
  expect(parseKeptDraft({ form: 'of an older page' })).toBeNull()
})
