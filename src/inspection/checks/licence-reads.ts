import type { ReasonCode } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { FrameLook, LicenceRead, RunEvidence } from '../evidence.ts'
import type { LicenceField } from '../vision/licence-text.ts'
import { type CheckContext, median, proof, quadMark } from './check.ts'
import { type FieldConsensus, voteOn } from './field-votes.ts'

/** A picture in which a business licence was read. */
export type LicenceSighting = FrameLook & { licence: { read: LicenceRead } }

export const licenceLooks = (evidence: RunEvidence): LicenceSighting[] =>
  evidence.looks.filter((look): look is LicenceSighting => look.licence !== null && look.licence.read !== null)

export const licenceConsensus = (
  looks: readonly LicenceSighting[],
  name: LicenceField,
): FieldConsensus<LicenceSighting> | null =>
  voteOn(
    looks.flatMap((look) => {
      const field = look.licence.read.fields[name]
      return field ? [{ look, field }] : []
    }),
  )

/**
 * [CK2] [CP3] An individual has no licence and is asked for none. Whoever is asked, or shows one all the same, is judged.
 */
export const licenceIsDue = (evidence: RunEvidence, { registration }: CheckContext): boolean =>
  registration.kind !== 'individual' || licenceStep(evidence) !== undefined || licenceLooks(evidence).length > 0

export const licenceStep = (evidence: RunEvidence) => evidence.steps.find(({ kind }) => kind === 'licence')

/** The reading's picture with the licence and some fields outlined. */
export const licenceProof = ({ look, field }: FieldConsensus<LicenceSighting>['best'], label: string) =>
  proof(look, [quadMark('licence', look.licence.read.quad), quadMark(label, field.quad)])

/** Pictures that were searched for a licence in vain. */
const unread = (evidence: RunEvidence): FrameLook[] =>
  evidence.looks.filter(({ licence }) => licence !== null && licence.read === null)

/** Darker than this and the camera, not the seller, may be why nothing was seen. */
const minLuma = 35
/** A licence, however blurred, shows more lines of print than this. */
const maxLinesWithoutLicence = 3
const minPicturesToBeSure = 3
/** Where print is less steep than this it is not even tried to be read (licence-look.ts). */
const blurredBelow01 = 0.55

/** What kept a licence, or a field of it, from being read, so that the seller hears of the cause. */
export const whyLicenceUnread = (evidence: RunEvidence, { settings }: CheckContext): ReasonCode => {
  const looks = licenceLooks(evidence)
  const { minWidthPx, minCutLines } = limitsOf(settings, 'licence.found')
  const mostly = <T>(all: readonly T[], is: (one: T) => boolean) => 2 * all.filter(is).length > all.length
  const isCut = ({ print }: FrameLook) => (print?.cutLines ?? 0) >= minCutLines
  if (looks.length > 0) {
    if (mostly(looks, isCut)) return 'licence-cut'
    return mostly(looks, ({ licence }) => licence.read.widthPx < minWidthPx)
      ? 'licence-too-small'
      : 'licence-unreadable'
  }
  const searched = unread(evidence)
  if (searched.length === 0) return 'no-evidence'
  if (median(searched.map(({ meanLuma }) => meanLuma)) < minLuma) return 'too-dark'
  const known = evidence.stepsKnown && searched.length >= minPicturesToBeSure
  if (median(searched.map(({ textLines }) => textLines ?? 0)) <= maxLinesWithoutLicence)
    return known ? 'licence-not-found' : 'no-evidence'
  const printed = searched.filter(({ print }) => print !== null)
  if (mostly(printed, isCut)) return 'licence-cut'
  return median(printed.map(({ print }) => print!.sharp01)) < blurredBelow01 ? 'licence-blurred' : 'licence-unreadable'
}

export const middleOfUnread = (evidence: RunEvidence): FrameLook | undefined => {
  const searched = unread(evidence)
  return searched[searched.length >> 1]
}
