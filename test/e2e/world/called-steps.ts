import type { StepKind } from '#domain/run-plan.ts'
import type { Moment } from '#test/media/puppet-reader.ts'
import { type PuppetSeller, puppetOf } from '#test/media/puppet-seller.ts'
import { orWithPage } from './browser.ts'
import { type CalledReviewer, closesStep, judges, opensStep, takesPicture } from './called-reviewer.ts'
import type { SellerPerson } from './seller-person.ts'

/** A step of a call: how the program names it, what is shown in it, and how many prompts it draws. */
export type LedStep = { id: string; kind: StepKind; challenges: number }

const holdsForMs = 6000
/** Two prompts take twelve seconds; a machine that does much besides is given ten times that. */
const shownWithinMs = 120_000

/** Who is called, whatever drives the browser. Prompts are answered already (`heed`). */
export type CalledPerson = {
  puppet: PuppetSeller
  /** Waits until this step is open on the page. */
  untilOpen(stepId: string): Promise<void>
  /** Whether the page says that the time of the step was over. */
  isLate(): Promise<boolean>
}

type Both = { seller: CalledPerson; reviewer: CalledReviewer }

export const calledPerson = ({ page, say }: SellerPerson): CalledPerson => ({
  puppet: puppetOf(page),
  untilOpen: (stepId) =>
    orWithPage(page, `${stepId} does not open`, page.locator(`main[data-step-id="${stepId}"]`).waitFor()),
  isLate: () => page.getByText(say('seller:room.challengeExpired')).isVisible(),
})

/** The reviewer opens a step, the seller shows what it asks for, a picture is taken where one is needed, and it is right. */
export const goesThroughStep = async (
  both: Both,
  step: LedStep,
  whileOpen: () => Promise<void> = async () => undefined,
): Promise<void> => {
  const { reviewer } = both
  await opensStep(reviewer, step.id)
  await Promise.all([
    showsStep(both, step),
    (async () => {
      if (step.kind !== 'statement') await takesPicture(reviewer, step.id)
      await whileOpen()
    })(),
  ])
  await judges(reviewer, step.id)
}

/** Shows to the camera what the open step asks for, once; resolves when all its prompts were shown and answered. */
const showsStep = async (both: Both, step: LedStep): Promise<void> => {
  const { puppet, untilOpen } = both.seller
  await untilOpen(step.id)
  if (step.challenges > 0) return answersPrompts(both, step)
  switch (step.kind) {
    case 'id-front':
      return puppet.hold('front', holdsForMs)
    case 'id-back':
      return puppet.hold('back', holdsForMs)
    case 'licence':
      return puppet.hold('licence', holdsForMs)
    case 'pan':
      return puppet.pan()
    default:
      return puppet.rest(1500)
  }
}

/** The seller answers by himself (`heed`); where the time was over first, the reviewer opens the step anew. [LC4] */
const answersPrompts = async ({ seller, reviewer }: Both, { id, challenges }: LedStep): Promise<void> => {
  const { puppet, isLate } = seller
  await puppet.rest()
  const endsAt = Date.now() + shownWithinMs
  for (;;) {
    const moments = await puppet.moments()
    if (promptsSinceOpened(moments, id) >= challenges) break
    if (Date.now() > endsAt)
      throw new Error(`${id} did not show its ${challenges} prompts, but since the call began: ${inShort(moments)}`)
    if (await isLate()) {
      await closesStep(reviewer)
      await opensStep(reviewer, id)
    }
    await reviewer.page.waitForTimeout(250)
  }
  // Comes behind the answers, which may still be waiting for the one before.
  await puppet.rest()
  const misprints = await puppet.misprints()
  if (misprints.length > 0) throw new Error(misprints.join('\n'))
}

const promptsSinceOpened = (moments: readonly Moment[], stepId: string): number => {
  const elsewhere = moments.findLastIndex((one) => one.stepId !== stepId)
  return moments.slice(elsewhere + 1).filter(({ challenge }) => challenge !== null).length
}

const inShort = (moments: readonly Moment[]): string =>
  moments.map(({ stepId, challenge }) => `${stepId ?? '–'}${challenge === null ? '' : ` ${challenge}`}`).join(', ')
