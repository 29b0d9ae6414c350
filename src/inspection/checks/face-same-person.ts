import { limitsOf } from '#domain/inspection-settings.ts'
import { cosine, normalised } from '../vision/face-embed.ts'
import { boxMark, type Check, fails, isUnsure, median, obstacle, passes, proof, spanOf } from './check.ts'
import { isWithin, type Likeness, likenesses } from './people.ts'

const identity = {
  check: 'face.same-person',
  version: '1',
  models: ['face-detect', 'face-landmarks', 'face-feature'],
} as const

const minLiveWidthPx = 60

/**
 * [CK4] Every step that shows the holder shows the same person as the first one that does. The value is the lowest
 * step's median cosine to the first step's mean face.
 */
export const faceSamePerson: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const all = likenesses(evidence, minLiveWidthPx)
  const groups = evidence.steps
    .filter((step) => step.kind !== 'pan')
    .map((step) => ({
      step,
      faces: all.filter(({ look }) => isWithin(look.atMs, step, evidence.recordingMs)),
    }))
    .filter(({ faces }) => faces.length >= limits.minFramesPerStep)
  const [first, ...others] = groups
  const shown = { limit: limits.passCos, unit: 'cos', span: spanOf(all.map(({ look }) => look)) }
  if (!first || others.length === 0) return isUnsure(identity, first ? 'no-evidence' : 'face-not-found', shown)
  const reference = meanFace(first.faces)
  const compared = others.map(({ step, faces }) => {
    const cosines = faces.map(({ embedding }) => cosine(reference, embedding))
    return { step, faces, cos: median(cosines) }
  })
  const least = compared.reduce((worst, one) => (one.cos < worst.cos ? one : worst))
  const [before, after] = [first.faces[0]!, least.faces[least.faces.length >> 1]!]
  const answer = {
    ...shown,
    value: least.cos,
    stepId: least.step.id,
    proofFrames: [before, after].map(({ look, face }) => proof(look, [boxMark('face', face.box)])),
  }
  if (least.cos >= limits.passCos) return passes(identity, answer)
  if (least.cos >= limits.failCos) return isUnsure(identity, 'face-close-to-limit', answer)
  return fails(identity, 'person-changed', { ...answer, limit: limits.failCos })
}

const meanFace = (faces: readonly Likeness[]): Float32Array => {
  const sum = new Float32Array(faces[0]!.embedding.length)
  for (const { embedding } of faces) for (let i = 0; i < sum.length; i += 1) sum[i]! += embedding[i]!
  return normalised(sum)
}
