import { expect, test } from 'vitest'
import { programAliexpress } from '#test/world/a-program.ts'
import { challengeFileSchema, runPlanOf } from './challenge-file.ts'

const program = programAliexpress()

test('[CK5] a challenge file with times becomes a plan; an open step ends where the next begins', () => {
  const file = challengeFileSchema.parse({
    digits: '4821',
    language: 'zh',
    steps: [
      { id: 'b', kind: 'digits', startMs: 2000, endMs: 5000 },
      { id: 'a', kind: 'face', startMs: 0, action: 'left' },
    ],
  })
  expect(runPlanOf(file, program)).toEqual({
    digits: '4821',
    language: 'zh',
    maxDigitMs: 2000,
    steps: [
      { id: 'a', kind: 'face', startMs: 0, endMs: 2000, action: 'left' },
      { id: 'b', kind: 'digits', startMs: 2000, endMs: 5000, action: null },
    ],
    challenges: [],
  })
})

test('[CK5] steps without times leave it to the inspection to find them', () => {
  const file = challengeFileSchema.parse({ language: 'en', steps: [{ id: 'a', kind: 'face' }] })
  expect(runPlanOf(file, program)).toEqual({
    digits: null,
    language: 'en',
    maxDigitMs: 2000,
    steps: [],
    challenges: [],
  })
})

test('[CK5] unknown members, repeated ids and steps that end before they begin are refused by name', () => {
  const paths = (value: unknown) => challengeFileSchema.safeParse(value).error?.issues.map(({ path }) => path.join('.'))
  expect(paths({ language: 'zh', steps: [{ id: 'a', kind: 'nod' }] })).toEqual(['steps.0.kind'])
  const twice = { id: 'a', kind: 'face', startMs: 9, endMs: 3 }
  expect(paths({ language: 'zh', steps: [twice, { id: 'a', kind: 'face' }] })).toEqual(['steps.0.endMs', 'steps.1.id'])
  expect(challengeFileSchema.safeParse({ language: 'zh', digit: '1' }).success).toBe(false)
})
