import type { InspectionSettings } from '#domain/inspection-settings.ts'
import { faceStepKinds, type StepSpan } from '#domain/run-plan.ts'
import type { FrameLook } from './evidence.ts'
import type { SamplingPlan } from './media/decoder-types.ts'
import { openSampler } from './media/sampling.ts'
import type { Quad } from './vision/image.ts'
import type { LookWishes } from './vision/look-at-frame.ts'

/**
 * Faces are compared and judged for liveness twice a second in the first seconds of a step, later every second. It is
 * the dearest part of a look, so a live run that is behind does with less.
 */
const likenessEveryMs = { atFirst: 480, later: 980, behind: 1480 } as const
const atFirstMs = 3000
/** Without a known step the picture is searched for a card this often, and oftener while one shows. */
const scanEveryMs = 1000
const scanEveryWhileSeenMs = 400
const enoughScannedReads = 6
const enoughScannedLicences = 3
/** A hand holds a card in about the same place for so long. */
const cardStaysMs = 1500
/** A second face in a face step is explained (a card in the hand?) at most this often. */
const explainEveryMs = 1000
const explanationsPerStep = 5
/** Lips that speak a digit, and lids that blink, are open or closed for a fifth of a second. */
const glimpsesPerSecond = 15

/** A camera that is swung round is followed best when its pictures share most of what they show. */
const panPicturesPerSecond = 8

/** Whether a program asks anything of a business licence. Reading one is dear, so none is read for a program that does not. */
export const asksLicence = ({ checks }: InspectionSettings): boolean =>
  Object.keys(checks).some((check) => check.startsWith('licence.'))

const isGlimpsed = ({ kind, action }: StepSpan): boolean => kind === 'digits' || action === 'blink'

const rateIn = (step: StepSpan): number =>
  isGlimpsed(step) ? glimpsesPerSecond : step.kind === 'pan' ? panPicturesPerSecond : 0

/** Which pictures the decoder is to hand over: the program's rate, and more where lips, lids or a turn are followed. */
export const samplingFor = ({ sampleFps }: InspectionSettings, steps: readonly StepSpan[]): SamplingPlan => ({
  framesPerSecond: sampleFps,
  spans: steps
    .filter((step) => rateIn(step) > sampleFps)
    .map((step) => ({ fromMs: step.startMs, toMs: step.endMs, framesPerSecond: rateIn(step) })),
})

/**
 * Decides what each picture is looked at for. `looks` is the session's own list, which grows; `stepsKnown` says whether
 * somebody tells what is shown when.
 */
export const openLookSchedule = (
  settings: InspectionSettings,
  looks: readonly FrameLook[],
  stepsKnown: () => boolean,
) => {
  const regular = openSampler({ framesPerSecond: settings.sampleFps, spans: [] })
  const last = {
    likeness: Number.NEGATIVE_INFINITY,
    scan: Number.NEGATIVE_INFINITY,
    explain: Number.NEGATIVE_INFINITY,
  }
  /** Pictures with two faces that were searched for a card, by step. */
  const explained = new Map<string, number>()

  /** Where steps are known nothing is searched for that is not due; otherwise the card may show at any time. */
  const cardWish = (step: StepSpan | null, atMs: number): LookWishes['card'] => {
    if (step === null) {
      if (stepsKnown()) return 'no'
      const seen = looks.findLast((look) => look.card !== null)
      const recent = seen && atMs - seen.atMs < 2 * scanEveryMs ? seen.card : null
      const done = recent && looks.filter((look) => look.card?.side === recent.side).length >= enoughScannedReads
      if (atMs - last.scan < (recent && !done ? scanEveryWhileSeenMs : scanEveryMs)) return 'no'
      last.scan = atMs
      return 'scan'
    }
    const tries = explained.get(step.id) ?? 0
    const due = tries < explanationsPerStep && atMs - last.explain >= explainEveryMs
    if (!faceStepKinds.includes(step.kind) || !due) return 'no'
    last.explain = atMs
    return 'when-two-faces'
  }

  /** Who is seen between the steps or while the room is shown is compared with nobody. */
  const isLikenessTold = (step: StepSpan | null): boolean => (step === null ? !stepsKnown() : step.kind !== 'pan')

  const mayMeetLicence = (): boolean =>
    looks.filter(({ licence }) => licence !== null && licence.read !== null).length < enoughScannedLicences

  const cardAt = (atMs: number): Quad | null =>
    looks.findLast((look) => look.card !== null && Math.abs(atMs - look.atMs) < cardStaysMs)?.card?.quad ?? null

  return {
    /** Whether this is one of the program's regular pictures; those between are glimpses. Ask once for each picture. */
    isRegular: (atMs: number): boolean => regular.isDue(atMs),
    wishes(step: StepSpan | null, atMs: number, behind = false): LookWishes {
      const early = step === null || atMs - step.startMs < atFirstMs
      const everyMs = likenessEveryMs[behind ? 'behind' : early ? 'atFirst' : 'later']
      const due = atMs - last.likeness >= everyMs
      const likeness = due && isLikenessTold(step)
      if (likeness) last.likeness = atMs
      return {
        faces: true,
        likeness,
        // A turn is quick, so while one may be due every picture tells how the head is held.
        pose: step?.kind === 'face',
        card: cardWish(step, atMs),
        licence: step === null && !stepsKnown() && asksLicence(settings) && mayMeetLicence() ? 'when-met' : 'no',
        cardNear: cardAt(atMs),
        keepPicture: 'when-telling',
      }
    },
    /** What somebody may hold up in this step is read from this picture. */
    readingWishes: ({ kind }: StepSpan, atMs: number): LookWishes => ({
      faces: false,
      likeness: false,
      pose: false,
      card: kind === 'licence' ? 'no' : 'read',
      licence: kind === 'licence' ? 'read' : 'no',
      cardNear: cardAt(atMs),
      keepPicture: 'yes',
    }),
    glimpseWishes: {
      faces: true,
      likeness: false,
      pose: false,
      card: 'no',
      cardNear: null,
      keepPicture: 'no',
    } satisfies LookWishes,
    /** A picture with two faces was searched for a card in this step. */
    hasExplained(step: StepSpan): void {
      explained.set(step.id, (explained.get(step.id) ?? 0) + 1)
    },
  }
}
