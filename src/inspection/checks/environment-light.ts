import { limitsOf } from '#domain/inspection-settings.ts'
import { boxMark, type Check, fails, isUnsure, median, obstacle, passes, proof, spanOf } from './check.ts'
import { faceSteps, isWithin, mainFace } from './people.ts'

const identity = { check: 'environment.light', version: '1', models: ['face-detect'] } as const

/**
 * [EN1] Whether there is light on the holder's face: the median of its mean luma (0 to 255) over the face steps. Skin is
 * lighter or darker by itself, so only what no skin explains fails; a face that nobody finds in a dark picture is
 * answered by the picture's own luma.
 */
export const environmentLight: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const steps = faceSteps(evidence)
  const lit = evidence.looks
    .filter((look) => look.lookedFor.faces && steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs)))
    .map((look) => {
      const face = mainFace(look, evidence)
      return { look, face, luma: face?.luma ?? look.meanLuma }
    })
  const shown = { limit: limits.passFaceLuma, unit: 'luma', span: spanOf(lit.map(({ look }) => look)) }
  if (lit.length === 0) return isUnsure(identity, 'no-evidence', shown)
  const withFace = lit.filter(({ face }) => face !== null)
  const told = withFace.length > 0 ? withFace : lit
  const value = median(told.map(({ luma }) => luma))
  const typical = told.find(({ look }) => look.picture !== null) ?? told[0]!
  const marks = typical.face ? [boxMark('face', typical.face.box)] : []
  const answer = { ...shown, value, proofFrames: [proof(typical.look, marks)] }
  if (value >= limits.glaringFaceLuma)
    return fails(identity, 'too-bright', { ...answer, limit: limits.glaringFaceLuma })
  if (value < limits.failFaceLuma) return fails(identity, 'too-dark', { ...answer, limit: limits.failFaceLuma })
  if (value < limits.passFaceLuma) return isUnsure(identity, 'too-dark', answer)
  return withFace.length > 0 ? passes(identity, answer) : isUnsure(identity, 'face-not-found', answer)
}
