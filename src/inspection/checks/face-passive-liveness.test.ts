import { expect, test } from 'vitest'
import { contextOf, evidenceOf, face, look, step } from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook } from '../evidence.ts'
import { facePassiveLiveness } from './face-passive-liveness.ts'

const steps = [step('face', 0, 6000), step('pan', 6000, 9000)]
const scored = (scores: readonly (number | null)[], members: Partial<FrameLook> = {}) =>
  scores.map((live01, i) => look(i * 500, { faces: [face({ live01 })], ...members }))
const judged = (looks: FrameLook[], members = {}) => {
  const finding = facePassiveLiveness(evidenceOf(looks, { steps, ...members }), contextOf())
  return [finding.outcome, finding.reason, finding.value]
}

test('[CK4] the median decides, so that a few stray pictures do neither good nor harm', () => {
  expect(judged(scored([0.99, 0.02, 0.98, 0.97, 0.1]))).toEqual(['pass', null, 0.97])
  expect(judged(scored([0.01, 0.02, 0.98, 0.03, 0.1]))).toEqual(['fail', 'not-live', 0.03])
})

test('[CK4] between live and not it is unsure, and in the dark it never says that somebody is a picture', () => {
  expect(judged(scored([0.5, 0.4, 0.6, 0.5]))).toEqual(['unsure', 'not-live', 0.5])
  expect(judged(scored([0.1, 0.1, 0.1, 0.1], { meanLuma: 25 }))).toEqual(['unsure', 'too-dark', 0.1])
})

test('[CK4] too few pictures are no evidence: those outside the face steps, small or turned away do not count', () => {
  expect(judged(scored([0.99, null, null, 0.99, null]))).toEqual(['unsure', 'face-not-found', null])
  const late = scored([0.01, 0.01, 0.01, 0.01]).map((one) => ({ ...one, atMs: one.atMs + 6000 }))
  const away = { pose: { yawDeg: 40, pitchDeg: 0, rollDeg: 0 } }
  const turned = [0, 1, 2, 3].map((i) => look(i * 400 + 100, { faces: [face({ live01: 0.01, ...away })] }))
  const small = [0, 1, 2, 3].map((i) => look(i * 400 + 200, { faces: [face({ live01: 0.01, width: 50 })] }))
  expect(judged([...late, ...turned, ...small])).toEqual(['unsure', 'face-not-found', null])
  expect(judged(scored([0.99, 0.99, 0.98, 0.97]), { missingModels: ['face-liveness'] })).toEqual([
    'unsure',
    'model-missing',
    null,
  ])
})

test('[CK4] the proof is the kept picture nearest to the median', () => {
  const looks = scored([0.9, 0.75, 0.7, 0.6, 0.5])
  const finding = facePassiveLiveness(
    evidenceOf(
      looks.map((one) => ({ ...one, picture: one.atMs === 1000 ? null : one.picture })),
      { steps },
    ),
    contextOf(),
  )
  expect(finding.value).toBe(0.7)
  expect(finding.proofFrames[0]).toMatchObject({ atMs: 500, marks: [{ label: 'face' }] })
})
