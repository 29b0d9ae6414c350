import type { SubCheckId } from '#domain/checks.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, isUnsure, obstacle, passes } from './check.ts'
import { contactSheet, mainTurn } from './pan.ts'

const identity = { check: 'pan.scene', version: '1', models: [] } as const

/** [CK8] What was seen: enough different views of the room to judge by are there. What they show is for people. */
export const panScene: Check = (evidence, { settings }) => {
  const { minViews } = limitsOf(settings, 'pan.scene')
  const blocked = obstacle(evidence, identity)
  if (blocked) return isUnsure(identity, blocked)
  const main = mainTurn(evidence)
  if (!main?.turn) return isUnsure(identity, 'no-evidence')
  const proofFrames = contactSheet(main)
  const { startMs, endMs } = main.turn
  const answer = {
    value: proofFrames.length,
    limit: minViews,
    unit: 'views',
    span: { startMs, endMs },
    stepId: main.stepId,
    proofFrames,
  }
  if (proofFrames.length >= minViews) return passes(identity, answer)
  return isUnsure(identity, evidence.growing ? 'no-evidence' : 'pan-incomplete', answer)
}

/**
 * [EN2] [EN3] Nothing here can tell a workplace from a living room or goods from furniture well enough to say so, and a
 * guess would be a claim. The views of the turn are laid out, and a person says.
 */
const forAPerson =
  (check: SubCheckId): Check =>
  (evidence) => {
    const self = { check, version: '1', models: [] } as const
    const blocked = obstacle(evidence, self)
    if (blocked) return isUnsure(self, blocked)
    const main = mainTurn(evidence)
    const proofFrames = main ? contactSheet(main) : []
    if (evidence.growing || !main?.turn || proofFrames.length === 0) return isUnsure(self, 'no-evidence')
    const { startMs, endMs } = main.turn
    return isUnsure(self, 'for-a-person', { span: { startMs, endMs }, stepId: main.stepId, proofFrames })
  }

export const environmentPremises = forAPerson('environment.premises')
export const environmentSampleGoods = forAPerson('environment.sample-goods')
