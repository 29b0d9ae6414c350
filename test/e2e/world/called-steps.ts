import type { StepKind } from '#domain/run-plan.ts'
import type { Moment } from '#test/media/puppet-reader.ts'
import { puppetOf } from '#test/media/puppet-seller.ts'
import { orWithPage } from './browser.ts'
import { type CalledReviewer, closesStep, judges, opensStep, takesPicture } from './called-reviewer.ts'
import type { SellerPerson } from './seller-person.ts'

/** A step of a call: how the program names it, what is shown in it, and how many prompts it draws. */
export type LedStep = { id: string; kind: StepKind; challenges: number }

const holdsForMs = 6000
/** Two prompts take twelve seconds; a machine that does much besides is given ten times that. */
const shownWithinMs = 120_000

type Both = { seller: SellerPerson; reviewer: CalledReviewer }

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
  const { page } = both.seller
  const puppet = puppetOf(page)
  await orWithPage(page, `${step.id} does not open`, page.locator(`main[data-step-id="${step.id}"]`).waitFor())
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
  const { page, say } = seller
  const puppet = puppetOf(page)
  await puppet.rest()
  const isOver = page.getByText(say('seller:room.challengeExpired'))
  const endsAt = Date.now() + shownWithinMs
  for (;;) {
    const moments = await puppet.moments()
    if (promptsSinceOpened(moments, id) >= challenges) break
    if (Date.now() > endsAt)
      throw new Error(`${id} did not show its ${challenges} prompts, but since the call began: ${inShort(moments)}`)
    if (await isOver.isVisible()) {
      await closesStep(reviewer)
      await isOver.waitFor({ state: 'hidden' })
      await opensStep(reviewer, id)
    }
    await page.waitForTimeout(250)
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
