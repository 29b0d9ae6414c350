import { limitsOf } from '#domain/inspection-settings.ts'
import { judgeFlaw } from './card-flaws.ts'
import type { Check } from './check.ts'

const identity = { check: 'id-card.shadow', version: '1', models: ['text-detect', 'text-recognise'] } as const

/** [CK1] The fields do not lie in a shadow: their paper is not much darker than the card's bright parts. */
export const idCardShadow: Check = (evidence, context) =>
  judgeFlaw(evidence, context, {
    identity,
    flaw: 'shade',
    reason: 'card-in-shadow',
    limits: limitsOf(context.settings, identity.check),
  })
