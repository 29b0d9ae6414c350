import type { Finding } from '#domain/finding.ts'
import { type FaceDescription, faceLength } from '#domain/links/face.ts'
import { median } from './checks/check.ts'
import { faceSteps, isWithin, likenesses } from './checks/people.ts'
import type { RunEvidence } from './evidence.ts'
import { modelFile } from './models/manifest.ts'
import { cosine, normalised } from './vision/face-embed.ts'
import { boxWidth } from './vision/image.ts'

/** Of narrower faces strangers look more alike. */
const minWidthPx = 80
const minPictures = 4
/** Pictures of one face agree with their mean by 0.8 and more; below this they are not of one face, or not of one at all. */
const minAgreement01 = 0.6

/**
 * [SC3] The holder's face as the mean of what the run's looks described of it: no picture is looked at for it. Null where too
 * little was seen of it, where the pictures disagree, or where somebody else was in them too, who has agreed to nothing.
 */
export const describeFace = (evidence: RunEvidence, findings: readonly Finding[]): FaceDescription | null => {
  const isOthers = findings.some(
    ({ check, outcome }) => (check === 'face.one-person' || check === 'face.same-person') && outcome === 'fail',
  )
  if (isOthers) return null
  const steps = faceSteps(evidence)
  const seen = likenesses(evidence, minWidthPx).filter(({ look }) =>
    steps.some((step) => isWithin(look.atMs, step, evidence.recordingMs)),
  )
  if (seen.length < minPictures) return null
  const sum = new Float32Array(faceLength)
  for (const { embedding } of seen) for (let i = 0; i < faceLength; i += 1) sum[i]! += embedding[i]!
  const vector = normalised(sum)
  const agreement01 = median(seen.map(({ embedding }) => cosine(vector, embedding)))
  if (agreement01 < minAgreement01) return null
  const { name, version } = modelFile('face-feature')
  return {
    vector,
    model: `${name}@${version}`,
    pictures: seen.length,
    widthPx: Math.round(median(seen.map(({ face }) => boxWidth(face.box)))),
    agreement01,
    picture: pictureOfFace(findings),
  }
}

/** Pictures that findings point to are kept anyway; those of steps that show the face alone come first. */
const pictureOfFace = (findings: readonly Finding[]): string | null => {
  for (const check of ['face.portrait-match', 'face.active-liveness', 'face.same-person'])
    for (const finding of findings)
      if (finding.check === check)
        for (const { frame, marks } of finding.proofFrames)
          if (marks.some(({ label }) => label === 'face')) return frame
  return null
}
