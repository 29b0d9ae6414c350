import { limitsOf } from '#domain/inspection-settings.ts'
import type { FrameLook } from '../evidence.ts'
import type { CardField } from '../vision/id-card-fields.ts'
import { isReadWhole } from './card-flaws.ts'
import { cardLooks } from './card-reads.ts'
import { cardSides, stepOfSide, unreadLooks } from './card-steps.ts'
import { type Check, fails, isUnsure, median, obstacle, passes, proof, quadMark, spanOf } from './check.ts'

const identity = { check: 'id-card.sharp', version: '1', models: ['text-detect', 'text-recognise'] } as const

const telling: readonly CardField[] = ['number', 'validity']

/**
 * [CK1] Both sides were sharp in a few readings. The value is the steepness of the print's strokes at one letter height
 * (about 0.8 in focus, below 0.4 when nobody can read it), the median of what was seen of the worse side. Fails only
 * when all that was shown of a side was blurred and neither its number nor its dates could be read.
 */
export const idCardSharp: Check = (evidence, context) => {
  const hindered = obstacle(evidence, identity)
  if (hindered) return isUnsure(identity, hindered)
  const limits = limitsOf(context.settings, identity.check)
  const sides = cardSides.map((side) => {
    const looks = cardLooks(evidence, side)
    const shown = [...looks, ...unreadLooks(evidence, side)].filter((look) => look.print !== null)
    const steepness = shown.map(sharpness)
    return {
      side,
      looks,
      shown,
      sharp: looks.filter((look) => sharpness(look) >= limits.minSharp01),
      value: shown.length === 0 ? null : median(steepness),
      blurred: steepness.every((sharp01) => sharp01 < limits.blurredBelow01),
      readWhole: looks.some((look) => telling.some((field) => isReadWhole(field, look, context))),
    }
  })
  const worst = [...sides].sort((a, b) => a.sharp.length - b.sharp.length || (a.value ?? 0) - (b.value ?? 0))[0]!
  const picture = worst.looks[0] ?? worst.shown[worst.shown.length >> 1]
  const answer = {
    value: worst.value,
    limit: limits.minSharp01,
    unit: 'ratio',
    span: spanOf(sides.flatMap(({ shown }) => shown)),
    stepId: worst.sharp.length >= limits.minSharpReads ? null : (stepOfSide(evidence, worst.side)?.id ?? null),
    proofFrames: picture ? [proof(picture, picture.card ? [quadMark('card', picture.card.quad)] : [])] : [],
  }
  if (worst.sharp.length >= limits.minSharpReads) return passes(identity, answer)
  const failing = sides.find(
    ({ shown, blurred, readWhole }) => shown.length >= limits.minBlurredReads && blurred && !readWhole,
  )
  if (failing)
    return fails(identity, 'card-blurred', {
      ...answer,
      value: failing.value,
      stepId: stepOfSide(evidence, failing.side)?.id ?? null,
    })
  if (worst.value === null) return isUnsure(identity, 'no-evidence', answer)
  return isUnsure(identity, worst.value < limits.minSharp01 ? 'card-blurred' : 'card-unreadable', answer)
}

const sharpness = (look: FrameLook): number => look.print?.sharp01 ?? 0
