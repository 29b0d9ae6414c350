import type { SubCheckId } from '#domain/checks.ts'
import type { Finding } from '#domain/finding.ts'
import type { RunEvidence } from '../evidence.ts'
import type { Check, CheckContext } from './check.ts'
import { panCardInHand } from './pan-card-in-hand.ts'
import { environmentPremises, environmentSampleGoods, panScene } from './pan-scene.ts'
import { panSpeed } from './pan-speed.ts'
import { panTurn } from './pan-turn.ts'

/** The checks that judge the turn with the camera. Most need no model: they follow points and lay out views. */
const turnChecks = {
  'pan.turn': panTurn,
  'pan.speed': panSpeed,
  'pan.card-in-hand': panCardInHand,
  'pan.scene': panScene,
  'environment.premises': environmentPremises,
  'environment.sample-goods': environmentSampleGoods,
} as const satisfies Partial<Record<SubCheckId, Check>>

export const judgeTurns = (evidence: RunEvidence, context: CheckContext): Finding[] =>
  Object.values(turnChecks).map((check) => check(evidence, context))
