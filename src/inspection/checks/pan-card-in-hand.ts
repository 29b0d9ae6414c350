import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, isUnsure, obstacle, passes, proof, quadMark } from './check.ts'
import { mainTurn, viewProof } from './pan.ts'

const identity = { check: 'pan.card-in-hand', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK8] The card was in hand during the turn: it could be read as an identity card in some pictures that lie apart. A
 * card too far away or edge-on cannot be read, so not seeing it proves nothing and never fails; a person looks.
 */
export const panCardInHand: Check = (evidence, { settings }) => {
  const { minViews, apartMs } = limitsOf(settings, 'pan.card-in-hand')
  const blocked = obstacle(evidence, identity)
  if (blocked) return isUnsure(identity, blocked)
  const main = mainTurn(evidence)
  const looked = main?.views.filter(({ lookedForCard }) => lookedForCard) ?? []
  if (main === null || looked.length === 0) return isUnsure(identity, 'no-evidence')
  const apart: typeof looked = []
  for (const view of looked)
    if (view.card && (apart.length === 0 || view.atMs - apart.at(-1)!.atMs >= apartMs)) apart.push(view)
  const answer = {
    value: apart.length,
    limit: minViews,
    unit: 'views',
    stepId: main.stepId,
    span: { startMs: looked[0]!.atMs, endMs: looked.at(-1)!.atMs },
    proofFrames:
      apart.length > 0
        ? apart.slice(0, 3).map((view) => proof(view, [quadMark('card', view.card!)]))
        : looked.slice(0, 3).map(viewProof),
  }
  if (apart.length >= minViews) return passes(identity, answer)
  return isUnsure(identity, evidence.growing ? 'no-evidence' : 'card-not-found', answer)
}
