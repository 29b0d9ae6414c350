import type { Finding, ProofFrame, ProofSeries } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { RunEvidence } from '../evidence.ts'
import { type AskedAction, afterglowMs, answerTo, type Given } from './answered-turn.ts'
import { boxMark, type Check, fails, isUnsure, obstacle, passes, proof } from './check.ts'
import { type HeadSighting, headSightings } from './head-movement.ts'
import { interpolated, proofSeries } from './proof-series.ts'

const identity = {
  check: 'face.active-liveness',
  version: '1',
  models: ['face-detect', 'face-landmarks', 'face-pose'],
} as const

/**
 * [CK4] Every drawn challenge was answered by the head: it moved in the direction asked for, after it was asked and in
 * time. The value is the smallest answer in degrees. A recording made before the challenges were drawn turns at the
 * wrong time or to the wrong side.
 */
export const faceActiveLiveness: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const asked = askedActions(evidence, limits.maxAnswerMs)
  if (asked.length === 0) return isUnsure(identity, 'no-evidence')
  const sightings = headSightings(evidence)
  const given = asked.map((one) => answerTo(one, sightings, limits))
  return judged(given, sightings)
}

const judged = (given: readonly Given[], sightings: readonly HeadSighting[]): Finding => {
  const worst = given.reduce((a, b) => (b.share01 < a.share01 ? b : a))
  const early = given.filter(({ answer }) => answer === 'early')
  const missed = given.filter(({ answer }) => answer === 'missed' || answer === 'wrong')
  const telling =
    missed[0] ?? (early.length > 1 ? early[0] : undefined) ?? given.find(({ answer }) => answer !== 'answered') ?? worst
  const answer = {
    value: telling.value,
    limit: telling.limit,
    unit: telling.unit,
    span: { startMs: telling.asked.shownMs, endMs: telling.asked.endMs },
    stepId: telling.asked.stepId,
    proofFrames: [telling, ...given.filter((one) => one !== telling)].map(proofOf),
    proofSeries: turnOverTime(sightings, telling.asked),
  }
  // Turned already when asked may chance once; twice it was not the question that moved the head.
  if (missed.length > 0 || early.length > 1)
    return fails(identity, 'not-live', { ...answer, limit: missed.length > 0 ? telling.failLimit : telling.limit })
  if (given.some((one) => one.answer === 'unseen')) return isUnsure(identity, 'face-not-found', answer)
  if (given.some((one) => one.answer !== 'answered')) return isUnsure(identity, 'not-live', answer)
  return passes(identity, answer)
}

/** Before the question, too: a head that was turned already gave no answer. */
const beforeMs = 1000
const seriesStepMs = 100

const turnOverTime = (sightings: readonly HeadSighting[], { shownMs, endMs }: AskedAction): ProofSeries[] => {
  const startMs = Math.max(0, shownMs - beforeMs)
  const line = { startMs, stepMs: seriesStepMs, length: Math.max(1, Math.ceil((endMs - startMs) / seriesStepMs)) }
  const series = (label: string, degOf: (sighting: HeadSighting) => number) => {
    const points = sightings.map((sighting) => ({ atMs: sighting.atMs, value: degOf(sighting) }))
    return proofSeries(label, 'degrees', { ...line, values: interpolated(points, line) })
  }
  return [series('head-yaw', ({ leftDeg }) => leftDeg), series('head-pitch', ({ upDeg }) => upDeg)]
}

const proofOf = ({ peak, asked }: Given): ProofFrame | null =>
  peak && proof(peak.look, [boxMark(asked.action, peak.face.box)])

/**
 * The challenges as they were shown. A challenge file without shown times has steps with an action each, and then the
 * step is the time to answer.
 */
export const askedActions = (evidence: RunEvidence, maxAnswerMs: number): AskedAction[] => {
  const ends = new Map(evidence.steps.map(({ id, endMs }) => [id, endMs ?? evidence.recordingMs]))
  const turns = evidence.challenges.flatMap((shown) => {
    if (shown.challenge.kind !== 'turn') return []
    const next = evidence.challenges.find(({ stepId, index }) => stepId === shown.stepId && index === shown.index + 1)
    const endMs = Math.min(
      shown.shownMs + maxAnswerMs,
      next ? next.shownMs + afterglowMs : (ends.get(shown.stepId) ?? evidence.recordingMs),
    )
    return [{ stepId: shown.stepId, action: shown.challenge.value, shownMs: shown.shownMs, endMs }]
  })
  if (turns.length > 0 || !evidence.stepsKnown) return turns
  return evidence.steps.flatMap(({ id, kind, action, startMs, endMs }) =>
    kind === 'face' && isAction(action)
      ? [
          {
            stepId: id,
            action,
            shownMs: startMs,
            endMs: Math.min(endMs ?? evidence.recordingMs, startMs + maxAnswerMs),
          },
        ]
      : [],
  )
}

const actions: readonly string[] = ['left', 'right', 'up', 'down', 'nod', 'blink'] satisfies AskedAction['action'][]
const isAction = (action: string | null): action is AskedAction['action'] => action !== null && actions.includes(action)
