import type { StepKind, StepSpan } from '#domain/run-plan.ts'
import type { FrameLook } from './evidence.ts'
import type { CardSide } from './vision/id-card-fields.ts'
import { licenceParts } from './vision/licence-text.ts'

/** What is read of a step that holds something with print up to the camera. */
type Reading = {
  /** Readings it gets at most; what is still not clear after these will not become so. */
  maxReads: number
  /** So many readings that say the same are enough. */
  enough: number
  /** Pictures nearer than this show the same hand in the same place. */
  spacingMs: number
  /** What a reading said, when it said all that counts. */
  keyOf(look: FrameLook): string | undefined | null
}

const cardReading = (side: CardSide): Reading => ({
  maxReads: 12,
  enough: 3,
  spacingMs: 300,
  keyOf: ({ card }) => {
    if (!card || card.side !== side) return null
    const { number, name, validity } = card.fields
    if (side === 'back') return validity?.text
    return number && name && card.portrait && `${number.text} ${name.text}`
  },
})

/** Seals are seen whole or not at all, so a reading without one is worth another. */
const wholeRing01 = 0.8

/** A licence takes five times as long to read as a card, so fewer pictures must do; pictures that are not sharp cost little. */
const licenceReading: Reading = {
  maxReads: 8,
  enough: 2,
  spacingMs: 500,
  keyOf: ({ licence }) => {
    if (!licence?.read) return null
    const { fields, parts, seal } = licence.read
    const { creditCode, companyName, representative } = fields
    const isWhole = parts.length === licenceParts.length && (seal?.ring01 ?? 0) >= wholeRing01
    if (!isWhole || !creditCode || !companyName || !representative) return null
    return [creditCode, companyName, representative, fields.term].map((field) => field?.text).join(' ')
  },
}

const readings: Partial<Record<StepKind, Reading>> = {
  'id-front': cardReading('front'),
  'id-back': cardReading('back'),
  licence: licenceReading,
}

/**
 * Decides which pictures of a step are worth reading. Reading costs a tenth of a second or more, so it stops once what
 * is held up was read alike often enough and is spread over the step rather than spent on its beginning, when it is
 * still coming in. `skips` names kinds that the program asks nothing of.
 */
export const openCardReads = (skips: (kind: StepKind) => boolean = () => false) => {
  const perStep = new Map<string, { asked: number; lastMs: number; reads: Map<string, number> }>()
  const ofStep = (step: StepSpan) => {
    let reads = perStep.get(step.id)
    if (!reads) {
      reads = { asked: 0, lastMs: Number.NEGATIVE_INFINITY, reads: new Map() }
      perStep.set(step.id, reads)
    }
    return reads
  }
  const readingOf = ({ kind }: StepSpan): Reading | undefined => (skips(kind) ? undefined : readings[kind])

  return {
    /** Whether this picture should be read. */
    wants(step: StepSpan | null, atMs: number): step is StepSpan {
      const reading = step ? readingOf(step) : undefined
      if (!step || !reading) return false
      const { asked, lastMs, reads } = ofStep(step)
      if (Math.max(0, ...reads.values()) >= reading.enough) return false
      // After the first few, the gaps widen, so that a long step is covered to its end.
      return asked < reading.maxReads && atMs - lastMs >= reading.spacingMs * (1 + asked / 4)
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
      const key = readingOf(step)?.keyOf(look)
      if (key) ofStep(step).reads.set(key, (ofStep(step).reads.get(key) ?? 0) + 1)
    },
  }
}
