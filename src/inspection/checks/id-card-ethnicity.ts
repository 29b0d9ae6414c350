import { isPrintedEthnicity } from '#domain/ethnicities.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.ethnicity', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] The printed ethnic group is one that cards name. Registrations do not hold it, so that it is compared with the
 * closed list only, and never fails: one misread character is another group. The value is 1 when it is on the list.
 */
export const idCardEthnicity: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = cardLooks(evidence, 'front')
  const read = consensus(looks, 'ethnicity')
  const fields = [{ field: 'ethnicity', read: read?.text ?? null, registered: null, score01: read?.score01 ?? null }]
  if (!read)
    return isUnsure(identity, whyUnread(evidence, context, 'front', 'ethnicity'), { span: spanOf(looks), fields })
  const answer = {
    value: isPrintedEthnicity(read.text) ? 1 : 0,
    limit: 1,
    unit: 'bool',
    span: spanOf(looks),
    proofFrames: [
      proof(read.best.look, [quadMark('card', read.best.look.card.quad), quadMark('ethnicity', read.best.field.quad)]),
    ],
    fields,
  }
  const clear = answer.value === 1 && read.score01 >= limits.minScore01 && read.votes >= limits.minReads
  return clear ? passes(identity, answer) : isUnsure(identity, 'card-unreadable', answer)
}
