import { expect, test } from 'vitest'
import { back, face, front, look } from '#test/inspection/hand-made-evidence.ts'
import { licence } from '#test/inspection/hand-made-licence.ts'
import { findSteps } from './find-steps.ts'

const every = (fromMs: number, toMs: number, stepMs: number) =>
  Array.from({ length: Math.floor((toMs - fromMs) / stepMs) }, (_, i) => fromMs + i * stepMs)

test('[CK11] without a plan the steps are found where a face shows and where a side of the card was read', () => {
  const looks = [
    ...every(0, 6000, 200).map((atMs) => look(atMs, { faces: [face()] })),
    ...every(8000, 12_000, 800).map((atMs) => front(atMs)),
    ...every(14_000, 18_000, 800).map((atMs) => back(atMs)),
    ...every(20_000, 26_000, 200).map((atMs) => look(atMs)),
    ...every(30_000, 33_000, 200).map((atMs) => look(atMs, { faces: [face()] })),
  ]
  expect(findSteps(looks).map(({ id, kind, startMs }) => [id, kind, startMs])).toEqual([
    ['found-1', 'face', 0],
    ['found-2', 'id-front', 8000],
    ['found-3', 'id-back', 14_000],
    ['found-4', 'face', 30_000],
  ])
})

test('[CK4] a face beside the card, one in the background and one that flickers make no face step', () => {
  const looks = [
    ...every(0, 4000, 200).map((atMs) => look(atMs, { faces: [face()] })),
    ...every(0, 4000, 800).map((atMs) => front(atMs)),
    ...every(10_000, 14_000, 200).map((atMs) => look(atMs, { faces: [face({ width: 60 })] })),
    look(20_000, { faces: [face()] }),
  ]
  expect(findSteps(looks).map(({ kind }) => kind)).toEqual(['id-front'])
})

test('[CK2] a licence that was met by itself is a step', () => {
  const steps = findSteps([licence(4000), licence(4600)])
  expect(steps.map(({ kind, startMs, endMs }) => [kind, startMs, endMs])).toEqual([['licence', 4000, 4601]])
})
