import { expect } from 'vitest'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { inventedCard, inventedRegistration } from '#main/demo/media/render/invented-identity.ts'
import { orWithPage } from './browser.ts'
import { atDesk, type HeldStage } from './held-stage.ts'
import type { ReviewerPerson } from './reviewer-person.ts'

/** What every shop of the footage is called, as its licence says. */
const shopName = inventedRegistration(inventedCard('a')).companyName ?? ''

/** A reviewer who has taken the seat of a call. */
export type CalledReviewer = ReviewerPerson & { bookingId: string }

/** From the appointments into the call of this seller. */
export const takesSeat = async (
  stage: HeldStage,
  sellerId: string,
  prepares?: (reviewer: ReviewerPerson) => Promise<void>,
): Promise<CalledReviewer> => {
  const reviewer = await atDesk(stage, 'reviewer')
  await prepares?.(reviewer)
  const { page, say } = reviewer
  await page.getByRole('link', { name: say('desk:appointments.title') }).click()
  const row = page.getByRole('listitem').filter({ hasText: sellerId })
  await orWithPage(
    page,
    'the call is not among the appointments',
    row.getByRole('link', { name: say('desk:callRoom.open') }).click(),
  )
  await page.waitForURL(/\/desk\/calls\//)
  await sits(reviewer)
  const bookingId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  return { ...reviewer, bookingId }
}

/** Takes the seat that the page offers, also again after it was loaded anew. */
export const sits = async ({ page, say }: ReviewerPerson): Promise<void> => {
  await orWithPage(
    page,
    'no seat is offered',
    page.getByRole('button', { name: say('desk:callRoom.sit.reviewer') }).click(),
  )
}

/** The room as the desk's page is answered it. */
export const roomOf = async ({ page, bookingId }: CalledReviewer): Promise<DeskCallRoom> => {
  const answered = await page.request.get(new URL(`/desk/api/calls/${bookingId}`, page.url()).href)
  if (!answered.ok()) throw new Error(`the room was answered ${answered.status()} ${await answered.text()}`)
  return (await answered.json()) as DeskCallRoom
}

/** Waits until the room is as wanted; what it was last is in the message when it never is. */
export const untilRoom = async (
  reviewer: CalledReviewer,
  what: string,
  isSo: (room: DeskCallRoom) => boolean,
  withinMs = 60_000,
): Promise<DeskCallRoom> => {
  let room = await roomOf(reviewer)
  const look = async () => {
    room = await roomOf(reviewer)
    return isSo(room)
  }
  try {
    if (!isSo(room)) await expect.poll(look, { interval: 250, timeout: withinMs }).toBe(true)
    return room
  } catch (cause) {
    const { registration: _, ...rest } = room
    const seen = JSON.stringify({ ...rest, held: { ...room.held, findings: [], fields: [] } }, null, 1)
    throw new Error(`${what}: ${seen}`, { cause })
  }
}

export const rings = async (reviewer: CalledReviewer): Promise<void> => {
  await untilRoom(reviewer, 'the seller is not in the waiting room', (room) =>
    room.participants.some((one) => one.role === 'seller' && one.present),
  )
  await untilRoom(reviewer, 'the seller is not ready', (room) => room.notReady === null)
  await reviewer.page.getByRole('button', { name: reviewer.say('desk:callRoom.ring') }).click()
}

/** Whether pictures of the seller are arriving: the element plays and its time goes on. */
export const seesSeller = async ({ page, say }: ReviewerPerson): Promise<void> => {
  const picture = page.getByLabel(say('desk:callRoom.stage.seller', { shop: shopName }))
  await orWithPage(
    page,
    'no picture of the seller arrives',
    picture.evaluate(
      (element) =>
        new Promise<void>((resolve) => {
          const video = element as HTMLVideoElement
          const count = (left: number) => {
            if (left === 0) return resolve()
            video.requestVideoFrameCallback(() => count(left - 1))
          }
          count(5)
        }),
    ),
  )
}

const stepNo = async (reviewer: CalledReviewer, stepId: string): Promise<number> => {
  const no = (await roomOf(reviewer)).held?.steps.findIndex((step) => step.id === stepId) ?? -1
  if (no === -1) throw new Error(`the call has no step ${stepId}`)
  return no + 1
}

/** A key that a busy page overheard is pressed again, as anybody would after a while. */
const pressAgainAfterMs = 15_000
const doneWithinMs = 90_000

/** Presses a key until the room is as wanted. Only for keys that may be pressed twice. */
const pressesUntil = async (
  reviewer: CalledReviewer,
  key: string,
  what: string,
  isSo: (room: DeskCallRoom) => boolean,
): Promise<void> => {
  const endsAt = Date.now() + doneWithinMs
  for (;;) {
    await reviewer.page.keyboard.press(key)
    const leftMs = endsAt - Date.now()
    const done = untilRoom(reviewer, what, isSo, Math.min(pressAgainAfterMs, leftMs)).then(() => true)
    if (leftMs <= pressAgainAfterMs ? await done : await done.catch(() => false)) return
  }
}

const hasStep = (room: DeskCallRoom, stepId: string, isSo: (step: Step) => boolean): boolean =>
  Boolean(room.held?.steps.some((step) => step.id === stepId && isSo(step)))

type Step = NonNullable<DeskCallRoom['held']>['steps'][number]

/** By its number key. */
export const opensStep = async (reviewer: CalledReviewer, stepId: string): Promise<void> => {
  const key = String(await stepNo(reviewer, stepId))
  await pressesUntil(reviewer, key, `${stepId} did not open`, (room) =>
    hasStep(room, stepId, ({ state }) => state === 'open'),
  )
  // Keys work on what the page shows, which hears of it a moment later.
  const open = reviewer.page.locator(`[data-open-step="${stepId}"]`)
  await orWithPage(reviewer.page, `${stepId} is not open on the page`, open.waitFor())
}

export const closesStep = async (reviewer: CalledReviewer): Promise<void> => {
  await pressesUntil(reviewer, '0', 'the step did not close', ({ held }) =>
    Boolean(held?.steps.every(({ state }) => state !== 'open')),
  )
  await reviewer.page.locator('[data-open-step]').waitFor({ state: 'detached' })
}

/** Space takes the picture at the seller's side. */
export const takesPicture = (reviewer: CalledReviewer, stepId: string): Promise<void> =>
  pressesUntil(reviewer, 'Space', `no picture of ${stepId} came`, (room) =>
    hasStep(room, stepId, ({ snapshots }) => snapshots.length > 0),
  )

const keyOf = { right: 'y', wrong: 'x', 'not-needed': 'u' } as const

export const judges = (reviewer: CalledReviewer, stepId: string, judged: keyof typeof keyOf = 'right'): Promise<void> =>
  pressesUntil(reviewer, keyOf[judged], `${stepId} was not judged ${judged}`, (room) =>
    hasStep(room, stepId, ({ judgement }) => judgement === judged),
  )

/** Ends the call; with the verdict where the program asks for it there. */
export const endsCall = async (reviewer: CalledReviewer, verdict: 'pass' | null): Promise<void> => {
  const { page, say } = reviewer
  await page.keyboard.press('e')
  const bar = page.getByRole('region', { name: say('desk:callRoom.ending.title') })
  await orWithPage(page, 'the end of the call cannot be prepared', bar.waitFor())
  if (verdict === 'pass') {
    // The page may hear of the last judgement a moment later than the room.
    const mayPass = bar.getByRole('button', { name: say('desk:decision.choose.pass'), disabled: false })
    await orWithPage(page, 'a step still bars a pass', mayPass.waitFor())
    await page.keyboard.press('p')
    const confirm = bar.getByRole('button', { name: say('desk:callRoom.ending.confirm.pass') })
    await orWithPage(page, 'a pass cannot be chosen', confirm.waitFor())
  }
  await page.keyboard.press('Control+Enter')
  await untilRoom(reviewer, 'the call did not end', (room) => room.phase === 'over', doneWithinMs)
}
