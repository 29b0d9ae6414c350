import type { RunPlan, ShownChallenge, StepSpan } from '#domain/run-plan.ts'
import { isWithin } from './checks/people.ts'
import type { RunEvidence } from './evidence.ts'

/** What is asked of the seller, as far as it is known: all of it for a file with its plan, step by step in a live run. */
export const openFollowedPlan = (plan: RunPlan | null) => {
  const steps = timedSteps(plan?.steps ?? [])
  const challenges: ShownChallenge[] = [...(plan?.challenges ?? [])]
  /** Steps in which something was answered before they were opened again, and when they were. */
  const openedAgain = new Map<string, number>()
  const asksDigitsIn = ({ startMs, endMs }: { startMs: number; endMs: number }): boolean =>
    steps.length === 0 ||
    steps.some(
      (step) =>
        step.kind === 'digits' && endMs > step.startMs && startMs < (step.endMs ?? Number.POSITIVE_INFINITY) + lateMs,
    )
  const askAnew = (stepId: string, startMs: number): void => {
    const step = steps.find(({ id }) => id === stepId)
    if (step) step.startMs = startMs
    const others = challenges.filter((one) => one.stepId !== stepId)
    challenges.splice(0, challenges.length, ...others)
    openedAgain.delete(stepId)
  }
  return {
    /** The steps that are known so far. */
    steps: (): readonly StepSpan[] => steps,
    /** The step that goes on at an instant; of two that meet, the later. */
    stepAt: (atMs: number): StepSpan | null => steps.findLast((step) => isWithin(atMs, step, Infinity)) ?? null,
    /** Whether digits may be said in a span: in and just behind a step that asks for them, or anywhere when no step is known. */
    asksDigitsIn,
    /** The same, but not before the first digit was shown: what speaks there is the page's prompt, or nobody who was asked. */
    mayAnswerIn(span: { startMs: number; endMs: number }): boolean {
      const shownMs = challenges.flatMap(({ challenge, shownMs }) => (challenge.kind === 'digit' ? [shownMs] : []))
      return asksDigitsIn(span) && (shownMs.length === 0 || span.endMs > Math.min(...shownMs))
    },
    stepStarted(step: StepSpan): void {
      const known = steps.find(({ id }) => id === step.id)
      if (known && (known.endMs === null || step.startMs <= known.startMs)) return
      // In a call a step that is over may be opened again. What counts is the last time; what was answered before stays in it
      // until something else is asked.
      if (known) steps.splice(steps.indexOf(known), 1)
      const wasAsked = known !== undefined && challenges.some(({ stepId }) => stepId === step.id)
      if (wasAsked) openedAgain.set(step.id, step.startMs)
      steps.push({ ...step, startMs: wasAsked ? known.startMs : step.startMs })
    },
    stepEnded(stepId: string, endMs: number): void {
      const step = steps.find(({ id }) => id === stepId)
      if (step) step.endMs = endMs
    },
    challengeShown(shown: ShownChallenge): void {
      const againAtMs = openedAgain.get(shown.stepId)
      if (againAtMs !== undefined && shown.shownMs >= againAtMs) askAnew(shown.stepId, againAtMs)
      if (!challenges.some(({ stepId, index }) => stepId === shown.stepId && index === shown.index))
        challenges.push({ ...shown })
    },
    challengeShownAgain(stepId: string, index: number, shownMs: number): void {
      const shown = challenges.find((one) => one.stepId === stepId && one.index === index)
      if (shown) shown.shownMs = shownMs
    },
    /** Steps that nobody told are found by the caller from what was seen. */
    asFarAsKnown(
      find: () => StepSpan[],
    ): Pick<RunEvidence, 'steps' | 'stepsKnown' | 'challenges' | 'digits' | 'language' | 'maxDigitMs'> {
      const stepsKnown = steps.length > 0
      return {
        steps: stepsKnown ? steps : find(),
        stepsKnown,
        challenges,
        digits: plan?.digits ?? digitsOf(challenges),
        language: plan?.language ?? null,
        maxDigitMs: plan?.maxDigitMs ?? null,
      }
    },
  }
}

/** The last digit may be said when the step is already over. */
const lateMs = 2500

/** Steps of a plan that say when they are; a challenge file may leave the times out. */
const timedSteps = (steps: readonly StepSpan[]): StepSpan[] =>
  steps.every((step) => Number.isFinite(step.startMs)) ? steps.map((step) => ({ ...step })) : []

const digitsOf = (challenges: readonly ShownChallenge[]): string | null => {
  const digits = challenges.flatMap(({ challenge }) => (challenge.kind === 'digit' ? [challenge.value] : []))
  return digits.length === 0 ? null : digits.join('')
}
