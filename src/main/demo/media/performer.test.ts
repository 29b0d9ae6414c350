import { expect, test } from 'vitest'
import { openPerformer } from './performer.ts'
import { licenceShots, shots } from './render/shots.ts'

const played = (pieces: { clip: { name: string; take: number } }[]) => pieces.map(({ clip }) => clip.name)

test('every clip begins in the posture in which the one before it ended', () => {
  const performer = openPerformer(shots)
  const cues = [
    { do: 'rest', forMs: 500 },
    { do: 'hold', side: 'front', forMs: 4000 },
    { do: 'wait' },
    { do: 'hold', side: 'back', forMs: 100 },
    { do: 'turn', turn: 'left' },
    { do: 'say', digit: '7' },
    { do: 'hold', side: 'front', forMs: 0 },
    { do: 'pan' },
    { do: 'wait' },
    { do: 'rest', forMs: 500 },
  ] as const
  const pieces = cues.flatMap((cue) => performer.perform(cue))
  const jumps = pieces.slice(1).filter(({ clip }, i) => clip.from !== pieces[i]!.clip.to)
  expect(played(jumps)).toEqual([])
})

test('the card goes down before its other side comes up, and stays up while it is asked for', () => {
  const performer = openPerformer(shots)
  expect(played(performer.perform({ do: 'hold', side: 'front', forMs: 100 }))).toEqual(['front-in', 'front-hold'])
  expect(played(performer.perform({ do: 'wait' }))).toEqual(['front-hold'])
  expect(played(performer.perform({ do: 'hold', side: 'back', forMs: 0 }))).toEqual(['front-out', 'back-in'])
  expect(performer.posture()).toBe('back')
})

test('[CK2] the card goes down before the licence comes up, and who brought none cannot show it', () => {
  const performer = openPerformer([...shots, ...licenceShots])
  performer.perform({ do: 'hold', side: 'back', forMs: 0 })
  expect(played(performer.perform({ do: 'hold', side: 'licence', forMs: 100 }))).toEqual([
    'back-out',
    'licence-in',
    'licence-hold',
  ])
  expect(played(performer.perform({ do: 'wait' }))).toEqual(['licence-hold'])
  expect(() => openPerformer(shots).perform({ do: 'hold', side: 'licence', forMs: 0 })).toThrow(/licence-in/)
})

test('a digit goes with the clip in which he speaks, and takes change', () => {
  const performer = openPerformer(shots)
  const first = performer.perform({ do: 'say', digit: '4' })
  const second = performer.perform({ do: 'say', digit: '4' })
  expect(first.map(({ clip, digit }) => [clip.name, clip.take, digit])).toEqual([['speak', 0, '4']])
  expect(second.map(({ clip, digit }) => [clip.name, clip.take, digit])).toEqual([['speak', 1, '4']])
})

test('a clip that was not brought is named', () => {
  const performer = openPerformer(shots.filter(({ name }) => name !== 'pan'))
  expect(() => performer.perform({ do: 'pan' })).toThrow(/pan/)
})
