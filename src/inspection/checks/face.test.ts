import { describe, expect, test } from 'vitest'
import {
  contextOf,
  evidenceOf,
  face,
  front,
  look,
  shapeAt,
  step,
  towards,
} from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook, SeenFace } from '../evidence.ts'
import { faceOnePerson } from './face-one-person.ts'
import { facePortraitMatch } from './face-portrait-match.ts'
import { faceSamePerson } from './face-same-person.ts'
import { followFaces } from './people.ts'

const answer = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const steps = [step('face', 0, 6000)]

/** A picture every 200 ms for `seconds`, with the holder and whoever else the test puts there. */
const pictures = (seconds: number, others: (i: number) => SeenFace[] = () => [], startMs = 0): FrameLook[] =>
  Array.from({ length: seconds * 5 }, (_, i) => look(startMs + i * 200, { faces: [face(), ...others(i)] }))

/** A face that turns slowly to and fro by `amount`. */
const turning = (i: number, amount: number) => shapeAt({ drift: amount * Math.sin(i / 4) })
/** A face that trembles from picture to picture, as the landmarks of a print do. */
const trembling = (i: number, amount: number) => shapeAt({ drift: i % 2 === 0 ? amount : -amount })

describe('[CK4] face.one-person', () => {
  test('[CK4] one person before the camera passes', () => {
    expect(faceOnePerson(evidenceOf(pictures(5), { steps }), contextOf())).toMatchObject({ outcome: 'pass', value: 1 })
  })

  test('[CK4] a second person whose face moves fails, marked in the proof', () => {
    const bystander = (i: number) => [face({ x: 50, width: 90, shape: turning(i, 0.06), embedding: towards(0) })]
    const finding = faceOnePerson(evidenceOf(pictures(5, bystander), { steps }), contextOf())
    expect(finding).toMatchObject({ outcome: 'fail', reason: 'another-person-in-view', value: 2, stepId: 'face' })
    const marks = finding.proofFrames[0]?.marks ?? []
    expect(marks.map(({ label }) => label)).toEqual(['face', 'other-person'])
    expect(marks[0]?.points).not.toEqual(marks[1]?.points)
  })

  test('[CK4] someone who walks by behind the seller fails', () => {
    const walker = (i: number) => (i > 5 && i < 14 ? [face({ x: i * 25, width: 70, embedding: null })] : [])
    expect(answer(faceOnePerson(evidenceOf(pictures(5, walker), { steps }), contextOf()))).toBe(
      'fail another-person-in-view',
    )
  })

  test('[CK4] what is hardly taken for a face, as a hand in the hair, goes to a person however it moves', () => {
    const hand = (i: number) => [
      { ...face({ x: 50, width: 47, shape: turning(i, 0.06), embedding: null }), score01: 0.78 },
    ]
    expect(answer(faceOnePerson(evidenceOf(pictures(5, hand), { steps }), contextOf()))).toBe(
      'unsure another-person-in-view',
    )
  })

  test('[CK4] somebody who sits quite still is known by blinking', () => {
    const still = (i: number) => [
      face({ x: 50, width: 90, shape: shapeAt({ lids01: i === 7 || i === 19 ? 0.5 : 0 }), embedding: towards(0) }),
    ]
    expect(answer(faceOnePerson(evidenceOf(pictures(5, still), { steps }), contextOf()))).toBe(
      'fail another-person-in-view',
    )
  })

  test('[CK4] a print on the wall is no person', () => {
    const poster = (i: number) => [face({ x: 50, width: 90, shape: trembling(i, 0.02), embedding: towards(0) })]
    expect(faceOnePerson(evidenceOf(pictures(5, poster), { steps }), contextOf()).outcome).toBe('pass')
  })

  test('[CK4] what may be a still person or a print goes to a person', () => {
    const unclear = (i: number) => [face({ x: 50, width: 90, shape: turning(i, 0.02), embedding: towards(0) })]
    expect(answer(faceOnePerson(evidenceOf(pictures(5, unclear), { steps }), contextOf()))).toBe(
      'unsure another-person-in-view',
    )
  })

  test('[CK4] the portrait on a held card is no person, however the hand moves', () => {
    const portrait = (i: number) => [
      face({ x: 780 + (i % 5) * 30, width: 90, shape: turning(i, 0.06), embedding: towards(0) }),
    ]
    const looks = [...pictures(5, portrait), ...[0, 1500, 3000, 4500].map((atMs) => front(atMs))]
    expect(faceOnePerson(evidenceOf(looks, { steps }), contextOf()).outcome).toBe('pass')
  })

  test('[CK4] the holder in a mirror is the holder', () => {
    const mirrored = (i: number) => [face({ x: 50, width: 90, shape: turning(i, 0.06), embedding: towards(0.9) })]
    expect(faceOnePerson(evidenceOf(pictures(5, mirrored), { steps }), contextOf()).outcome).toBe('pass')
  })

  test('[CK4] a face seen for two pictures only is the detector’s mistake', () => {
    const flicker = (i: number) => (i === 7 || i === 8 ? [face({ x: 50, width: 60, embedding: null })] : [])
    expect(faceOnePerson(evidenceOf(pictures(5, flicker), { steps }), contextOf()).outcome).toBe('pass')
  })

  test('[CK4] people outside the steps that show a face are not asked about', () => {
    const bystander = (i: number) => [face({ x: 50, width: 90, shape: turning(i, 0.06), embedding: towards(0) })]
    const looks = [...pictures(5), ...pictures(3, bystander, 7000)]
    expect(faceOnePerson(evidenceOf(looks, { steps }), contextOf()).outcome).toBe('pass')
  })

  test('[CK4] no face at all in good light fails; in the dark, or now and then, a person looks', () => {
    const empty = (meanLuma: number) => Array.from({ length: 20 }, (_, i) => look(i * 200, { meanLuma }))
    expect(answer(faceOnePerson(evidenceOf(empty(120), { steps }), contextOf()))).toBe('fail face-not-found')
    expect(answer(faceOnePerson(evidenceOf(empty(20), { steps }), contextOf()))).toBe('unsure too-dark')
    const seldom = [...empty(120).slice(0, 14), ...pictures(1, () => [], 3000)]
    expect(answer(faceOnePerson(evidenceOf(seldom, { steps }), contextOf()))).toBe('unsure face-not-found')
  })

  test('[CK11] nothing to look at is unsure', () => {
    expect(answer(faceOnePerson(evidenceOf([], { steps }), contextOf()))).toBe('unsure no-evidence')
    expect(answer(faceOnePerson(evidenceOf(pictures(3), { steps: [] }), contextOf()))).toBe('unsure no-evidence')
  })
})

describe('[CK4] face.portrait-match', () => {
  const portrait = (cos: number, widthPx = 170) => ({
    portrait: { box: [800, 250, 880, 360] as const, widthPx, embedding: towards(cos) },
  })
  const judged = (cos: number, widthPx?: number) =>
    facePortraitMatch(
      evidenceOf(
        [...pictures(3), front(10_000, {}, portrait(cos, widthPx)), front(10_400, {}, portrait(cos, widthPx))],
        {
          steps: [...steps, step('id-front', 9000, 12_000)],
        },
      ),
      contextOf(),
    )

  test('[CK4] alike passes, another face fails with both faces as proof, between the two a person looks', () => {
    expect(judged(0.6)).toMatchObject({ outcome: 'pass', unit: 'cos', limit: 0.42 })
    const failed = judged(0.1)
    expect(failed).toMatchObject({ outcome: 'fail', reason: 'person-document-mismatch', limit: 0.3 })
    expect(failed.value).toBeCloseTo(0.1, 5)
    expect(failed.proofFrames.map(({ marks }) => marks.map(({ label }) => label))).toEqual([
      ['card', 'portrait'],
      ['face'],
    ])
    expect(answer(judged(0.36))).toBe('unsure face-close-to-limit')
  })

  test('[CK4] the limits themselves pass and are unsure, not the other way about', () => {
    expect(judged(0.4201).outcome).toBe('pass')
    expect(judged(0.3001).outcome).toBe('unsure')
    expect(judged(0.2999).outcome).toBe('fail')
  })

  test('[CK4] a portrait too small to compare never decides', () => {
    expect(answer(judged(0.9, 60))).toBe('unsure face-too-small')
    expect(answer(judged(0.0, 60))).toBe('unsure face-too-small')
  })

  test('[CK4] the program’s limits count', () => {
    const evidence = evidenceOf([...pictures(3), front(10_000, {}, portrait(0.6))], { steps })
    const strict = contextOf({ 'face.portrait-match': { grade: 'gate', limits: { passCos: 0.7, failCos: 0.65 } } })
    expect(answer(facePortraitMatch(evidence, strict))).toBe('fail person-document-mismatch')
  })

  test('[CK11] without a portrait, or without a face in a face step, nothing is compared and nothing passes', () => {
    expect(answer(facePortraitMatch(evidenceOf([...pictures(3), front(10_000)], { steps }), contextOf()))).toBe(
      'unsure card-unreadable',
    )
    expect(answer(facePortraitMatch(evidenceOf(pictures(3), { steps }), contextOf()))).toBe('unsure no-evidence')
    const besideTheCard = evidenceOf([...pictures(2, () => [], 10_000), front(10_000, {}, portrait(0.99))], { steps })
    expect(answer(facePortraitMatch(besideTheCard, contextOf()))).toBe('unsure face-not-found')
  })

  test('[CK4] faces turned away are not compared', () => {
    const turned = Array.from({ length: 10 }, (_, i) =>
      look(i * 200, { faces: [face({ pose: { yawDeg: 40, pitchDeg: 0, rollDeg: 0 } })] }),
    )
    expect(
      answer(facePortraitMatch(evidenceOf([...turned, front(10_000, {}, portrait(0.9))], { steps }), contextOf())),
    ).toBe('unsure face-not-found')
  })
})

describe('[CK4] face.same-person', () => {
  const two = [step('face', 0, 5000), step('digits', 5000, 10_000)]
  const second = (cos: number) =>
    Array.from({ length: 10 }, (_, i) => look(5000 + i * 400, { faces: [face({ embedding: towards(cos) })] }))

  test('[CK4] the same face in every step passes, another one fails and names the step', () => {
    expect(faceSamePerson(evidenceOf([...pictures(4), ...second(0.8)], { steps: two }), contextOf()).outcome).toBe(
      'pass',
    )
    const changed = faceSamePerson(evidenceOf([...pictures(4), ...second(0.05)], { steps: two }), contextOf())
    expect(changed).toMatchObject({ outcome: 'fail', reason: 'person-changed', stepId: 'digits' })
    expect(answer(faceSamePerson(evidenceOf([...pictures(4), ...second(0.36)], { steps: two }), contextOf()))).toBe(
      'unsure face-close-to-limit',
    )
  })

  test('[CK11] one step alone has nothing to be compared with', () => {
    expect(answer(faceSamePerson(evidenceOf(pictures(4), { steps: two }), contextOf()))).toBe('unsure no-evidence')
    expect(answer(faceSamePerson(evidenceOf([], { steps: two }), contextOf()))).toBe('unsure face-not-found')
  })
})

test('[CK4] faces are followed by nearness, and a face that comes back later is a new sighting', () => {
  const at = (atMs: number, ...xs: number[]) => look(atMs, { faces: xs.map((x) => face({ x, width: 100 })) })
  const tracks = followFaces([at(0, 100, 600), at(200, 120, 590), at(400, 610), at(3000, 110, 600)])
  expect(tracks.map(({ sightings }) => sightings.length)).toEqual([2, 3, 1, 1])
})
