import type { ReasonCode } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { RunEvidence } from '../evidence.ts'
import type { CardFlaw } from '../vision/card-quality.ts'
import type { CardField, CardSide } from '../vision/id-card-fields.ts'
import { shareOf } from './card-flaws.ts'
import { type CardLook, cardLooks } from './card-reads.ts'
import { unreadLooks } from './card-steps.ts'
import { type CheckContext, median } from './check.ts'

/**
 * Why a field could not be read, or not with certainty: what lay over it in most pictures, or what kept the whole card
 * from being read. So that a seller hears of the lamp and not of its consequence.
 */
export const whyUnread = (
  evidence: RunEvidence,
  context: CheckContext,
  side: CardSide,
  field: CardField,
): ReasonCode => {
  const looks = cardLooks(evidence, side)
  return looks.length > 0 ? whatLiesOver(looks, field, context) : whyNoCard(evidence, context, side)
}

/** What lies over a field in most of these readings, or cut the card; `card-unreadable` when nothing does. */
export const whatLiesOver = (looks: readonly CardLook[], field: CardField, { settings }: CheckContext): ReasonCode => {
  const mostly = (flaw: CardFlaw, hiddenShare01: number) =>
    2 * looks.filter((look) => shareOf(look, field, flaw) >= hiddenShare01).length > looks.length
  const { cutOutside01 } = limitsOf(settings, 'id-card.corners')
  if (2 * looks.filter(({ card }) => card.quality.outside01 >= cutOutside01).length > looks.length)
    return 'card-corners-cut'
  if (mostly('glare', limitsOf(settings, 'id-card.glare').hiddenShare01)) return 'card-glare'
  if (mostly('cover', limitsOf(settings, 'id-card.finger').hiddenShare01)) return 'card-covered'
  if (mostly('shade', limitsOf(settings, 'id-card.shadow').hiddenShare01)) return 'card-in-shadow'
  return 'card-unreadable'
}

const whyNoCard = (evidence: RunEvidence, { settings }: CheckContext, side: CardSide): ReasonCode => {
  const prints = unreadLooks(evidence, side).flatMap(({ print }) => print ?? [])
  if (prints.length === 0) return 'no-evidence'
  const { minCutLines } = limitsOf(settings, 'id-card.corners')
  if (2 * prints.filter(({ cutLines }) => cutLines >= minCutLines).length > prints.length) return 'card-corners-cut'
  const sharp01 = median(prints.map((print) => print.sharp01))
  return sharp01 < limitsOf(settings, 'id-card.sharp').blurredBelow01 ? 'card-blurred' : 'card-unreadable'
}
