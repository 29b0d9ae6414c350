import { limitsOf } from '#domain/inspection-settings.ts'
import { licenceStanding, parseLicenceTerm } from '#domain/licence-term.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import {
  type LicenceSighting,
  licenceConsensus,
  licenceIsDue,
  licenceLooks,
  licenceProof,
  licenceStep,
  whyLicenceUnread,
} from './licence-reads.ts'

const identity = { check: 'licence.validity', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [EL4] The licence is in date and will be for long enough. The value is days left; none for a licence without end.
 * Licences issued since 2022 print no term: where the lines above and below its place were read in every picture and
 * it never was, it has none, unless the registration knows an end.
 */
export const licenceValidity: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  const read = licenceConsensus(looks, 'term')
  const registered = context.registration.licence
  const [from, to] = read?.text.split('/') ?? []
  const fields = [
    {
      field: 'validFrom',
      read: from || null,
      registered: registered?.validFrom ?? null,
      score01: read?.score01 ?? null,
    },
    {
      field: 'validTo',
      read: to === undefined ? null : to || '长期',
      registered: registered ? (registered.validTo ?? '长期') : null,
      score01: read?.score01 ?? null,
    },
  ]
  const common = { span: spanOf(looks), stepId: licenceStep(evidence)?.id ?? null, fields }
  if (!read) {
    const printsNone = looks.length >= limits.minReads && looks.every(hasNeighbours) && registered?.validTo === null
    const best = looks[0]
    return printsNone && best
      ? passes(identity, {
          ...common,
          unit: 'days',
          limit: limits.minDaysLeft,
          proofFrames: [proof(best, [quadMark('licence', best.licence.read.quad)])],
        })
      : isUnsure(identity, whyLicenceUnread(evidence, context), common)
  }
  const term = parseLicenceTerm(read.text)
  const { standing, daysLeft } = term
    ? licenceStanding(term, context.today, limits.minDaysLeft)
    : { standing: null, daysLeft: null }
  const answer = {
    ...common,
    value: daysLeft,
    limit: limits.minDaysLeft,
    unit: 'days',
    proofFrames: [licenceProof(read.best, 'term')],
  }
  if (standing === null || standing === 'not-yet-valid' || read.votes < limits.minReads)
    return isUnsure(identity, 'licence-unreadable', answer)
  if (standing === 'expired') return fails(identity, 'licence-expired', { ...answer, limit: 0 })
  if (standing === 'expires-soon')
    return limits.whenFewer === 'refuse'
      ? fails(identity, 'licence-expires-soon', answer)
      : isUnsure(identity, 'licence-expires-soon', answer)
  // A term that the registration does not have is another licence's, a newer one's or a misreading.
  return registered && registered.validTo !== (term?.to ?? null)
    ? isUnsure(identity, 'licence-details-differ', answer)
    : passes(identity, answer)
}

/** The fields between which the term is printed. */
const hasNeighbours = ({ licence: { read } }: LicenceSighting): boolean =>
  read.fields.capital !== undefined && read.fields.founded !== undefined && read.fields.address !== undefined
