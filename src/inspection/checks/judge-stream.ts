import type { Finding, ProofFrame } from '#domain/finding.ts'
import { isFocusLossKind, limitsOf, listOf } from '#domain/inspection-settings.ts'
import type { LiveFacts } from '#domain/run-plan.ts'
import type { FrameLook } from '../evidence.ts'
import { type CheckContext, proof } from './check.ts'
import type { ContinuityEvidence } from './continuity.ts'
import { continuityClock } from './continuity-clock.ts'
import { continuityFrameGap } from './continuity-frame-gap.ts'
import { continuityLoop } from './continuity-loop.ts'
import { continuitySplice } from './continuity-splice.ts'
import { focusKept } from './focus.ts'

/** [CK9] [CK10] What is judged from stamps, arrivals and events rather than from what the pictures show. */
export const judgeStream = (evidence: ContinuityEvidence, live: LiveFacts | null, context: CheckContext): Finding[] => {
  const { settings } = context
  const focus = limitsOf(settings, 'focus.kept')
  return [
    continuityFrameGap(evidence, limitsOf(settings, 'continuity.frame-gap')),
    continuitySplice(evidence, limitsOf(settings, 'continuity.splice')),
    continuityLoop(evidence, limitsOf(settings, 'continuity.loop')),
    continuityClock(evidence, limitsOf(settings, 'continuity.clock')),
    focusKept(live, { maxLosses: focus.maxLosses, kinds: listOf(focus.kinds).filter(isFocusLossKind) }),
  ]
}

/** Stills are kept at least twice a second where a face shows; one further away shows another moment. */
const stillNearMs = 1500

/** The kept still nearest to an instant. */
export const stillFinder =
  (looks: readonly FrameLook[]) =>
  (atMs: number): ProofFrame | null => {
    const kept = looks.filter((look) => look.picture !== null && Math.abs(look.atMs - atMs) <= stillNearMs)
    if (kept.length === 0) return null
    const nearest = kept.reduce((best, look) => (Math.abs(look.atMs - atMs) < Math.abs(best.atMs - atMs) ? look : best))
    return proof(nearest, [])
  }
