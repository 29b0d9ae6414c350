import { limitsOf } from '#domain/inspection-settings.ts'
import { cardLooks } from './card-reads.ts'
import { cardSides, stepOfSide, unreadLooks } from './card-steps.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'

const identity = { check: 'id-card.corners', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] All four corners of both sides were in the picture in a few readings. The value says how far the farthest
 * corner of the worse side's best reading lies outside, as a share of the card's width (negative: inside). A card of
 * which so much was cut that it could not be read is known by several lines that all end at one edge of the picture.
 */
export const idCardCorners: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const sides = cardSides.map((side) => {
    const looks = cardLooks(evidence, side)
    const unread = unreadLooks(evidence, side).filter((look) => look.print !== null)
    const best = [...looks].sort((a, b) => a.card.quality.outside01 - b.card.quality.outside01)[0]
    return {
      side,
      looks,
      best,
      whole: looks.filter((look) => look.card.quality.outside01 <= limits.maxOutside01),
      cut: looks.filter((look) => look.card.quality.outside01 >= limits.cutOutside01),
      unread,
      cutUnread: unread.filter((look) => (look.print?.cutLines ?? 0) >= limits.minCutLines),
    }
  })
  const isCut = ({ whole, looks, unread, cut, cutUnread }: (typeof sides)[number]) =>
    whole.length === 0 &&
    cut.length + cutUnread.length >= limits.minCutReads &&
    cut.length + cutUnread.length === looks.length + unread.length
  const isMostlyCut = ({ whole, looks, unread, cut, cutUnread }: (typeof sides)[number]) =>
    whole.length < limits.minWholeReads && 2 * (cut.length + cutUnread.length) > looks.length + unread.length
  const worst = [...sides].sort(
    (a, b) =>
      Number(isCut(b)) - Number(isCut(a)) ||
      Number(isMostlyCut(b)) - Number(isMostlyCut(a)) ||
      a.whole.length - b.whole.length ||
      (b.best?.card.quality.outside01 ?? Number.POSITIVE_INFINITY) -
        (a.best?.card.quality.outside01 ?? Number.POSITIVE_INFINITY),
  )[0]!
  const cutPicture = worst.cut[0] ?? worst.cutUnread[0]
  const shown = worst.whole[0] ?? cutPicture ?? worst.looks[0]
  const enough = worst.whole.length >= limits.minWholeReads
  const answer = {
    value: worst.best?.card.quality.outside01 ?? null,
    limit: limits.maxOutside01,
    unit: 'ratio',
    span: spanOf(sides.flatMap(({ looks, cutUnread }) => [...looks, ...cutUnread])),
    stepId: enough ? null : (stepOfSide(evidence, worst.side)?.id ?? null),
    proofFrames: shown ? [proof(shown, shown.card ? [quadMark('card', shown.card.quad)] : [])] : [],
  }
  if (enough) return passes(identity, answer)
  const pictures = worst.looks.length + worst.unread.length
  const cut = worst.cut.length + worst.cutUnread.length
  if (isCut(worst)) return fails(identity, 'card-corners-cut', answer)
  if (pictures === 0) return isUnsure(identity, 'no-evidence', answer)
  return isUnsure(
    identity,
    2 * cut > pictures || worst.looks.length > worst.whole.length ? 'card-corners-cut' : 'card-unreadable',
    answer,
  )
}
