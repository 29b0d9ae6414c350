import { identityNumberChecks, plainIdentityNumber } from '#domain/identity-number.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = {
  check: 'id-card.number-checksum',
  version: 'GB 11643-1999; 2',
  models: ['text-detect', 'text-recognise'],
} as const

/** So few places away from a number that checks, a wrong checksum is a misreading until a person has looked. */
const misreadPlaces = 2
const certain01 = 0.95

/** [CK1] The number read from the card carries a right check digit. The value is 1 for right, 0 for wrong. */
export const idCardNumberChecksum: Check = (evidence, context) => {
  const { settings, registration } = context
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const looks = cardLooks(evidence, 'front')
  const read = consensus(looks, 'number')
  if (!read) return isUnsure(identity, whyUnread(evidence, context, 'front', 'number'), { span: spanOf(looks) })
  const answer = {
    value: identityNumberChecks(read.text) ? 1 : 0,
    limit: 1,
    unit: 'bool',
    span: spanOf(looks),
    proofFrames: [
      proof(read.best.look, [quadMark('card', read.best.look.card.quad), quadMark('number', read.best.field.quad)]),
    ],
    fields: [{ field: 'number', read: read.text, registered: null, score01: read.score01 }],
  }
  if (answer.value === 1) return passes(identity, answer)
  const registered = plainIdentityNumber(registration.legalRepresentative.idNumber)
  const nearlyRegistered = read.text !== registered && placesApart(read.text, registered) <= misreadPlaces
  const readOtherwise = [...read.others.keys()].some(identityNumberChecks)
  return read.votes > limits.minReads && read.score01 >= certain01 && !nearlyRegistered && !readOtherwise
    ? fails(identity, 'card-number-invalid', answer)
    : isUnsure(identity, whyUnread(evidence, context, 'front', 'number'), answer)
}

const placesApart = (a: string, b: string): number =>
  a.length === b.length ? [...a].filter((char, place) => char !== b[place]).length : Number.POSITIVE_INFINITY
