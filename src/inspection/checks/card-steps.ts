import type { StepSpan } from '#domain/run-plan.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import type { CardSide } from '../vision/id-card-fields.ts'

export const cardSides: readonly CardSide[] = ['front', 'back']

const kindOf = (side: CardSide) => (side === 'front' ? 'id-front' : 'id-back')

export const stepOfSide = (evidence: RunEvidence, side: CardSide): StepSpan | undefined =>
  evidence.steps.find((step) => step.kind === kindOf(side))

/** Pictures of a side's own steps that were searched for a card in vain; none when nobody knows when those were. */
export const unreadLooks = (evidence: RunEvidence, side: CardSide): FrameLook[] => {
  if (!evidence.stepsKnown) return []
  const steps = evidence.steps.filter((step) => step.kind === kindOf(side))
  return evidence.looks.filter(
    (look) =>
      look.lookedFor.card &&
      look.card === null &&
      steps.some((step) => look.atMs >= step.startMs && look.atMs <= (step.endMs ?? evidence.recordingMs)),
  )
}
