import { identityNumberChecks, plainIdentityNumber } from '#domain/identity-number.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { type CardLook, cardLooks, consensus } from './card-reads.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.number', version: '2', models: ['text-detect', 'text-recognise'] } as const

/** [CK1] The number on the card is the registered one, and no second card with another number was shown. */
export const idCardNumber: Check = (evidence, context) => {
  const { settings, registration } = context
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const looks = cardLooks(evidence, 'front')
  const registered = plainIdentityNumber(registration.legalRepresentative.idNumber)
  const read = consensus(looks, 'number')
  if (!read)
    return isUnsure(identity, whyUnread(evidence, context, 'front', 'number'), {
      span: spanOf(looks),
      fields: [{ field: 'number', read: null, registered, score01: null }],
    })
  const other = anotherNumber(looks, registered, limits.minReads)
  const { look, field } = other ?? read.best
  const answer = {
    value: read.score01,
    limit: limits.minScore01,
    unit: 'score',
    span: spanOf(looks),
    proofFrames: [proof(look, [quadMark('card', look.card.quad), quadMark('number', field.quad)])],
    fields: [{ field: 'number', read: field.text, registered, score01: read.score01 }],
  }
  if (other) return fails(identity, 'number-differs', answer)
  // Eighteen places do not come out as expected by accident, so a single reading of the registered number is enough.
  if (read.text === registered) return passes(identity, answer)
  // A misread digit breaks the checksum in ten of eleven cases; only a number that checks is another number.
  if (!identityNumberChecks(read.text))
    return isUnsure(identity, whyUnread(evidence, context, 'front', 'number'), answer)
  const certain = read.score01 >= limits.minScore01 && read.votes >= limits.minReads
  return certain
    ? fails(identity, 'number-differs', answer)
    : isUnsure(identity, whyUnread(evidence, context, 'front', 'number'), answer)
}

/** A number other than the registered one that checks and was read alike in enough pictures: a second card. */
const anotherNumber = (
  looks: readonly CardLook[],
  registered: string,
  minReads: number,
): { look: CardLook; field: NonNullable<CardLook['card']['fields']['number']> } | null => {
  const seen = new Map<string, number>()
  for (const look of looks) {
    const field = look.card.fields.number
    if (!field || field.text === registered || !identityNumberChecks(field.text)) continue
    const times = (seen.get(field.text) ?? 0) + 1
    seen.set(field.text, times)
    if (times >= Math.max(2, minReads)) return { look, field }
  }
  return null
}
