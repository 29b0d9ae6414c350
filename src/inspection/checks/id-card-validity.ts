import { isIssuableTerm, parseCardTerm, termStanding } from '#domain/card-fields.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.validity', version: '2', models: ['text-detect', 'text-recognise'] } as const

const daysPerMonth = 30.4375

/** [EL3] The card is in date and will be for long enough. The value is days left. */
export const idCardValidity: Check = (evidence, context) => {
  const { settings, registration, today } = context
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const looks = cardLooks(evidence, 'back')
  const read = consensus(looks, 'validity')
  const registered = registration.legalRepresentative.idValidTo
  const [from, to] = read?.text.split('/') ?? []
  const fields = [
    { field: 'validFrom', read: from ?? null, registered: null, score01: read?.score01 ?? null },
    { field: 'validTo', read: to === undefined ? null : to || '长期', registered, score01: read?.score01 ?? null },
  ]
  const term = read && parseCardTerm(read.text)
  if (!read || !term)
    return isUnsure(identity, whyUnread(evidence, context, 'back', 'validity'), { span: spanOf(looks), fields })
  const { standing, daysLeft } = termStanding(term, today, limits.minMonthsLeft)
  const answer = {
    value: daysLeft,
    limit: Math.round(limits.minMonthsLeft * daysPerMonth),
    unit: 'days',
    span: spanOf(looks),
    proofFrames: [
      proof(read.best.look, [quadMark('card', read.best.look.card.quad), quadMark('validity', read.best.field.quad)]),
    ],
    fields,
  }
  if (read.votes < limits.minReads) return isUnsure(identity, whyUnread(evidence, context, 'back', 'validity'), answer)
  if (standing === 'expired') return fails(identity, 'card-expired', { ...answer, limit: 0 })
  // No card is issued for such a term, so either it was misread or it is no card; both are for a person.
  if (!isIssuableTerm(term) || standing === 'not-yet-valid') return isUnsure(identity, 'card-unreadable', answer)
  if (standing === 'valid') return passes(identity, answer)
  return limits.whenFewer === 'refuse'
    ? fails(identity, 'card-expires-soon', answer)
    : isUnsure(identity, 'card-expires-soon', answer)
}
