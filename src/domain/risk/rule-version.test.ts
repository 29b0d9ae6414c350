import { expect, test } from 'vitest'
import { type RuleStep, type RuleVersionStanding, type RuleVersionState, refusedRuleStep } from './rule-version.ts'

const standing = (state: RuleVersionState, changes: Partial<RuleVersionStanding> = {}): RuleVersionStanding => ({
  state,
  hands: ['staff/ada'],
  wasPublished: state === 'published' || state === 'retired',
  restoredAlone: false,
  ...changes,
})

test('[TR4] whoever had a hand in a proposal does not publish it; somebody else does', () => {
  const proposal = standing('proposed', { hands: ['staff/ada', 'staff/bo'] })
  expect(refusedRuleStep(proposal, 'publish', 'staff/ada')).toBe('second-pair-of-eyes')
  expect(refusedRuleStep(proposal, 'publish', 'staff/bo')).toBe('second-pair-of-eyes')
  expect(refusedRuleStep(proposal, 'publish', 'staff/cy')).toBeNull()
})

test('[TR4] a draft is not published before it was proposed, and what is published is not edited', () => {
  expect(refusedRuleStep(standing('draft'), 'publish', 'staff/cy')).toBe('invalid-state')
  for (const state of ['proposed', 'published', 'retired', 'rejected'] as const)
    expect(refusedRuleStep(standing(state), 'edit', 'staff/ada')).toBe('invalid-state')
})

test('[TR4] one person goes back to what was published before, and to nothing else', () => {
  expect(refusedRuleStep(standing('retired'), 'restore', 'staff/ada')).toBeNull()
  expect(refusedRuleStep(standing('retired', { wasPublished: false }), 'restore', 'staff/ada')).toBe('invalid-state')
  for (const state of ['draft', 'proposed', 'published', 'rejected'] as const)
    expect(refusedRuleStep(standing(state), 'restore', 'staff/ada')).toBe('invalid-state')
})

test('[TR4] a roll-back is looked at by somebody else, once', () => {
  const restored = standing('published', { restoredAlone: true })
  expect(refusedRuleStep(restored, 'look-at', 'staff/ada')).toBe('second-pair-of-eyes')
  expect(refusedRuleStep(restored, 'look-at', 'staff/bo')).toBeNull()
  expect(refusedRuleStep(standing('published'), 'look-at', 'staff/bo')).toBe('invalid-state')
})

test('[TR4] a rejected version is done with', () => {
  const steps: RuleStep[] = ['edit', 'propose', 'take-back', 'publish', 'reject', 'discard', 'retire', 'restore']
  for (const step of steps) expect(refusedRuleStep(standing('rejected'), step, 'staff/cy')).toBe('invalid-state')
})
