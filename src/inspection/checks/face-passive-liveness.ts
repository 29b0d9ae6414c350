import { limitsOf } from '#domain/inspection-settings.ts'
import type { FrameLook, RunEvidence, SeenFace } from '../evidence.ts'
import { boxWidth } from '../vision/image.ts'
import { boxMark, type Check, fails, isUnsure, median, obstacle, passes, proof, spanOf } from './check.ts'
import { faceSteps, isTurnedAway, isWithin, mainFace } from './people.ts'

const identity = {
  check: 'face.passive-liveness',
  version: '1',
  models: ['face-detect', 'face-pose', 'face-liveness'],
} as const

/** Darker than this the model takes living people for pictures: median 0.12 on a man at a luma of 25. */
const minLuma = 45

type Judged = { look: FrameLook; face: SeenFace; live01: number }

/**
 * [CK4] Whether the holder's face looks alive to the passive model: the median over the face steps, because single
 * pictures stray. It tells prints and screens from faces and no more: a well-made digital puppet passes, so the drawn
 * challenges stand beside it.
 */
export const facePassiveLiveness: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const judged = judgedFaces(evidence, limits.minFaceWidthPx)
  const shown = { limit: limits.passLive01, unit: 'score', span: spanOf(judged.map(({ look }) => look)) }
  if (judged.length < limits.minPictures) return isUnsure(identity, 'face-not-found', shown)
  const value = median(judged.map(({ live01 }) => live01))
  const typical = judged.reduce((best, one) => (distance(one, value) < distance(best, value) ? one : best))
  const answer = { ...shown, value, proofFrames: [proof(typical.look, [boxMark('face', typical.face.box)])] }
  if (value >= limits.passLive01) return passes(identity, answer)
  if (median(judged.map(({ look }) => look.meanLuma)) < minLuma) return isUnsure(identity, 'too-dark', answer)
  if (value > limits.failLive01) return isUnsure(identity, 'not-live', answer)
  return fails(identity, 'not-live', { ...answer, limit: limits.failLive01 })
}

/** Pictures that were kept come before those that were not, since the proof must be one of them. */
const distance = ({ look, live01 }: Judged, value: number): number =>
  Math.abs(live01 - value) + (look.picture === null ? 1 : 0)

const judgedFaces = (evidence: RunEvidence, minWidthPx: number): Judged[] => {
  const steps = faceSteps(evidence)
  return evidence.looks.flatMap((look) => {
    if (!steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs))) return []
    const face = mainFace(look, evidence)
    if (!face || face.live01 === null || boxWidth(face.box) < minWidthPx || isTurnedAway(face)) return []
    return [{ look, face, live01: face.live01 }]
  })
}
