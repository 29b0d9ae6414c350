import { issuerInAddress01 } from '#domain/card-places.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whatLiesOver, whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.issuer', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] The office that issued the card, on the back, is one of the place that the address on the front names. Nothing
 * registered says who issued a card, so that the two sides are compared with each other. A difference never fails:
 * districts are renamed, and the address is the field that is misread most. The value is the share of the office's
 * place names that the address has.
 */
export const idCardIssuer: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const [fronts, backs] = [cardLooks(evidence, 'front'), cardLooks(evidence, 'back')]
  const issuer = consensus(backs, 'issuer')
  const address = consensus(fronts, 'address')
  const span = spanOf([...fronts, ...backs])
  const fields = [{ field: 'issuer', read: issuer?.text ?? null, registered: null, score01: issuer?.score01 ?? null }]
  if (!issuer || !address) {
    const reason = issuer
      ? whyUnread(evidence, context, 'front', 'address')
      : whyUnread(evidence, context, 'back', 'issuer')
    return isUnsure(identity, reason, { span, fields })
  }
  const shared01 = issuerInAddress01(issuer.text, address.text)
  const answer = {
    value: shared01,
    limit: limits.minShared01,
    unit: 'ratio',
    span,
    proofFrames: [
      proof(issuer.best.look, [
        quadMark('card', issuer.best.look.card.quad),
        quadMark('issuer', issuer.best.field.quad),
      ]),
    ],
    fields,
  }
  if (shared01 === null) return isUnsure(identity, whatLiesOver(backs, 'issuer', context), answer)
  return shared01 >= limits.minShared01 ? passes(identity, answer) : isUnsure(identity, 'issuer-differs', answer)
}
