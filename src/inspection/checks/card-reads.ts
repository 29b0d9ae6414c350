import type { CardRead, FrameLook, RunEvidence } from '../evidence.ts'
import type { CardField, CardSide } from '../vision/id-card-fields.ts'
import { type FieldConsensus, voteOn } from './field-votes.ts'

/** A picture in which a side of the card was read. */
export type CardLook = FrameLook & { card: CardRead }

export const cardLooks = (evidence: RunEvidence, side: CardSide): CardLook[] =>
  evidence.looks.filter((look): look is CardLook => look.card !== null && look.card.side === side)

/** One field of the card as all readings together say; null when none has it. */
export const consensus = (looks: readonly CardLook[], name: CardField): FieldConsensus<CardLook> | null =>
  voteOn(
    looks.flatMap((look) => {
      const field = look.card.fields[name]
      return field ? [{ look, field }] : []
    }),
  )
