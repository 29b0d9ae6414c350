import { editDistance, plainName } from '#domain/card-fields.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, doesNotApply, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.address', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] The printed address, beside the registered one. The card states the holder's household, a company's registration
 * its place of business: the two are compared only for sellers who are persons, and a difference is for a reviewer, as
 * people move without a new card. The address is the least certain of all fields to read. The value is the share of
 * characters that agree.
 */
export const idCardAddress: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const { registration } = context
  const looks = cardLooks(evidence, 'front')
  const read = consensus(looks, 'address')
  const compared = registration.kind !== 'company' && registration.address.trim() !== ''
  const registered = compared ? registration.address : null
  const fields = [{ field: 'address', read: read?.text ?? null, registered, score01: read?.score01 ?? null }]
  if (!read)
    return isUnsure(identity, whyUnread(evidence, context, 'front', 'address'), { span: spanOf(looks), fields })
  const proofFrames = [
    proof(read.best.look, [quadMark('card', read.best.look.card.quad), quadMark('address', read.best.field.quad)]),
  ]
  if (registered === null) return { ...doesNotApply(identity), span: spanOf(looks), fields }
  const [printed, onFile] = [[...plainName(read.text)], [...plainName(registered)]]
  const alike01 = 1 - editDistance(printed, onFile) / Math.max(printed.length, onFile.length)
  const answer = { value: alike01, limit: limits.minAlike01, unit: 'ratio', span: spanOf(looks), proofFrames, fields }
  return alike01 >= limits.minAlike01 ? passes(identity, answer) : isUnsure(identity, 'address-differs', answer)
}
