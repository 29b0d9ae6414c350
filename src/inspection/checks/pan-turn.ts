import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, fails, isUnsure, obstacle, passes } from './check.ts'
import { contactSheet, mainTurn, wholeTurnOf } from './pan.ts'

const identity = { check: 'pan.turn', version: '1', models: [] } as const

/**
 * [CK8] The camera went round. A whole turn is only passed when its first view came back, because angles alone depend
 * on a field of view that nobody tells; it fails only when even the most that the pictures allow (blank walls, blur and
 * an odd lens reckoned in the seller's favour) is clearly less than a turn. In between a person looks.
 */
export const panTurn: Check = (evidence, { settings }) => {
  const { minTurnDeg, failBelowDeg, minPictures } = limitsOf(settings, 'pan.turn')
  const blocked = obstacle(evidence, identity)
  if (blocked) return isUnsure(identity, blocked)
  const main = mainTurn(evidence)
  const whole = main && wholeTurnOf(main)
  if (!main?.turn || !whole) return isUnsure(identity, 'no-evidence')
  const { startMs, endMs, pictures } = main.turn
  const answer = {
    value: whole.deg,
    limit: minTurnDeg,
    unit: 'degrees',
    span: { startMs, endMs },
    stepId: main.stepId,
    proofFrames: contactSheet(main),
  }
  if (pictures < minPictures || main.skipped > pictures / 4)
    return isUnsure(identity, main.skipped > 0 ? 'worker-behind' : 'no-evidence', answer)
  if (whole.closed && whole.deg >= minTurnDeg) return passes(identity, answer)
  if (evidence.growing) return isUnsure(identity, 'no-evidence')
  if (!whole.closed && whole.mostDeg < failBelowDeg) return fails(identity, 'pan-incomplete', answer)
  return isUnsure(identity, 'pan-incomplete', answer)
}
