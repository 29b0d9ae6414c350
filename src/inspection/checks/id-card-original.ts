import { limitsOf } from '#domain/inspection-settings.ts'
import { type CardLook, cardLooks } from './card-reads.ts'
import { cardSides, stepOfSide } from './card-steps.ts'
import { type Check, fails, isUnsure, obstacle, passes, proof, quadMark, spanOf } from './check.ts'

const identity = { check: 'id-card.original', version: '1', models: ['text-detect', 'text-recognise'] } as const

/**
 * [CK1] The card is no screen, print or copy, as far as a camera can tell: no ripple of a screen's grid on its plain
 * paper, no narrow dark border around it, and colour in its portrait and emblem. The value counts the kinds of signs.
 * One sign alone never fails, since paper can lie on a dark table and lamps can eat colours: a screen fails by its grid
 * together with its border, a copy by both sides without colour in a picture that has some. A good colour print shows
 * no sign at all; that it passes here is why other gates exist.
 */
export const idCardOriginal: Check = (evidence, { settings }) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(settings, identity.check)
  const ripples = ({ card }: CardLook) =>
    card.quality.copy.ripple01 >= limits.minRipple01 && card.quality.copy.rippleLevels >= limits.minRippleLevels
  const isBordered = ({ card }: CardLook) => card.quality.copy.darkSides >= limits.minDarkSides
  const isGrey = ({ card }: CardLook) =>
    card.quality.copy.colour < limits.minColour && card.quality.copy.surroundColour >= limits.minSurroundColour
  const sides = cardSides.map((side) => {
    const looks = cardLooks(evidence, side)
    const judged = looks.filter(({ card }) => card.widthPx >= limits.minWidthPx)
    const mostly = (sign: (look: CardLook) => boolean) => 2 * judged.filter(sign).length > judged.length
    const signs = { ripple: mostly(ripples), border: mostly(isBordered), grey: mostly(isGrey) }
    return { side, looks, judged, signs, count: Object.values(signs).filter(Boolean).length }
  })
  const worst = [...sides].sort((a, b) => b.count - a.count || a.judged.length - b.judged.length)[0]!
  const suspect = worst.judged.find((look) => ripples(look) || isBordered(look) || isGrey(look)) ?? worst.looks[0]
  const answer = {
    value: worst.count,
    limit: 0,
    unit: 'count',
    span: spanOf(sides.flatMap(({ looks }) => looks)),
    stepId: worst.count > 0 ? (stepOfSide(evidence, worst.side)?.id ?? null) : null,
    proofFrames: suspect ? [proof(suspect, [quadMark('card', suspect.card.quad)])] : [],
  }
  const isScreen = sides.some(({ judged, signs }) => judged.length >= limits.minReads && signs.ripple && signs.border)
  const isCopy = sides.every(({ judged, signs }) => judged.length >= limits.minReads && signs.grey)
  if (isScreen || isCopy) return fails(identity, 'card-not-original', answer)
  if (worst.count > 0) return isUnsure(identity, 'card-not-original', answer)
  const unseen = sides.find(({ judged }) => judged.length < limits.minReads)
  if (!unseen) return passes(identity, answer)
  const stepId = stepOfSide(evidence, unseen.side)?.id ?? null
  return isUnsure(identity, unseen.looks.length > unseen.judged.length ? 'card-too-small' : 'no-evidence', {
    ...answer,
    stepId,
  })
}
