import { addMonths, parseCardTerm } from '#domain/card-fields.ts'
import { identityFacts, identityNumberChecks } from '#domain/identity-number.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.sides-agree', version: '2', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] Front and back belong together: the term on the back is the one the law gives a holder of the age that the
 * front states (under 16: 5 years, 16–25: 10, 26–45: 20, from 46: without end; Resident Identity Card Law, article 5).
 * A year on either side of a birthday is let pass, because applications take months. Value and limit are years.
 */
export const idCardSidesAgree: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const fronts = cardLooks(evidence, 'front')
  const backs = cardLooks(evidence, 'back')
  const number = consensus(fronts, 'number')
  const validity = consensus(backs, 'validity')
  const facts = number && identityNumberChecks(number.text) ? identityFacts(number.text) : null
  const term = validity && parseCardTerm(validity.text)
  const span = spanOf([...fronts, ...backs])
  if (!facts || !term || !number || !validity)
    return isUnsure(
      identity,
      facts ? whyUnread(evidence, context, 'back', 'validity') : whyUnread(evidence, context, 'front', 'number'),
      { span },
    )
  const expected = [-12, 0, 12].map((months) => termYears(facts.birth, addMonths(term.from, months)))
  const printed = term.to === null ? null : Number(term.to.slice(0, 4)) - Number(term.from.slice(0, 4))
  const answer = {
    value: printed,
    limit: expected[1] ?? null,
    unit: 'years',
    span,
    proofFrames: [
      proof(number.best.look, [
        quadMark('front', number.best.look.card.quad),
        quadMark('number', number.best.field.quad),
      ]),
      proof(validity.best.look, [
        quadMark('back', validity.best.look.card.quad),
        quadMark('validity', validity.best.field.quad),
      ]),
    ],
  }
  if (expected.includes(printed)) return passes(identity, answer)
  return validity.votes >= 2 && term.from > facts.birth
    ? fails(identity, 'card-sides-disagree', answer)
    : isUnsure(identity, 'card-unreadable', answer)
}

/** Years for which a card issued on that day is valid; null is without end. */
const termYears = (birth: string, issued: string): number | null => {
  if (issued < addMonths(birth, 16 * 12)) return 5
  if (issued < addMonths(birth, 26 * 12)) return 10
  return issued < addMonths(birth, 46 * 12) ? 20 : null
}
