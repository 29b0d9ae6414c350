import type { StepSpan } from '#domain/run-plan.ts'
import type { FrameLook } from './evidence.ts'
import type { CardSide } from './vision/id-card-fields.ts'

/** Readings a step's card gets at most; a card that is still not clear after these will not become so. */
const maxReadsPerStep = 12
/** So many readings that say the same are enough. */
const enoughReads = 3
/** Pictures nearer than this show the same hand in the same place. */
const spacingMs = 300

const sideOf = (step: StepSpan): CardSide | null =>
  step.kind === 'id-front' ? 'front' : step.kind === 'id-back' ? 'back' : null

/**
 * Decides which pictures of a card step are worth reading. Reading costs a tenth of a second or more, so it stops once
 * a side was read alike often enough and is spread over the step rather than spent on its beginning, when the card is
 * still coming in.
 */
export const openCardReads = () => {
  const perStep = new Map<string, { asked: number; lastMs: number; reads: Map<string, number> }>()
  const ofStep = (step: StepSpan) => {
    let reads = perStep.get(step.id)
    if (!reads) {
      reads = { asked: 0, lastMs: Number.NEGATIVE_INFINITY, reads: new Map() }
      perStep.set(step.id, reads)
    }
    return reads
  }
  const isSettled = (step: StepSpan): boolean => Math.max(0, ...ofStep(step).reads.values()) >= enoughReads

  return {
    /** Whether this picture should be read. */
    wants(step: StepSpan | null, atMs: number): step is StepSpan {
      if (!step || sideOf(step) === null || isSettled(step)) return false
      const { asked, lastMs } = ofStep(step)
      // After the first few, the gaps widen, so that a long step is covered to its end.
      return asked < maxReadsPerStep && atMs - lastMs >= spacingMs * (1 + asked / 4)
    },
    /**
     * Notes that this picture is being read. A card that is still coming in shows hardly any print, and so does one that
     * is badly blurred: of such pictures only every third is worth the whole look, which then can say why.
     */
    took(step: StepSpan, atMs: number): { letGoFaint: boolean } {
      const reads = ofStep(step)
      reads.asked += 1
      reads.lastMs = atMs
      return { letGoFaint: reads.asked % 3 !== 0 }
    },
    /** Notes what a reading said. */
    saw(step: StepSpan, look: FrameLook): void {
      const { card } = look
      if (!card || card.side !== sideOf(step)) return
      const key =
        card.side === 'front'
          ? card.fields.number &&
            card.fields.name &&
            card.portrait &&
            `${card.fields.number.text} ${card.fields.name.text}`
          : card.fields.validity?.text
      if (key) ofStep(step).reads.set(key, (ofStep(step).reads.get(key) ?? 0) + 1)
    },
  }
}
