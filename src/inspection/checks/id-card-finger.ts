import { limitsOf } from '#domain/inspection-settings.ts'
import { judgeFlaw } from './card-flaws.ts'
import type { Check } from './check.ts'

const identity = { check: 'id-card.finger', version: '1', models: ['text-detect', 'text-recognise'] } as const

/** [CK1] No finger, or anything else of another colour than the card's paper, lies on the fields. */
export const idCardFinger: Check = (evidence, context) =>
  judgeFlaw(evidence, context, {
    identity,
    flaw: 'cover',
    reason: 'card-covered',
    limits: limitsOf(context.settings, identity.check),
  })
