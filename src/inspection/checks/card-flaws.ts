import { parseCardTerm, plainName } from '#domain/card-fields.ts'
import { isPrintedEthnicity } from '#domain/ethnicities.ts'
import type { Finding, ReasonCode } from '#domain/finding.ts'
import { identityNumberChecks } from '#domain/identity-number.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { RunEvidence } from '../evidence.ts'
import type { CardFlaw } from '../vision/card-quality.ts'
import type { CardField, CardSide } from '../vision/id-card-fields.ts'
import { type CardLook, cardLooks } from './card-reads.ts'
import { cardSides, stepOfSide, unreadLooks } from './card-steps.ts'
import {
  type CheckContext,
  type CheckIdentity,
  fails,
  isUnsure,
  obstacle,
  passes,
  proof,
  quadMark,
  spanOf,
} from './check.ts'

/**
 * Glare, fingers and shadows over the fields are judged alike. A moment of it while the card is tilted into place harms
 * nobody: each field must have been seen clear in a few readings, not in all. Only a field that the procedure needs,
 * that nobody could read and that lay under the flaw whenever the card was seen fails.
 */
export type FlawLimits = {
  /** Readings in which a field must be clear, not necessarily the same for all fields. */
  minClearReads: number
  /** A field is clear when no more of its area is flawed. */
  maxShare01: number
  /** A field that nobody could read counts as hidden when so much of it was flawed in every reading. */
  hiddenShare01: number
  /** Readings that must all show the flaw before it fails. */
  minFlawedReads: number
}

/** Fields that a verdict rests on. The others only add to the picture, so a little shine on them holds nobody up. */
const neededFields: readonly CardField[] = ['name', 'sex', 'birth', 'number', 'validity']
const hiddenUnneeded01 = 0.6
/** What lay under a flaw this often and could never be read was hidden, though a measure slips now and then. */
const nearlyAlways01 = 0.75

/** 某市公安局 at the least. */
const shortestIssuer = 5

/** Whether a reading shows the field whole: it is what nothing but a whole field can be. */
export const isReadWhole = (field: CardField, { card }: CardLook, { registration }: CheckContext): boolean => {
  const text = card.fields[field]?.text
  if (text === undefined) return false
  if (field === 'number') return identityNumberChecks(text)
  if (field === 'name') return plainName(text) === plainName(registration.legalRepresentative.name)
  if (field === 'validity') return parseCardTerm(text) !== null
  if (field === 'issuer') return text.length >= shortestIssuer && text.endsWith('局')
  if (field === 'ethnicity') return isPrintedEthnicity(text)
  return field === 'birth' || field === 'sex'
}

export const shareOf = ({ card }: CardLook, field: CardField, flaw: CardFlaw): number =>
  card.quality.fields[field]?.[flaw] ?? 0

type Judged = {
  side: CardSide
  field: CardField
  state: 'clear' | 'doubtful' | 'hidden'
  needed: boolean
  /** The least flawed share that any reading shows. */
  best01: number
}

const judgeField = (
  looks: readonly CardLook[],
  side: CardSide,
  field: CardField,
  flaw: CardFlaw,
  limits: FlawLimits,
  context: CheckContext,
): Judged => {
  const needed = neededFields.includes(field)
  const shares = looks.map((look) => shareOf(look, field, flaw))
  const best01 = Math.min(...shares)
  // Print that could be read whole had no light or finger on it. In a shadow it can be read and is still in shadow.
  const clear = looks.filter(
    (look, i) => shares[i]! <= limits.maxShare01 || (flaw !== 'shade' && isReadWhole(field, look, context)),
  )
  const hiddenFrom = needed ? limits.hiddenShare01 : hiddenUnneeded01
  const judged = { side, field, needed, best01 }
  const flawed = shares.filter((share) => share >= hiddenFrom).length
  const hidden =
    flawed >= limits.minFlawedReads &&
    flawed >= nearlyAlways01 * looks.length &&
    !looks.some((look) => isReadWhole(field, look, context))
  if (hidden) return { ...judged, state: 'hidden' }
  const nothingOver = shares.every((share) => share <= limits.maxShare01)
  if (nothingOver || clear.length >= limits.minClearReads) return { ...judged, state: 'clear' }
  return { ...judged, state: needed || best01 >= hiddenUnneeded01 ? 'doubtful' : 'clear' }
}

/** The name of a mark: light is named by where on the card it lies, so that one knows how to tilt it. */
const markOf = (flaw: CardFlaw, place: string): string =>
  flaw === 'glare' ? `glare-${place}` : flaw === 'cover' ? 'finger' : 'shadow'

const proofOf = (looks: readonly CardLook[], { field, state }: Judged, flaw: CardFlaw) => {
  const worst = [...looks].sort((a, b) => shareOf(b, field, flaw) - shareOf(a, field, flaw))[0]
  const spot = state === 'clear' ? undefined : worst?.card.quality.spots[flaw]
  if (!worst) return null
  return proof(worst, [
    quadMark('card', worst.card.quad),
    ...(spot ? [quadMark(markOf(flaw, spot.place), spot.quad)] : []),
  ])
}

/** One of the three flaws over both sides. Value and limit are shares of a field's area. */
export const judgeFlaw = (
  evidence: RunEvidence,
  context: CheckContext,
  {
    identity,
    flaw,
    reason,
    limits,
  }: { identity: CheckIdentity; flaw: CardFlaw; reason: ReasonCode; limits: FlawLimits },
): Finding => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const { cutOutside01 } = limitsOf(context.settings, 'id-card.corners')
  const sides = cardSides.map((side) => {
    const all = cardLooks(evidence, side)
    // A field that is out of the picture has nothing over it, and is not clear for that.
    return { side, all, looks: all.filter(({ card }) => card.quality.outside01 < cutOutside01) }
  })
  const looks = sides.flatMap(({ looks }) => looks)
  const judged = sides.flatMap(({ side, looks }) =>
    looks.length === 0
      ? []
      : (Object.keys(looks[0]!.card.quality.fields) as CardField[]).map((field) =>
          judgeField(looks, side, field, flaw, limits, context),
        ),
  )
  const worst =
    judged.find(({ state, needed }) => state === 'hidden' && needed) ??
    judged.find(({ state }) => state !== 'clear') ??
    judged.filter(({ needed }) => needed).sort((a, b) => b.best01 - a.best01)[0]
  const ofWorst = sides.find(({ side }) => side === worst?.side)?.looks ?? []
  const answer = {
    value: worst?.best01 ?? null,
    limit: limits.maxShare01,
    unit: 'ratio',
    span: spanOf(looks),
    stepId: worst && worst.state !== 'clear' ? (stepOfSide(evidence, worst.side)?.id ?? null) : null,
    proofFrames: worst ? [proofOf(ofWorst, worst, flaw)] : [],
  }
  if (worst?.state === 'hidden' && worst.needed) return fails(identity, reason, answer)
  if (worst && worst.state !== 'clear') return isUnsure(identity, reason, answer)
  const unseen = sides.find(({ looks }) => looks.length < limits.minClearReads)
  if (!unseen) return passes(identity, answer)
  const stepId = stepOfSide(evidence, unseen.side)?.id ?? null
  const tried = unseen.looks.length + unreadLooks(evidence, unseen.side).length
  const otherwise = tried > 0 ? 'card-unreadable' : 'no-evidence'
  const cut = unseen.all.length > unseen.looks.length
  return isUnsure(identity, cut ? 'card-corners-cut' : otherwise, { ...answer, stepId })
}
