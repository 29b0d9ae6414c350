import type { Finding } from '#domain/finding.ts'
import { type Comparison, compareRecordings } from '../witness/compare-recordings.ts'
import { doesNotApply, fails, isUnsure, passes } from './check.ts'
import { type ContinuityEvidence, stillsAround } from './continuity.ts'

const identity = { check: 'continuity.witness', version: '1', models: [] } as const

export type WitnessLimits = {
  /** Pictures that are less like than this show different things. */
  unlikeBelow: number
  /** So long another picture than the reviewer saw is another picture; less may be a line that lags. */
  minUnlikeMs: number
  passAlike: number
  passMotion: number
  failMotion: number
  /** By how much the movements agree better at their lag than at any other. */
  minMotionMargin: number
  minComparedMs: number
  minMovingMs: number
  /** Different movements fail only after so much of them: a short one is like another by accident. */
  failMovingMs: number
}

/**
 * [LC3] What the seller's browser recorded is what the reviewer's browser received. Recordings of another picture, or of
 * the same room with other movements, are those of a prepared clip on one of the two ways. The value is how well the
 * movements agree, or how like the pictures are where they are another; the times are those of the seller's recording.
 * A file has no witness; a call without one is for a person.
 */
export const continuityWitness = (evidence: ContinuityEvidence, limits: WitnessLimits): Finding => {
  const { witnesses, live } = evidence
  if (witnesses.length === 0) return live === null ? doesNotApply(identity) : isUnsure(identity, 'no-evidence')
  const readable = witnesses.filter(({ unreadable }) => !unreadable)
  if (readable.length === 0) return isUnsure(identity, 'recording-unreadable')
  const answers = readable.map(({ frames }) => {
    const compared = compareRecordings(evidence.stamps, frames, {
      unlikeBelow: limits.unlikeBelow,
      minSharedMs: limits.minComparedMs,
    })
    return compared === null ? isUnsure(identity, 'recordings-not-comparable') : answerTo(compared, evidence, limits)
  })
  // One of several that shows something else is enough; one that is too short to tell takes nothing from the others.
  return (
    answers.find(({ outcome }) => outcome === 'fail') ??
    answers.find(({ outcome }) => outcome === 'pass') ??
    answers[0]!
  )
}

const answerTo = (compared: Comparison, evidence: ContinuityEvidence, limits: WitnessLimits): Finding => {
  const { unlike, span, motion, nextBestMotion, alike, comparedMs, movingMs } = compared
  const isAnother = unlike !== null && unlike.span.endMs - unlike.span.startMs >= limits.minUnlikeMs
  const byMotion = {
    value: motion,
    limit: limits.passMotion,
    unit: 'ratio',
    span,
    proofFrames: span ? stillsAround(evidence, span) : [],
  }
  // The lag is known by the movements. Where they fit, another picture for a while was put in; where they fit nowhere,
  // only pictures that are unlike at every lag tell, and then all of them are.
  if (isAnother && (motion >= limits.passMotion || alike < limits.unlikeBelow))
    return fails(identity, 'recordings-disagree', {
      value: unlike.alike,
      limit: limits.unlikeBelow,
      unit: 'ratio',
      span: unlike.span,
      proofFrames: stillsAround(evidence, unlike.span),
    })
  if (comparedMs < limits.minComparedMs || movingMs < limits.minMovingMs)
    return isUnsure(identity, 'recordings-not-comparable', byMotion)
  if (motion < limits.failMotion && movingMs >= limits.failMovingMs)
    return fails(identity, 'recordings-disagree', { ...byMotion, limit: limits.failMotion })
  const isSame =
    motion >= limits.passMotion && motion - nextBestMotion >= limits.minMotionMargin && alike >= limits.passAlike
  return isSame && !isAnother ? passes(identity, byMotion) : isUnsure(identity, 'recordings-not-comparable', byMotion)
}
