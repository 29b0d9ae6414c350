import { compareNames, plainName } from '#domain/card-fields.ts'
import { plainIdentityNumber } from '#domain/identity-number.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { FieldRead } from '../evidence.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, type CheckContext, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import type { FieldConsensus } from './field-votes.ts'
import { whatLiesOver, whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.name', version: '2', models: ['text-detect', 'text-recognise'] } as const

/** Below this the reader all but rules out that the registered character stands there. */
const ruledOut01 = 0.02
/** A name that differs in one character while the number agrees is more likely misread than another person's. */
const readsToTrustOneCharacter = 3
const scoreToTrustOneCharacter01 = 0.97

/** [CK1] [EL2] The name on the card is the registered one. */
export const idCardName: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = cardLooks(evidence, 'front')
  const registered = context.registration.legalRepresentative
  const read = consensus(looks, 'name')
  if (!read)
    return isUnsure(identity, whyUnread(evidence, context, 'front', 'name'), {
      span: spanOf(looks),
      fields: [{ field: 'name', read: null, registered: registered.name, score01: null }],
    })
  const answer = {
    value: read.score01,
    limit: limits.minScore01,
    unit: 'score',
    span: spanOf(looks),
    proofFrames: [
      proof(read.best.look, [quadMark('card', read.best.look.card.quad), quadMark('name', read.best.field.quad)]),
    ],
    fields: [{ field: 'name', read: read.text, registered: registered.name, score01: read.score01 }],
  }
  const comparison = compareNames(read.text, registered)
  const certain = read.score01 >= limits.minScore01 && read.votes >= limits.minReads
  if (comparison.relation === 'same')
    // Eighteen reads are not needed to see that what is expected is there; but one weak one is not enough.
    return certain || read.votes > 1 ? passes(identity, answer) : isUnsure(identity, 'card-unreadable', answer)
  if (comparison.relation === 'former-name') return isUnsure(identity, 'name-differs', answer)
  // A reflection or a finger takes characters away without leaving the reader in doubt about the rest.
  const over = whatLiesOver(looks, 'name', context)
  if (!certain || over !== 'card-unreadable') return isUnsure(identity, over, answer)
  if (comparison.edits > 1 || !numberAgrees(looks, context)) {
    return mayBeMisread(read, registered.name) && numberAgrees(looks, context)
      ? isUnsure(identity, 'name-differs', answer)
      : fails(identity, 'name-differs', answer)
  }
  const clear =
    read.votes >= readsToTrustOneCharacter &&
    read.score01 >= scoreToTrustOneCharacter01 &&
    !mayBeMisread(read, registered.name)
  return clear ? fails(identity, 'name-differs', answer) : isUnsure(identity, 'name-differs', answer)
}

const numberAgrees = (looks: Parameters<typeof consensus>[0], { registration }: CheckContext): boolean =>
  consensus(looks, 'number')?.text === plainIdentityNumber(registration.legalRepresentative.idNumber)

/**
 * Whether the reader itself left room for the registered name: every differing place has the registered character among
 * its candidates, or that character is one it may not know. Its alphabet has some 6,600 characters; rare ones are read
 * as something similar with full confidence, so names beyond the common block are never failed by reading alone.
 */
const mayBeMisread = (read: FieldConsensus, registeredName: string): boolean => {
  const expected = [...plainName(registeredName)]
  const characters = read.best.field.characters
  if (expected.some((char) => !commonHan.test(char) && char !== '·')) return true
  if (expected.length !== characters.length) return false
  return expected.every((char, place) => leavesRoomFor(characters[place]!, char))
}

const leavesRoomFor = (character: FieldRead['characters'][number], wanted: string): boolean =>
  character.char === wanted ||
  character.candidates.some(({ char, score01 }) => char === wanted && score01 >= ruledOut01)

/** The basic CJK block; extensions hold the rare characters of names. */
const commonHan = /^[\u4e00-\u9fa5]$/
