import { expect, test } from 'vitest'
import type { SessionAnswer } from './answers.ts'
import { type FaceId, isMan, type Session } from './session.ts'
import { type Counted, isNamedRightly, resultOf } from './tally.ts'

const answer = (members: Partial<SessionAnswer>): SessionAnswer => ({
  outcome: 'passed',
  failed: [],
  unsure: [],
  values: [],
  durationMs: 50_000,
  ...members,
})
const session = (face: FaceId, language: 'zh' | 'en' = 'en'): Session => ({
  face,
  language,
  turns: ['left'],
  digits: '4821',
  gapsMs: [2500],
})
const genuine = (face: FaceId, language: 'zh' | 'en', members: Partial<SessionAnswer> = {}): Counted => ({
  named: { kind: 'genuine', no: 0, expected: null, isSignal: false, session: session(face, language) },
  answer: answer(members),
})
const glare = (members: Partial<SessionAnswer>): Counted => ({
  named: { kind: 'glare', no: 0, expected: 'card-glare', isSignal: false, session: session('marc') },
  answer: answer(members),
})

test('a failure is named rightly by its first failed gate alone', () => {
  const [right, other] = ['id-card.glare: card-glare', 'id-card.number: number-differs']
  expect(isNamedRightly(glare({ outcome: 'failed', failed: [right, other] }))).toBe(true)
  expect(isNamedRightly(glare({ outcome: 'failed', failed: [other, right] }))).toBe(false)
  expect(isNamedRightly(glare({ outcome: 'unsure', unsure: [right] }))).toBe(false)
})

test('what is only a signal is named rightly when the signal fails and the run is not passed', () => {
  const values = [{ check: 'environment.light', outcome: 'fail', reason: 'too-dark', value: 18 }]
  const dark = (outcome: SessionAnswer['outcome']): Counted => ({
    named: { kind: 'dark', no: 0, expected: 'too-dark', isSignal: true, session: session('marc') },
    answer: answer({ outcome, values }),
  })
  expect(isNamedRightly(dark('unsure'))).toBe(true)
  expect(isNamedRightly(dark('passed'))).toBe(false)
  const { rows } = resultOf([dark('unsure')], { genuine: 0, failures: 1, faces: 0 })
  expect(rows.find(([what]) => what === 'failures named rightly')?.slice(1, 3)).toEqual([0, 0])
})

test('languages, footage and faces are counted apart, and what only the digits send to a person is said', () => {
  const unclear = ['digits.spoken: digits-unclear', 'digits.pace: digits-unclear']
  const counted = [
    genuine('a', 'en'),
    genuine('marc', 'en'),
    genuine('a', 'zh', { outcome: 'unsure', unsure: unclear }),
    genuine('marc', 'zh', { outcome: 'unsure', unsure: [...unclear, 'pan.turn: pan-incomplete'] }),
  ]
  const { rows, notes } = resultOf(counted, { genuine: 4, failures: 0, faces: 2 })
  const count = (what: string) => rows.find(([name]) => name === what)?.slice(1, 3)
  expect(count('genuine: passed without a person')).toEqual([2, 4])
  expect(count('genuine, digits in English: passed')).toEqual([2, 2])
  expect(count('genuine, digits in Mandarin: passed')).toEqual([0, 2])
  expect(count('genuine, digits in Mandarin: to a person for the digits alone')).toEqual([1, 2])
  expect(count('genuine, digits in English, puppet: passed')).toEqual([1, 1])
  expect(count('genuine, face a (real footage): passed')).toEqual([1, 2])
  expect(notes.filter((note) => note.startsWith('miss:')).length).toBe(2)
})

test('the two men are real footage, everybody else is a puppet', () => {
  expect([isMan('a'), isMan('b'), isMan('kal')]).toEqual([true, true, false])
})
