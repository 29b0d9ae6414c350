import { identityFacts, identityNumberChecks } from '#domain/identity-number.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks, consensus } from './card-reads.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.birth-and-sex', version: '2', models: ['text-detect', 'text-recognise'] } as const

/** [CK1] Printed birth date and sex are those the number states. The value counts how many of the two agree. */
export const idCardBirthAndSex: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = cardLooks(evidence, 'front')
  const number = consensus(looks, 'number')
  const birth = consensus(looks, 'birth')
  const sex = consensus(looks, 'sex')
  const stated = number && identityNumberChecks(number.text) ? identityFacts(number.text) : null
  const statedSex = stated && (stated.sex === 'male' ? '男' : '女')
  const fields = [
    { field: 'birth', read: birth?.text ?? null, registered: stated?.birth ?? null, score01: birth?.score01 ?? null },
    { field: 'sex', read: sex?.text ?? null, registered: statedSex, score01: sex?.score01 ?? null },
  ]
  if (!stated || !birth || !sex)
    return isUnsure(identity, whyUnread(evidence, context, 'front', !stated ? 'number' : !birth ? 'birth' : 'sex'), {
      span: spanOf(looks),
      fields,
    })
  const agreements = [birth.text === stated.birth, sex.text === statedSex]
  const answer = {
    value: agreements.filter(Boolean).length,
    limit: 2,
    unit: 'count',
    span: spanOf(looks),
    proofFrames: [
      proof(birth.best.look, [quadMark('card', birth.best.look.card.quad), quadMark('birth', birth.best.field.quad)]),
      proof(sex.best.look, [quadMark('card', sex.best.look.card.quad), quadMark('sex', sex.best.field.quad)]),
    ],
    fields,
  }
  if (answer.value === 2) return passes(identity, answer)
  const wrong = agreements[0] ? [sex] : agreements[1] ? [birth] : [birth, sex]
  const certain = wrong.every((field) => field.score01 >= limits.minScore01 && field.votes >= 2)
  return certain ? fails(identity, 'card-number-invalid', answer) : isUnsure(identity, 'card-unreadable', answer)
}
