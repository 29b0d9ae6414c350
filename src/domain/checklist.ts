import type { CaptureStep, Program, Question, SellerCondition } from './program.ts'
import type { Registration } from './registration.ts'

/** What of a registration decides which steps and questions are the seller's. */
export type AskedOf = Pick<Registration, 'site' | 'kind' | 'mainCategory' | 'categories'>

/** [LC4] The steps that this seller is led through, in the program's order: what depends on site, category and kind is settled here. */
export const stepsFor = ({ capture }: Program, seller: AskedOf): CaptureStep[] =>
  capture.steps.filter((step) => isFor(step.when, seller))

export const isFor = (when: SellerCondition | null, { site, kind, mainCategory, categories }: AskedOf): boolean => {
  if (when === null) return true
  const sold = [mainCategory, ...categories]
  return (
    (when.sites === null || when.sites.includes(site)) &&
    (when.kinds === null || when.kinds.includes(kind)) &&
    (when.categories === null || when.categories.some((category) => sold.includes(category)))
  )
}

/**
 * [LC4] Questions for one call, drawn without repeating one. `random` gives uniform numbers in [0, 1); the caller passes a
 * cryptographic source, so that nobody can learn the answers to the right ones ahead.
 */
export const drawQuestions = (program: Program, seller: AskedOf, random: () => number): Question[] => {
  if (program.call === null) return []
  const { count, from } = program.call.conduct.questions
  const left = from.filter((question) => isFor(question.when, seller))
  const drawn: Question[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}
