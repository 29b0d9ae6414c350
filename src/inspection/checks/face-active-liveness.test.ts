import { describe, expect, test } from 'vitest'
import type { HeadTurn, ShownChallenge } from '#domain/run-plan.ts'
import { contextOf, evidenceOf, face, look, shapeAt, step } from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import { faceActiveLiveness } from './face-active-liveness.ts'

/** When the head is held how; degrees towards the person's own left and upwards. */
type Held = { fromMs: number; toMs: number; left?: number; up?: number; lids01?: number }

const noseDegrees = 34
/** A picture of a head held so. The person holds it a little to the side and the camera stands low, as ever. */
const sight = (atMs: number, { left = 0, up = 0, lids01 = 0 }: Partial<Held>, everyMs: number): FrameLook => {
  const shape = shapeAt({ lids01 })
  shape[2 * 30]! += left / noseDegrees + 0.1
  shape[2 * 30 + 1]! -= up / noseDegrees - 1
  const pose = { yawDeg: 4 - left, pitchDeg: up - 12, rollDeg: 0 }
  return look(atMs, { faces: [face({ shape, pose: everyMs > 100 ? pose : null })] })
}

const filmed = (untilMs: number, holds: readonly Held[], everyMs = 200): FrameLook[] =>
  Array.from({ length: untilMs / everyMs }, (_, i) => {
    const held = holds.find(({ fromMs, toMs }) => i * everyMs >= fromMs && i * everyMs < toMs)
    return sight(i * everyMs, held ?? {}, everyMs)
  })

const shown = (...turns: [HeadTurn, number][]): ShownChallenge[] =>
  turns.map(([value, shownMs], index) => ({ stepId: 'face', index, shownMs, challenge: { kind: 'turn', value } }))

const judged = (holds: readonly Held[], challenges: ShownChallenge[], members: Partial<RunEvidence> = {}) =>
  faceActiveLiveness(
    evidenceOf(filmed(13_000, holds), { steps: [step('face', 0, 13_000)], challenges, ...members }),
    contextOf(),
  )
const gist = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()

const asked = shown(['left', 1000], ['up', 5000], ['right', 9000])
const obedient: Held[] = [
  { fromMs: 1800, toMs: 3000, left: 22 },
  { fromMs: 5900, toMs: 7000, up: 15 },
  { fromMs: 9700, toMs: 11_000, left: -20 },
]

describe('[CK4] face.active-liveness', () => {
  test('[CK4] a head that turns as asked passes, with the peak of every turn as proof', () => {
    const finding = judged(obedient, asked)
    expect(finding).toMatchObject({ outcome: 'pass', unit: 'degrees', limit: 8 })
    expect(finding.value).toBeCloseTo(15, 0)
    // The turn the value speaks of, from a second before it was asked.
    const pitch = finding.proofSeries?.find(({ label }) => label === 'head-pitch')
    expect(pitch).toMatchObject({ unit: 'degrees', startMs: 4000 })
    expect(Math.max(...pitch!.values)).toBeCloseTo(15, 0)
    expect(finding.proofFrames.map(({ marks }) => marks[0]?.label).sort()).toEqual(['left', 'right', 'up'])
    expect(
      finding.proofFrames.every(({ atMs }) => obedient.some((held) => atMs >= held.fromMs && atMs < held.toMs)),
    ).toBe(true)
  })

  test('[CK4] left is the seller’s own left: the mirror image of it is the wrong way', () => {
    const mirrored = obedient.map((held) => ({ ...held, left: -(held.left ?? 0) }))
    expect(gist(judged(mirrored, asked))).toBe('fail not-live')
  })

  test('[CK4] a head that keeps still fails, and the step and the limit are named', () => {
    expect(judged([], asked)).toMatchObject({ outcome: 'fail', reason: 'not-live', stepId: 'face', limit: 5 })
  })

  test('[CK4] one turn left out fails', () => {
    expect(gist(judged(obedient.slice(0, 2), asked))).toBe('fail not-live')
  })

  test('[CK4] turns made before they were asked for, as in a clip recorded ahead, fail', () => {
    const ahead = obedient.map((held) => ({ ...held, fromMs: held.fromMs - 2500, toMs: held.toMs - 2500 }))
    expect(gist(judged(ahead, asked))).toBe('fail not-live')
  })

  test('[CK4] turns of another clip, in another order, fail', () => {
    expect(gist(judged(obedient, shown(['up', 1000], ['right', 5000], ['left', 9000])))).toBe('fail not-live')
  })

  test('[CK4] to be turned already when asked, once, is left to a person; to turn again afterwards is an answer', () => {
    const already = [{ fromMs: 400, toMs: 4500, left: 20 }, ...obedient.slice(1)]
    expect(gist(judged(already, asked))).toBe('unsure not-live')
    const again = [{ fromMs: 400, toMs: 1600, left: 20 }, { fromMs: 2200, toMs: 3200, left: 20 }, ...obedient.slice(1)]
    expect(gist(judged(again, asked))).toBe('pass')
    const always = [{ fromMs: 400, toMs: 4500, left: 20 }, { fromMs: 4500, toMs: 8500, up: 20 }, obedient[2]!]
    expect(gist(judged(always, asked))).toBe('fail not-live')
  })

  test('[CK4] to come back from the last turn is no turn to the other side', () => {
    const slow = [{ fromMs: 1800, toMs: 5800, left: 22 }]
    expect(gist(judged(slow, shown(['left', 1000], ['right', 5000])))).toBe('fail not-live')
  })

  test('[CK4] an answer that is still going on when the next question appears counts for the one it answers', () => {
    const slow = [
      { fromMs: 5200, toMs: 6000, left: 22 },
      { fromMs: 7000, toMs: 8200, up: 15 },
    ]
    expect(gist(judged(slow, shown(['left', 1000], ['up', 5000])))).toBe('pass')
    const tooSlow = [{ fromMs: 5900, toMs: 6700, left: 22 }, slow[1]!]
    expect(gist(judged(tooSlow, shown(['left', 1000], ['up', 5000])))).toBe('fail not-live')
  })

  test('[CK4] a small movement, or shaking the head to all sides, is left to a person', () => {
    const small = obedient.map((held) => ({ ...held, left: (held.left ?? 0) * 0.4, up: (held.up ?? 0) * 0.45 }))
    expect(gist(judged(small, asked))).toBe('unsure not-live')
    const shaking = [...obedient, { fromMs: 3200, toMs: 4200, left: -22 }]
    expect(gist(judged(shaking, asked))).toBe('unsure not-live')
  })

  test('[CK4] where too few pictures show a face nobody is failed, and without a challenge nothing passes', () => {
    const hidden = filmed(13_000, []).filter(({ atMs }) => atMs < 5000 || atMs > 8700)
    const evidence = evidenceOf([...hidden, ...filmed(13_000, obedient)].slice(0, hidden.length), {
      steps: [step('face', 0, 13_000)],
      challenges: shown(['up', 5000]),
    })
    expect(gist(faceActiveLiveness(evidence, contextOf()))).toBe('unsure face-not-found')
    expect(gist(judged(obedient, []))).toBe('unsure no-evidence')
    expect(gist(judged(obedient, asked, { missingModels: ['face-pose'] }))).toBe('unsure model-missing')
  })

  test('[CK4] an answer after the program’s time does not count', () => {
    const late = [{ fromMs: 8000, toMs: 9000, left: 22 }]
    expect(gist(judged(late, shown(['left', 1000])))).toBe('fail not-live')
    expect(gist(judged(late, shown(['left', 3000])))).toBe('pass')
  })
})

describe('[CK4] actions of a challenge file, which are not shown at a known instant', () => {
  const steps = (['right', 'nod', 'blink'] as const).map((action, i) => ({
    ...step('face', i * 2000, i * 2000 + 2000, `s${i}`),
    action,
  }))
  const holds: Held[] = [
    { fromMs: 400, toMs: 1600, left: -18 },
    { fromMs: 2400, toMs: 2800, up: 5 },
    { fromMs: 3000, toMs: 3400, up: -6 },
  ]
  const blink = { fromMs: 5000, toMs: 5200, lids01: 0.5 }
  const played = (more: Held[], everyMs = 66) =>
    faceActiveLiveness(
      evidenceOf(filmed(6000, [...holds, ...more]), {
        steps,
        glimpses: everyMs < 200 ? filmed(6000, [...holds, ...more], everyMs) : [],
      }),
      contextOf(),
    )

  test('[CK4] a turn, a nod and a blink pass', () => {
    expect(played([blink])).toMatchObject({ outcome: 'pass' })
  })

  test('[CK4] without the blink it fails, unless the pictures are too far apart to say so', () => {
    expect(gist(played([]))).toBe('fail not-live')
    expect(gist(played([], 200))).toBe('unsure face-not-found')
  })
})
