import { expect, test } from 'vitest'
import { contextOf, evidenceOf, face, look, step } from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook } from '../evidence.ts'
import { environmentLight } from './environment-light.ts'

const steps = [step('face', 0, 6000)]
const judged = (looks: FrameLook[], limits = {}) => {
  const finding = environmentLight(
    evidenceOf(looks, { steps }),
    contextOf({ 'environment.light': { grade: 'signal', limits } }),
  )
  return [finding.outcome, finding.reason, finding.value]
}
const lit = (luma: number) => [0, 1, 2].map((i) => look(i * 200, { faces: [face({ luma: luma + i })] }))

test('[EN1] a face in good light passes, a dark or a glaring one is named', () => {
  expect(judged(lit(110))).toEqual(['pass', null, 111])
  expect(judged(lit(12))).toEqual(['fail', 'too-dark', 13])
  expect(judged(lit(240))).toEqual(['fail', 'too-bright', 241])
})

test('[EN1] between dark and light nobody is blamed: skin is lighter or darker by itself', () => {
  expect(judged(lit(45))).toEqual(['unsure', 'too-dark', 46])
  expect(judged(lit(45), { passFaceLuma: 40 })).toEqual(['pass', null, 46])
})

test('[EN1] where no face is found the picture itself may be too dark, and is never passed', () => {
  expect(judged([look(0, { meanLuma: 9 })])).toEqual(['fail', 'too-dark', 9])
  expect(judged([look(0, { meanLuma: 140 })])).toEqual(['unsure', 'face-not-found', 140])
  expect(judged([])).toEqual(['unsure', 'no-evidence', null])
})

test('[EN1] a bright window behind a dark face is no good light', () => {
  expect(judged([look(0, { meanLuma: 190, faces: [face({ luma: 20 })] })])).toEqual(['fail', 'too-dark', 20])
})
