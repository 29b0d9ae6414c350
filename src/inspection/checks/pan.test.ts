import { describe, expect, test } from 'vitest'
import { contextOf, evidenceOf, step } from '#test/inspection/hand-made-evidence.ts'
import type { PanTurn, PanView } from '../pan/pan-record.ts'
import { telling } from '../pan/pan-views.ts'
import type { TurnMeasurement } from '../pan/turn-follower.ts'
import type { Check } from './check.ts'
import { panCardInHand } from './pan-card-in-hand.ts'
import { environmentPremises, panScene } from './pan-scene.ts'
import { panSpeed } from './pan-speed.ts'
import { panTurn } from './pan-turn.ts'

const card: NonNullable<PanView['card']> = [
  [900, 500],
  [1230, 500],
  [1230, 700],
  [900, 700],
]
const view = (atMs: number, members: Partial<PanView> = {}): PanView => ({
  atMs,
  widthPx: 1280,
  heightPx: 720,
  picture: `pan-${atMs}.jpg`,
  sharpness: 10,
  lookedForCard: false,
  card: null,
  ...members,
})

/** A steady turn with a picture every tenth of a second. */
const turned = (toDeg: number, overMs: number, members: Partial<TurnMeasurement> = {}): TurnMeasurement => {
  const pictures = overMs / 100 + 1
  return {
    pictures,
    startMs: 0,
    endMs: overMs,
    fieldOfViewDeg: 65,
    uncertain01: 0.1,
    coveredDeg: toDeg,
    lostMs: 0,
    headings: Array.from({ length: pictures }, (_, i) => ({
      atMs: i * 100,
      deg: (toDeg * i * 100) / overMs,
      lost: false,
    })),
    closure: null,
    ...members,
  }
}
const closure = (beyondDeg = 0) => ({ fromMs: 0, toMs: 12_000, measuredDeg: 330, beyondDeg })

const judge = (check: Check, turn: TurnMeasurement | null, members: Partial<PanTurn> = {}, growing = false) =>
  check(
    evidenceOf([], {
      steps: [step('pan', 0, 20_000)],
      growing,
      turns: [
        {
          stepId: 'pan',
          turn,
          views: Array.from({ length: 12 }, (_, i) => view(i * 1000)),
          skipped: 0,
          ...members,
        },
      ],
    }),
    contextOf(),
  )

describe('[CK8] the camera goes round', () => {
  test('a turn whose first view came back passes, with pictures of the room as proof', () => {
    const finding = judge(panTurn, turned(330, 12_000, { closure: closure() }))
    expect(finding).toMatchObject({ outcome: 'pass', value: 360, limit: 340, unit: 'degrees', stepId: 'pan' })
    expect(finding.proofFrames.length).toBeGreaterThan(4)
  })

  test('a view that came back 25 degrees short goes to a person', () => {
    expect(judge(panTurn, turned(330, 12_000, { closure: closure(-25) })).outcome).toBe('unsure')
  })

  test('a camera that stood, wobbled or went half round fails', () => {
    for (const deg of [0, 15, 180])
      expect(judge(panTurn, turned(deg, 12_000))).toMatchObject({
        outcome: 'fail',
        reason: 'pan-incomplete',
        value: deg,
      })
  })

  test('angles alone never pass a turn, and what blank walls may hide never fails one', () => {
    expect(judge(panTurn, turned(400, 12_000)).outcome).toBe('unsure')
    expect(judge(panTurn, turned(150, 12_000, { lostMs: 4000 })).outcome).toBe('unsure')
  })

  test('nothing seen, or half of it skipped, is no verdict', () => {
    expect(panTurn(evidenceOf([]), contextOf())).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
    expect(judge(panTurn, turned(0, 1000))).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
    expect(judge(panTurn, turned(0, 6000), { skipped: 60 })).toMatchObject({
      outcome: 'unsure',
      reason: 'worker-behind',
    })
  })

  test('a turn that is still going on has not failed', () => {
    expect(judge(panTurn, turned(40, 3000), {}, true)).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
    expect(judge(panTurn, turned(330, 12_000, { closure: closure() }), {}, true).outcome).toBe('pass')
  })
})

describe('[CK8] not too fast to see', () => {
  test.each([
    [12_000, 'pass'],
    [3300, 'unsure'],
    [2000, 'fail'],
  ])('360 degrees in %i ms: %s', (overMs, outcome) => {
    expect(judge(panSpeed, turned(360, overMs)).outcome).toBe(outcome)
  })

  test('one shake in a slow turn does not count; a turn lost in blur goes to a person', () => {
    const shaken = turned(360, 24_000)
    shaken.headings[100]!.deg += 25
    expect(judge(panSpeed, shaken).outcome).toBe('pass')
    expect(judge(panSpeed, turned(360, 12_000, { lostMs: 7000 }))).toMatchObject({
      outcome: 'unsure',
      reason: 'pan-too-fast',
    })
    expect(judge(panSpeed, turned(0, 12_000))).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
  })
})

describe('[CK8] card in hand', () => {
  const looked = (...seenMs: number[]) => ({
    views: [500, 2500, 4500].map((atMs) =>
      view(atMs, { lookedForCard: true, card: seenMs.includes(atMs) ? card : null }),
    ),
  })
  test('seen twice with time between passes, with its outline as proof', () => {
    const finding = judge(panCardInHand, turned(360, 12_000), looked(500, 4500))
    expect(finding).toMatchObject({ outcome: 'pass', value: 2 })
    expect(finding.proofFrames[0]?.marks[0]?.label).toBe('card')
  })
  test('seen once or never goes to a person and never fails', () => {
    expect(judge(panCardInHand, turned(360, 12_000), looked(500)).outcome).toBe('unsure')
    expect(judge(panCardInHand, turned(360, 12_000), looked())).toMatchObject({
      outcome: 'unsure',
      reason: 'card-not-found',
    })
    expect(judge(panCardInHand, turned(360, 12_000))).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
  })
})

describe('[EN2] [EN3] what was seen', () => {
  test('the sharpest picture stands for each part of the turn', () => {
    const views = Array.from({ length: 24 }, (_, i) => view(i * 500, { sharpness: i % 3 === 1 ? 20 : 5 }))
    const chosen = telling({ stepId: 'pan', turn: turned(360, 12_000), views, skipped: 0 })
    expect(chosen).toHaveLength(8)
    expect(chosen.every(({ sharpness }) => sharpness === 20)).toBe(true)
  })
  test('a camera that stood shows one view, which is too few', () => {
    const finding = judge(panScene, turned(4, 12_000))
    expect(finding).toMatchObject({ outcome: 'unsure', value: 1, limit: 4 })
    expect(judge(panScene, turned(360, 12_000)).outcome).toBe('pass')
  })
  test('whether they are real premises is never claimed', () => {
    const finding = judge(environmentPremises, turned(360, 12_000))
    expect(finding).toMatchObject({ outcome: 'unsure', reason: 'for-a-person' })
    expect(finding.proofFrames.length).toBeGreaterThan(4)
  })
})
