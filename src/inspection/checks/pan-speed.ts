import { limitsOf } from '#domain/inspection-settings.ts'
import type { TurnMeasurement } from '../pan/turn-follower.ts'
import { type Check, fails, isUnsure, obstacle, passes } from './check.ts'
import { contactSheet, mainTurn, wholeTurnOf } from './pan.ts'

const identity = { check: 'pan.speed', version: '1', models: [] } as const

/** Speeds are taken over this long, so that one shake of the hand is no speed. */
const windowMs = 600
/** Less than this is no turn, and says nothing about how fast one would be. */
const leastTurnDeg = 30

/** The speed that nine tenths of the turn kept below, in degrees a second; null when too little could be followed. */
const usualSpeed = ({ headings }: TurnMeasurement, scale: number): number | null => {
  const pieces: { deg: number; degPerSecond: number }[] = []
  let from = 0
  for (let to = 1; to < headings.length; to++) {
    if (headings[to]!.lost) {
      from = to
      continue
    }
    const ms = headings[to]!.atMs - headings[from]!.atMs
    if (ms < windowMs) continue
    const deg = Math.abs(headings[to]!.deg - headings[from]!.deg) * scale
    pieces.push({ deg, degPerSecond: (deg * 1000) / ms })
    from = to
  }
  const whole = pieces.reduce((sum, { deg }) => sum + deg, 0)
  if (whole < leastTurnDeg) return null
  let passed = 0
  for (const { deg, degPerSecond } of pieces.sort((a, b) => a.degPerSecond - b.degPerSecond)) {
    passed += deg
    if (passed >= 0.9 * whole) return degPerSecond
  }
  return null
}

/** [CK8] Not too fast to see. Where much could not be followed it may have been too fast, so that goes to a person. */
export const panSpeed: Check = (evidence, { settings }) => {
  const { maxDegPerSecond, failDegPerSecond, maxLost01 } = limitsOf(settings, 'pan.speed')
  const blocked = obstacle(evidence, identity)
  if (blocked) return isUnsure(identity, blocked)
  const main = mainTurn(evidence)
  const whole = main && wholeTurnOf(main)
  if (!main?.turn || !whole) return isUnsure(identity, 'no-evidence')
  const { startMs, endMs, lostMs, coveredDeg } = main.turn
  const place = { span: { startMs, endMs }, stepId: main.stepId, proofFrames: contactSheet(main) }
  const scale = whole.closed ? Math.min(1.5, whole.deg / Math.max(1, coveredDeg)) : 1
  const speed = usualSpeed(main.turn, scale)
  const lost01 = lostMs / Math.max(1, endMs - startMs)
  if (speed === null)
    return lost01 > maxLost01
      ? isUnsure(identity, 'pan-too-fast', { ...place, value: lost01, limit: maxLost01, unit: 'ratio' })
      : isUnsure(identity, 'no-evidence', place)
  const answer = { ...place, value: speed, limit: maxDegPerSecond, unit: 'degrees/s' }
  if (speed > failDegPerSecond) return fails(identity, 'pan-too-fast', answer)
  if (speed > maxDegPerSecond) return isUnsure(identity, 'pan-too-fast', answer)
  if (lost01 > maxLost01)
    return isUnsure(identity, 'pan-too-fast', { ...place, value: lost01, limit: maxLost01, unit: 'ratio' })
  return passes(identity, answer)
}
