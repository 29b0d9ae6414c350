import { limitsOf } from '#domain/inspection-settings.ts'
import { boxMark, type Check, fails, isUnsure, obstacle, passes, proof } from './check.ts'
import { type HeadSighting, headSightings } from './head-movement.ts'
import { lagBetween } from './lip-lag.ts'
import { mouthOpening, voiceLoudness } from './mouth-and-voice.ts'
import { proofSeries } from './proof-series.ts'

const identity = { check: 'lip-sync.offset', version: '1', models: ['face-detect', 'face-landmarks'] } as const

/** Farther apart than this, two digits of an irregular row may be taken for each other. */
const maxLagMs = 2000
/** A mouth not seen for longer may have opened and closed. */
const maxUnseenMs = 700

/**
 * [CK6] By how much lips and sound are apart while digits are read. The digits are shown at irregular intervals, so the
 * openings of the mouth fit the loudness of the voice at one lag only. The value is that lag without its sign. Beyond
 * the limit it fails only when the lag is clear; where mouth and voice do not go together clearly at any lag (a beard, a
 * hand, noise, a face that never rests) it is unsure.
 */
export const lipSyncOffset: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const shown = { limit: limits.maxOffsetMs, unit: 'ms' }
  const spans = evidence.stepsKnown ? evidence.steps.filter(({ kind }) => kind === 'digits') : []
  const step = spans.at(-1)
  if (!step) return isUnsure(identity, 'no-evidence', shown)
  const span = { startMs: step.startMs, endMs: step.endMs ?? evidence.recordingMs }
  const about = { ...shown, span, stepId: step.id }
  const sightings = headSightings(evidence).filter(({ atMs }) => atMs >= span.startMs && atMs <= span.endMs)
  const frames = openestAndShut(sightings).map(({ look, face }) => proof(look, [boxMark('face', face.box)]))
  if (!wasSeen(sightings, span)) return isUnsure(identity, 'face-not-found', { ...about, proofFrames: frames })
  if (sightings.length < (limits.minPicturesPerSecond * (span.endMs - span.startMs)) / 1000) {
    // A camera that made too few pictures is no fault of ours.
    const isOurs = evidence.glimpsesLeftOutMs.some((atMs) => atMs >= span.startMs && atMs <= span.endMs)
    return isUnsure(identity, isOurs ? 'worker-behind' : 'no-evidence', { ...about, proofFrames: frames })
  }
  const voice = voiceLoudness(evidence, span, limits.minVoiceDb)
  if (!voice) return isUnsure(identity, 'no-evidence', { ...about, proofFrames: frames })
  const mouth = mouthOpening(sightings, { ...span, stepMs: voice.stepMs })
  const lag = lagBetween(mouth.values, voice.values, { stepMs: voice.stepMs, maxLagMs })
  if (!lag) return isUnsure(identity, 'lips-out-of-step', { ...about, proofFrames: frames })
  const value = Math.abs(lag.lagMs)
  const loud = proofSeries('loudness', null, voice)
  const answer = {
    ...about,
    value,
    proofFrames: frames,
    waveform: { startMs: loud.startMs, stepMs: loud.stepMs, levels01: loud.values, marks: [] },
    proofSeries: [proofSeries('mouth-open', null, mouth)],
  }
  if (value <= limits.maxOffsetMs && lag.correlation >= limits.passCorrelation && lag.margin >= limits.passMargin)
    return passes(identity, answer)
  const isClear = lag.correlation >= limits.failCorrelation && lag.margin >= limits.failMargin
  if (value > limits.maxOffsetMs + limits.toleranceMs && isClear) return fails(identity, 'lips-out-of-step', answer)
  return isUnsure(identity, 'lips-out-of-step', answer)
}

const wasSeen = (
  sightings: readonly HeadSighting[],
  { startMs, endMs }: { startMs: number; endMs: number },
): boolean => {
  const instants = [startMs, ...sightings.map(({ atMs }) => atMs), endMs]
  return sightings.length > 0 && instants.slice(1).every((atMs, i) => atMs - instants[i]! <= maxUnseenMs)
}

/** Of the pictures that were kept, the one with the mouth most open and the one with it most shut. */
const openestAndShut = (sightings: readonly HeadSighting[]): HeadSighting[] => {
  const kept = sightings
    .filter(({ look, face }) => look.picture !== null && face.shape !== null)
    .sort((a, b) => chinOf(a) - chinOf(b))
  return kept.length < 2 ? kept : [kept.at(-1)!, kept[0]!]
}

const chinOf = ({ face }: HeadSighting): number => face.shape?.[2 * 8 + 1] ?? 0
