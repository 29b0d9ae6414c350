import { limitsOf } from '#domain/inspection-settings.ts'
import { type Check, doesNotApply, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'
import { type LicenceSighting, licenceIsDue, licenceLooks, licenceStep, whyLicenceUnread } from './licence-reads.ts'

const identity = { check: 'licence.original', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK2] The sheet is no screen and no copy in black and white, as far as a camera can tell, and does not call itself a
 * duplicate (副本). As with the card one sign alone never fails: a screen fails by its grid together with its border.
 * A sheet without any colour, in a picture that has some, has lost its red and its gold and fails. The value counts the
 * signs. A good colour print shows none and passes.
 */
export const licenceOriginal: Check = (evidence, context) => {
  if (!licenceIsDue(evidence, context)) return doesNotApply(identity)
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const looks = licenceLooks(evidence)
  if (looks.length === 0) return isUnsure(identity, whyLicenceUnread(evidence, context))
  const judged = looks.filter(({ licence }) => licence.read.widthPx >= limits.minWidthPx)
  const ripples = ({ licence: { read } }: LicenceSighting) =>
    read.copy.ripple01 >= limits.minRipple01 && read.copy.rippleLevels >= limits.minRippleLevels
  const isBordered = ({ licence: { read } }: LicenceSighting) => read.copy.darkSides >= limits.minDarkSides
  const seesColour = ({ licence: { read } }: LicenceSighting) => read.copy.surroundColour >= limits.minSurroundColour
  const isGrey = (look: LicenceSighting) => seesColour(look) && look.licence.read.copy.colour < limits.minColour
  const isDuplicate = ({ licence: { read } }: LicenceSighting) => read.duplicate !== null
  const mostly = (sign: (look: LicenceSighting) => boolean) => 2 * judged.filter(sign).length > judged.length
  const signs = { ripple: mostly(ripples), border: mostly(isBordered), grey: mostly(isGrey) }
  const duplicates = looks.filter(isDuplicate)
  const suspect = [ripples, isBordered, isGrey].flatMap((sign) => judged.filter(sign))[0] ?? duplicates[0] ?? looks[0]!
  const { quad, duplicate } = suspect.licence.read
  const answer = {
    value: Object.values(signs).filter(Boolean).length + (duplicates.length > 0 ? 1 : 0),
    limit: 0,
    unit: 'count',
    span: spanOf(looks),
    stepId: licenceStep(evidence)?.id ?? null,
    proofFrames: [
      proof(suspect, [quadMark('licence', quad), ...(duplicate ? [quadMark('duplicate', duplicate)] : [])]),
    ],
  }
  const sure = judged.length >= limits.minReads && !evidence.growing
  if (sure && ((signs.ripple && signs.border) || signs.grey)) return fails(identity, 'licence-not-original', answer)
  if (Object.values(signs).some(Boolean)) return isUnsure(identity, 'licence-not-original', answer)
  if (duplicates.length > 0)
    return limits.whenDuplicate === 'refuse' && duplicates.length >= limits.minReads
      ? fails(identity, 'licence-duplicate', answer)
      : isUnsure(identity, 'licence-duplicate', answer)
  if (judged.length < limits.minReads) return isUnsure(identity, whyLicenceUnread(evidence, context), answer)
  // A camera that shows no colours cannot tell a copy in black and white from the sheet.
  return judged.every((look) => seesColour(look) || look.licence.read.copy.colour >= limits.minColour)
    ? passes(identity, answer)
    : isUnsure(identity, 'licence-unreadable', answer)
}
