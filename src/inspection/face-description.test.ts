import { describe, expect, test } from 'vitest'
import type { Finding } from '#domain/finding.ts'
import { packedCosine, packFace } from '#domain/links/face.ts'
import { evidenceOf, look, step } from '#test/inspection/hand-made-evidence.ts'
import { aFace } from '#test/world/a-face.ts'
import { aFinding } from '#test/world/findings.ts'
import type { SeenFace } from './evidence.ts'
import { describeFace } from './face-description.ts'

const faceOf = (person: number, of: number, members: Partial<SeenFace> = {}): SeenFace => ({
  box: [400, 200, 600, 450],
  score01: 0.99,
  luma: 120,
  shape: null,
  pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
  embedding: aFace(person, of, 0.9).vector,
  live01: 0.9,
  ...members,
})
const seen = (people: readonly number[], members: Partial<SeenFace> = {}) =>
  evidenceOf(
    people.map((person, no) => look(no * 500, { faces: [faceOf(person, no, members)] })),
    { steps: [step('face', 0, 20_000)], recordingMs: 20_000 },
  )
const found = (check: Finding['check'], outcome: Finding['outcome'], frame?: string): Finding => {
  const { frames: _, ...finding } = aFinding(check, outcome)
  const mark = { label: 'face', points: [] }
  const proofFrames = frame ? [{ frame, atMs: 0, widthPx: 1280, heightPx: 720, marks: [mark] }] : []
  return { ...finding, proofFrames, fields: [] }
}
const one = [1, 1, 1, 1, 1, 1]

describe('[SC3] the description of a face', () => {
  test('is the mean of its pictures, nearer to the person than most of them', () => {
    const face = describeFace(seen(one), [found('face.portrait-match', 'pass', 'frame-500.jpg')])
    expect(face).toMatchObject({ pictures: 6, widthPx: 200, picture: 'frame-500.jpg' })
    expect(face?.model).toMatch(/^face-feature@\d/)
    const other = describeFace(seen([...one, 1, 1, 1]), [])
    const likeness = packedCosine(packFace(face!.vector), packFace(other!.vector))
    expect(likeness).toBeGreaterThan(0.95)
    expect(Math.hypot(...face!.vector)).toBeCloseTo(1, 4)
  })

  test('is none of too few pictures, small or turned faces, or several people', () => {
    expect(describeFace(seen([1, 1, 1]), [])).toBeNull()
    expect(describeFace(seen(one, { box: [400, 200, 470, 300] }), [])).toBeNull()
    expect(describeFace(seen(one, { pose: { yawDeg: 40, pitchDeg: 0, rollDeg: 0 } }), [])).toBeNull()
    expect(describeFace(seen([1, 2, 3, 4, 5, 6]), [])).toBeNull()
  })

  test('[EV4] is none where somebody else was seen, who agreed to nothing', () => {
    for (const check of ['face.one-person', 'face.same-person'] as const)
      expect(describeFace(seen(one), [found(check, 'fail')])).toBeNull()
    expect(describeFace(seen(one), [found('face.one-person', 'unsure')])).not.toBeNull()
  })
})
