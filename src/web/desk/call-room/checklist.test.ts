import { expect, test } from 'vitest'
import { aFinding, aSnapshot, aStep } from '#test/world/a-call-room.ts'
import {
  fateOf,
  findingsOf,
  mayLeaveOut,
  nextStep,
  obstacleToRight,
  openStep,
  type PendingRight,
  pictureWithinMs,
  progress,
  stepOfNumber,
  stepsThatBar,
  worstFirst,
} from './checklist.ts'

test('[LC4] the next step is the one after the open one that nobody judged, and then those passed over', () => {
  const steps = [
    aStep('card', { judgement: null, state: 'done' }),
    aStep('face', { state: 'open' }),
    aStep('licence', { judgement: 'right', state: 'done' }),
    aStep('office'),
  ]
  expect(openStep(steps)?.id).toBe('face')
  expect(nextStep(steps)?.id).toBe('office')
  expect(nextStep(steps.slice(0, 3))?.id).toBe('card')
  expect(nextStep([aStep('card', { judgement: 'wrong', state: 'done' })])).toBeNull()
  expect(nextStep(steps.map((step) => ({ ...step, state: 'due' as const })))?.id).toBe('card')
  expect(stepOfNumber(steps, 4)?.id).toBe('office')
  expect(stepOfNumber(steps, 5)).toBeNull()
  expect(progress(steps)).toEqual({ judged: 1, of: 4 })
})

test('[LC4] nothing shown is judged right without its picture, and nothing before it was asked for', () => {
  expect(obstacleToRight(aStep('card', { kind: 'id-front', state: 'due' }))).toBe('not-begun')
  expect(obstacleToRight(aStep('card', { kind: 'id-front', state: 'open' }))).toBe('no-picture')
  expect(obstacleToRight(aStep('card', { kind: 'id-front', state: 'done', snapshots: [aSnapshot('s1')] }))).toBeNull()
  for (const kind of ['statement', 'digits'] as const)
    expect(obstacleToRight(aStep('said', { kind, state: 'open' }))).toBeNull()
  expect([aStep('a', { kind: 'document' }), aStep('b', { kind: 'licence' })].map(mayLeaveOut)).toEqual([true, false])
})

test('[LC4] [AT7] a pass is barred by what is wrong or not judged, and by nothing else', () => {
  const steps = [
    aStep('card', { judgement: 'right' }),
    aStep('paper', { kind: 'document', judgement: 'not-needed' }),
    aStep('face', { judgement: 'wrong' }),
    aStep('office'),
    aStep('licence'),
  ]
  expect(stepsThatBar({ steps, kept: ['licence'] }).map(({ id }) => id)).toEqual(['face', 'office'])
})

test('findings stand beside their step, the worst first', () => {
  const findings = [
    aFinding('a', { stepId: 'card', outcome: 'pass' }),
    aFinding('b', { stepId: 'card', outcome: 'fail' }),
    aFinding('c', { stepId: 'face', outcome: 'fail' }),
    aFinding('d', { stepId: 'card', outcome: 'not-applicable' }),
    aFinding('e', { stepId: 'card', outcome: 'unsure' }),
    aFinding('f', { stepId: null }),
  ]
  expect(worstFirst(findingsOf(findings, 'card')).map(({ check }) => check)).toEqual(['b', 'e', 'a'])
  expect(findingsOf(findings, null).map(({ check }) => check)).toEqual(['f'])
})

test('[LC4] a judgement waits for the picture it asked for, and not for ever', () => {
  const pending: PendingRight = { stepId: 'card', note: null, sinceMs: 1000 }
  const open = aStep('card', { kind: 'id-front', state: 'open' })
  expect(fateOf(pending, [open], 2000)).toBe('wait')
  expect(fateOf(pending, [{ ...open, snapshots: [aSnapshot('s1')] }], 2000)).toBe('judge')
  expect(fateOf(pending, [{ ...open, judgement: 'right' }], 2000)).toBe('moot')
  expect(fateOf(pending, [], 2000)).toBe('moot')
  expect(fateOf(pending, [open], 1001 + pictureWithinMs)).toBe('too-late')
})
