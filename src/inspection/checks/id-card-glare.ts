import { limitsOf } from '#domain/inspection-settings.ts'
import { judgeFlaw } from './card-flaws.ts'
import type { Check } from './check.ts'

const identity = { check: 'id-card.glare', version: '1', models: ['text-detect', 'text-recognise'] } as const

/** [CK1] No reflection lies on the fields. The glare is named by the part of the card it lies on. */
export const idCardGlare: Check = (evidence, context) =>
  judgeFlaw(evidence, context, {
    identity,
    flaw: 'glare',
    reason: 'card-glare',
    limits: limitsOf(context.settings, identity.check),
  })
