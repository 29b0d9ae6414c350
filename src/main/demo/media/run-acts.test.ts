import { expect, test } from 'vitest'
import { type ActsOfRun, actsOfRun, performed } from './run-acts.ts'

const asked: ActsOfRun = { turns: ['left', 'up'], digits: '48', digitGapsMs: [2300, 3100] }
const clipsOf = (run: ActsOfRun): string[] => performed(actsOfRun(run)).pieces.map(({ piece }) => piece.clip.name)
const saidIn = (run: ActsOfRun): string =>
  performed(actsOfRun(run))
    .pieces.map(({ piece }) => piece.digit ?? '')
    .join('')

test('[CP1] the steps follow on each other without a gap, each turn a step of its own', () => {
  const { steps, pieces, durationMs } = performed(actsOfRun(asked))
  expect(steps.map(({ id }) => id)).toEqual(['id-front', 'id-back', 'face', 'face-2', 'digits', 'pan'])
  expect(steps.map(({ action }) => action)).toEqual([null, null, 'left', 'up', null, null])
  pieces.slice(1).forEach(({ startMs }, i) => {
    expect(startMs).toBe(pieces[i]!.endMs)
  })
  expect(steps.at(-1)!.endMs).toBe(Math.round(durationMs))
})

test('steps that are left out are neither filmed nor listed', () => {
  const run = { ...asked, without: ['id-front', 'id-back', 'face', 'pan'] } satisfies ActsOfRun
  expect(performed(actsOfRun(run)).steps.map(({ kind }) => kind)).toEqual(['digits'])
  expect(clipsOf(run)).not.toContain('pan')
})

test('what is done instead is filmed, while what was asked stands in the plan', () => {
  const run = { ...asked, turned: ['right', 'down'], says: '77' } satisfies ActsOfRun
  expect(clipsOf(run).filter((name) => name.startsWith('turn-'))).toEqual(['turn-right', 'turn-down'])
  expect(saidIn(run)).toBe('77')
  expect(actsOfRun(run).flatMap(({ step }) => step?.action ?? [])).toEqual(['left', 'up'])
})

test('somebody who keeps silent is waited for', () => {
  expect(saidIn({ ...asked, says: '' })).toBe('')
  const digits = performed(actsOfRun({ ...asked, says: '' })).steps.find(({ kind }) => kind === 'digits')!
  expect(digits.endMs! - digits.startMs).toBeGreaterThan(10_000)
})
