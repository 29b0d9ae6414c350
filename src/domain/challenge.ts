import type { CaptureStep } from './program.ts'
import type { Challenge } from './run-plan.ts'

/**
 * Draws the next challenge of a step. `random` gives uniform numbers in [0, 1); the caller passes a cryptographic
 * source, tests a fixed one. A turn never repeats the one before and no two digits in a row are alike, so that each
 * answer can be told from the last.
 */
export const drawChallenge = (step: CaptureStep, previous: Challenge[], random: () => number): Challenge | null => {
  const rule = step.challenge
  if (rule.kind === 'none' || previous.length >= rule.count) return null
  const last = previous.at(-1)?.value
  if (rule.kind === 'digits') return { kind: 'digit', value: pick('0123456789'.split(''), last, random) }
  return { kind: 'turn', value: pick(rule.from, last, random) }
}

const pick = <T extends string>(from: readonly T[], not: string | undefined, random: () => number): T => {
  const choices = from.filter((one) => one !== not)
  const chosen = choices[Math.floor(random() * choices.length)]
  if (chosen === undefined) throw new Error('a challenge needs at least two values to draw from')
  return chosen
}

/** How long after this challenge the next may be asked for: irregular, so that nobody can record ahead. [CP1] */
export const challengePauseMs = (step: CaptureStep, random: () => number): number => {
  const rule = step.challenge
  if (rule.kind === 'digits') {
    const [least, most] = rule.gapSeconds
    return Math.round((least + (most - least) * random()) * 1000)
  }
  return rule.kind === 'turns' ? rule.eachSeconds * 1000 : 0
}

/** The shortest pause that may be drawn; a challenge asked for sooner than that is refused. */
export const leastPauseMs = (step: CaptureStep): number => challengePauseMs(step, () => 0)

/** [CK5] The longest that one digit may take, by the steps that ask for digits; null when none does. */
export const maxDigitMsOf = (steps: readonly CaptureStep[]): number | null => {
  const seconds = steps.flatMap(({ challenge }) => (challenge.kind === 'digits' ? [challenge.maxSecondsEach] : []))
  return seconds.length === 0 ? null : Math.min(...seconds) * 1000
}
