import { expect, test } from 'vitest'
import { subCheckIds } from '#domain/checks.ts'
import type { ShownChallenge } from '#domain/run-plan.ts'
import {
  back,
  contextOf,
  evidenceOf,
  face,
  front,
  household,
  look,
  shapeAt,
  step,
  towards,
} from '#test/inspection/hand-made-evidence.ts'
import { companyOnFile, licence } from '#test/inspection/hand-made-licence.ts'
import { isGlimpse, isLook, mouths, sound } from '#test/inspection/hand-made-mouth.ts'
import { completeFindings, judgePictures, pictureChecks, soundOnly } from './all-checks.ts'

const portrait = { portrait: { box: [800, 250, 880, 360] as const, widthPx: 170, embedding: towards(0.8) } }
const turnedLeft = face({
  shape: shapeAt().map((value, place) => (place === 2 * 30 ? 0.6 : value)),
  pose: { yawDeg: -18, pitchDeg: -10, rollDeg: 0 },
})
const words = [5400, 6700, 8900]
const speaking = mouths(words, { startMs: 5000, endMs: 10_000 })
const clean = [
  ...Array.from({ length: 25 }, (_, i) => look(i * 200, { faces: [i >= 10 && i < 15 ? turnedLeft : face()] })),
  ...speaking.filter(isLook),
  ...[10_000, 10_400, 10_800].map((atMs) => front(atMs, {}, portrait)),
  ...[15_000, 15_400, 15_800].map((atMs) => back(atMs)),
  ...[18_400, 19_000].map((atMs) => licence(atMs, { address: household })),
]
const steps = [
  step('face', 0, 5000),
  step('digits', 5000, 10_000),
  step('id-front', 10_000, 15_000),
  step('id-back', 15_000, 18_000),
  step('licence', 18_000, 20_000),
]
const challenges: ShownChallenge[] = [
  { stepId: 'face', index: 0, shownMs: 1000, challenge: { kind: 'turn', value: 'left' } },
]
const asked = { steps, challenges, glimpses: speaking.filter(isGlimpse), loudness: sound(words, 20_000) }
const every = contextOf(Object.fromEntries(subCheckIds.map((check) => [check, { grade: 'gate', limits: {} }])))
// A person's own address is compared, a company's is not.
const program = {
  ...every,
  registration: { ...every.registration, ...companyOnFile, kind: 'sole-trader' as const, address: household },
}

test('[CK11] a clean run passes every picture check', () => {
  expect(judgePictures(evidenceOf(clean, asked), program).map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(
    Object.keys(pictureChecks).map((check) => `${check} pass`),
  )
})

test('[CK11] what breaks off, or was looked at with pictures left out, never passes', () => {
  const reasons = (members: object) => {
    const evidence = evidenceOf(clean, { ...asked, ...members })
    const sound = judgePictures(evidence, program).map((finding) => soundOnly(finding, evidence))
    return new Set(sound.map(({ outcome, reason }) => `${outcome} ${reason}`))
  }
  expect(reasons({ unreadable: true })).toEqual(new Set(['unsure recording-unreadable']))
  expect(reasons({ behind: [{ startMs: 0, endMs: 20_000, count: 9 }] })).toEqual(new Set(['unsure worker-behind']))
})

test('[CK11] every declared sub-check gets exactly one finding: judged, not built yet, or not applicable', () => {
  const findings = completeFindings(judgePictures(evidenceOf(clean, asked), program), program)
  expect(findings.map(({ check }) => check)).toEqual(subCheckIds)
  for (const finding of findings)
    expect([finding.check, finding.outcome, finding.reason]).toEqual(
      finding.check in pictureChecks ? [finding.check, 'pass', null] : [finding.check, 'unsure', 'not-built-yet'],
    )
})

test('[CK11] what the program does not ask does not apply', () => {
  const narrow = contextOf({ 'id-card.name': { grade: 'gate', limits: {} } })
  const findings = completeFindings(judgePictures(evidenceOf(clean, asked), narrow), narrow)
  expect(findings.filter(({ outcome }) => outcome !== 'not-applicable').map(({ check }) => check)).toEqual([
    'id-card.name',
  ])
})

test('[CK11] every fail and unsure carries a reason, every judged finding its model and version', () => {
  const poor = evidenceOf([front(0, { name: '王五' }), front(300, { name: '王五' })], { steps })
  for (const finding of judgePictures(poor, program)) {
    expect(finding.reason === null).toBe(finding.outcome === 'pass')
    expect(finding.version).not.toBe('')
    expect(finding.model).not.toBeNull()
  }
})
