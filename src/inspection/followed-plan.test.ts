import { expect, test } from 'vitest'
import { openFollowedPlan } from './followed-plan.ts'

test('[CK5] steps and digits are known as they are told, each once, and the digits in the order in which they were shown', () => {
  const plan = openFollowedPlan({ digits: null, language: 'zh', maxDigitMs: 1500, steps: [], challenges: [] })
  expect(plan.asFarAsKnown(() => []).digits).toBe(null)
  plan.stepStarted({ id: 'digits', kind: 'digits', startMs: 1000, endMs: null, action: null })
  const shown = (index: number, value: string) => ({
    stepId: 'digits',
    index,
    shownMs: 2000 + index * 2500,
    challenge: { kind: 'digit' as const, value },
  })
  for (const one of [shown(0, '7'), shown(1, '3'), shown(1, '3')]) plan.challengeShown(one)
  const known = plan.asFarAsKnown(() => [])
  expect(known).toMatchObject({ digits: '73', language: 'zh', maxDigitMs: 1500, stepsKnown: true })
  expect(known.challenges).toHaveLength(2)
  plan.challengeShownAgain('digits', 1, 9500)
  expect(plan.asFarAsKnown(() => []).challenges.map(({ shownMs }) => shownMs)).toEqual([2000, 9500])
  expect(plan.stepAt(900)).toBe(null)
  expect(plan.stepAt(99_000)?.id).toBe('digits')
  plan.stepEnded('digits', 9000)
  expect(plan.stepAt(99_000)).toBe(null)
})

test('steps that nobody told are found from what was seen', () => {
  const found = { id: 'found-1', kind: 'face' as const, startMs: 0, endMs: 900, action: null }
  const known = openFollowedPlan(null).asFarAsKnown(() => [found])
  const nothingAsked = { challenges: [], digits: null, language: null, maxDigitMs: null }
  expect(known).toEqual({ steps: [found], stepsKnown: false, ...nothingAsked })
})

test('a step that is opened again counts from then on, unless something was answered in it', () => {
  const plan = openFollowedPlan(null)
  const step = (id: string, kind: 'pan' | 'digits', startMs: number) =>
    plan.stepStarted({ id, kind, startMs, endMs: null, action: null })
  step('pan', 'pan', 1000)
  step('pan', 'pan', 1500)
  plan.stepEnded('pan', 2000)
  step('digits', 'digits', 2000)
  plan.challengeShown({ stepId: 'digits', index: 0, shownMs: 2500, challenge: { kind: 'digit', value: '7' } })
  plan.stepEnded('digits', 3000)
  step('pan', 'pan', 3000)
  plan.stepEnded('pan', 4000)
  step('digits', 'digits', 4000)
  expect(plan.steps().map(({ id, startMs, endMs }) => [id, startMs, endMs])).toEqual([
    ['pan', 3000, 4000],
    ['digits', 2000, null],
  ])
})

test('[LC3] where a step that was opened again asks anew, only that counts', () => {
  const plan = openFollowedPlan(null)
  const asks = (index: number, shownMs: number, value: string) =>
    plan.challengeShown({ stepId: 'digits', index, shownMs, challenge: { kind: 'digit', value } })
  const opens = (startMs: number) =>
    plan.stepStarted({ id: 'digits', kind: 'digits', startMs, endMs: null, action: null })
  opens(1000)
  asks(0, 2000, '7')
  asks(1, 3000, '4')
  plan.stepEnded('digits', 4000)
  opens(9000)
  asks(0, 10_000, '5')
  asks(1, 12_000, '9')
  expect(plan.asFarAsKnown(() => [])).toMatchObject({ digits: '59', steps: [{ startMs: 9000, endMs: null }] })
})
