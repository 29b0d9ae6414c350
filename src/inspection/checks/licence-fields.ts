import { compareNames, editDistance, plainName } from '#domain/card-fields.ts'
import type { ReasonCode } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { Registration } from '#domain/registration.ts'
import type { LicenceField } from '../vision/licence-text.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, spanOf } from './check.ts'
import type { FieldConsensus } from './field-votes.ts'
import {
  type LicenceSighting,
  licenceConsensus,
  licenceIsDue,
  licenceLooks,
  licenceProof,
  licenceStep,
  whyLicenceUnread,
} from './licence-reads.ts'

const identity = { check: 'licence.fields', version: '1', models: ['text-detect', 'text-recognise'] } as const

type Compared = 'companyName' | 'representative' | 'address' | 'scope'
type Agreement = 'agrees' | 'unsure' | 'differs'
/** Shown beside the registration; nothing on file says what they should be. */
const onlyShown: readonly LicenceField[] = ['companyType', 'capital', 'founded', 'issuer', 'issued']

/**
 * [CK2] [EL2] What the licence says agrees with the registration. Another company or another representative, read with
 * certainty, fails. Small differences never do: the reader leaves out characters it does not know without any doubt
 * about the rest; one such in a company's name, under the registered code, is none. Address and scope are long, so a difference there is for a reviewer, and so is whether the scope
 * covers the category [EL4]. The value counts the fields that agree, of those with something on file.
 */
export const licenceFields: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  const registered = onFile(context.registration)
  const sameCode = licenceConsensus(looks, 'creditCode')?.text === context.registration.creditCode
  const compared = (Object.keys(registered) as Compared[]).map((name) => {
    const read = licenceConsensus(looks, name)
    const certain = read !== null && read.score01 >= limits.minScore01 && read.votes >= limits.minReads
    const agreement =
      read && agreementOf(name, read, context.registration, { certain, sameCode, minAlike01: limits.minAlike01 })
    return { name, read, agreement, registered: registered[name] }
  })
  const due = compared.filter((one) => one.registered !== null)
  const worst =
    due.find(({ agreement }) => agreement === 'differs') ?? due.find(({ agreement }) => agreement !== 'agrees')
  const shown = worst?.read ?? due[0]?.read
  const answer = {
    value: due.filter(({ agreement }) => agreement === 'agrees').length,
    limit: due.length,
    unit: 'count',
    span: spanOf(looks),
    stepId: licenceStep(evidence)?.id ?? null,
    proofFrames: shown ? [licenceProof(shown.best, (worst ?? due[0]!).name)] : [],
    fields: [
      ...compared.map(({ name, read, registered: value }) => ({
        field: name,
        // Width and kind of punctuation are no difference, so none is to be shown.
        read: read && value !== null && plain(read.text) === plain(value) ? value : (read?.text ?? null),
        registered: value,
        score01: read?.score01 ?? null,
      })),
      ...onlyShown.map((name) => {
        const read = licenceConsensus(looks, name)
        return { field: name, read: read?.text ?? null, registered: null, score01: read?.score01 ?? null }
      }),
    ],
  }
  if (looks.length === 0) return isUnsure(identity, whyLicenceUnread(evidence, context), answer)
  if (registered.companyName === null) return isUnsure(identity, 'licence-not-registered', answer)
  if (!worst) return passes(identity, answer)
  if (worst.agreement === null) return isUnsure(identity, whyLicenceUnread(evidence, context), answer)
  return worst.agreement === 'differs' && !evidence.growing
    ? fails(identity, reasonFor(worst.name), answer)
    : isUnsure(identity, reasonFor(worst.name), answer)
}

const filled = (text: string | undefined | null): string | null => (text?.trim() ? text : null)

const onFile = ({
  companyName,
  legalRepresentative,
  address,
  licence,
}: Registration): Record<Compared, string | null> => ({
  companyName: filled(companyName),
  representative: filled(legalRepresentative.name),
  address: filled(address),
  scope: filled(licence?.scope),
})

const reasonFor = (name: Compared): ReasonCode =>
  name === 'companyName'
    ? 'licence-name-differs'
    : name === 'representative'
      ? 'licence-representative-differs'
      : 'licence-details-differ'

/** One character in eight is about what the reader leaves out of a name with rare characters. */
const misreadShare01 = 0.125

const agreementOf = (
  name: Compared,
  read: FieldConsensus<LicenceSighting>,
  registration: Registration,
  { certain, sameCode, minAlike01 }: { certain: boolean; sameCode: boolean; minAlike01: number },
): Agreement => {
  const expected = onFile(registration)[name] ?? ''
  if (name === 'representative') {
    const comparison = compareNames(read.text, registration.legalRepresentative)
    if (comparison.relation !== 'different') return comparison.relation === 'same' ? 'agrees' : 'unsure'
    return certain && comparison.edits > 1 ? 'differs' : 'unsure'
  }
  const [printed, wanted] = [[...plain(read.text)], [...plain(expected)]]
  const edits = editDistance(printed, wanted)
  if (name !== 'companyName') return 1 - edits / Math.max(1, wanted.length) >= minAlike01 ? 'agrees' : 'unsure'
  // Under the same code it is the same company, and a character less is one that the reader does not know.
  if (edits === 0 || (sameCode && edits === 1 && printed.length === wanted.length - 1)) return 'agrees'
  return certain && edits > Math.max(2, misreadShare01 * wanted.length) ? 'differs' : 'unsure'
}

/** Punctuation is the first thing a reader takes for another, and says nothing here. */
const plain = (text: string): string => plainName(text).replace(/[\p{P}\p{S}]/gu, '')
