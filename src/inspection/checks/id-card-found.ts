import type { ReasonCode } from '#domain/finding.ts'
import { limitsOf } from '#domain/inspection-settings.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import type { CardSide } from '../vision/id-card-fields.ts'
import { cardLooks } from './card-reads.ts'
import { cardSides } from './card-steps.ts'
import {
  type Check,
  type CheckContext,
  fails,
  isUnsure,
  median,
  obstacle,
  passes,
  proof,
  quadMark,
  spanOf,
} from './check.ts'
import { whyUnread } from './why-unread.ts'

const identity = { check: 'id-card.found', version: '3', models: ['text-detect', 'text-recognise'] } as const

/** Darker than this and the camera, not the seller, may be why nothing was seen. */
const minLuma = 35
/** A card, however blurred, shows more lines of text than this; an empty hand does not. */
const maxLinesWithoutCard = 3
const minPicturesToBeSure = 3

/** [CK1] Every side of the card that was asked for was shown, readable as such in enough pictures. */
export const idCardFound: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const sides = sidesAsked(evidence).map((side) => {
    const looks = cardLooks(evidence, side)
    return { side, looks, large: looks.filter((look) => look.card.widthPx >= limits.minWidthPx) }
  })
  const answer = {
    value: sides.filter(({ large }) => large.length >= limits.minFrames).length,
    limit: sides.length,
    unit: 'sides',
    span: spanOf(sides.flatMap(({ looks }) => looks)),
    proofFrames: sides.flatMap(({ side, looks }) => {
      const best = [...looks].sort((a, b) => b.card.widthPx - a.card.widthPx)[0]
      return best ? [proof(best, [quadMark(side, best.card.quad)])] : []
    }),
  }
  for (const { side, looks, large } of sides) {
    if (large.length >= limits.minFrames) continue
    const stepId = stepOf(evidence, side)?.id ?? null
    const searched = looksInSteps(evidence, side)
    const shown = searched.at(searched.length >> 1)
    const proofFrames = [...answer.proofFrames, shown ? proof(shown, []) : null]
    if (looks.length >= limits.minFrames)
      return isUnsure(identity, 'card-too-small', { ...answer, stepId, proofFrames })
    const absence = whyNotFound(searched, evidence.stepsKnown && looks.length === 0)
    const reason = absence === 'card-unreadable' && looks.length === 0 ? becauseOf(evidence, context, side) : absence
    return reason === 'card-not-found'
      ? fails(identity, reason, { ...answer, stepId, proofFrames })
      : isUnsure(identity, reason, { ...answer, stepId, proofFrames })
  }
  return passes(identity, answer)
}

/** Both, where nobody knows what was asked for; a call may ask for the front alone. [CP2] */
const sidesAsked = (evidence: RunEvidence): readonly CardSide[] => {
  const asked = cardSides.filter((side) => stepOf(evidence, side) !== undefined)
  return evidence.stepsKnown && asked.length > 0 ? asked : cardSides
}

const stepOf = (evidence: RunEvidence, side: CardSide) =>
  evidence.steps.find((step) => step.kind === (side === 'front' ? 'id-front' : 'id-back'))

/** Pictures searched for text while that side was asked for; all of them when nobody knows when it was. */
const looksInSteps = (evidence: RunEvidence, side: CardSide): FrameLook[] => {
  const kind = side === 'front' ? 'id-front' : 'id-back'
  const steps = evidence.steps.filter((step) => step.kind === kind)
  return evidence.looks.filter(
    (look) =>
      look.lookedFor.card &&
      (look.card === null || look.card.side === side) &&
      (!evidence.stepsKnown ||
        steps.some((step) => look.atMs >= step.startMs && look.atMs <= (step.endMs ?? evidence.recordingMs))),
  )
}

/** What kept print that was seen from being read; `card-unreadable` when nobody can say. */
const becauseOf = (evidence: RunEvidence, context: CheckContext, side: CardSide): ReasonCode => {
  const reason = whyUnread(evidence, context, side, side === 'front' ? 'number' : 'validity')
  return reason === 'no-evidence' ? 'card-unreadable' : reason
}

/**
 * Only a clear absence is `card-not-found`: enough well lit pictures of the very step, hardly any text in them. Text
 * that nobody can make out is a card that cannot be read, which a person looks at.
 */
const whyNotFound = (searched: readonly FrameLook[], stepKnown: boolean): ReasonCode => {
  if (searched.length === 0) return 'no-evidence'
  if (median(searched.map((look) => look.meanLuma)) < minLuma) return 'too-dark'
  const lines = median(searched.map((look) => look.textLines ?? 0))
  if (lines > maxLinesWithoutCard) return 'card-unreadable'
  return stepKnown && searched.length >= minPicturesToBeSure ? 'card-not-found' : 'no-evidence'
}
