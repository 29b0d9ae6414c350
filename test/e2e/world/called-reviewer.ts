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
export const takesSeat = async (stage: HeldStage, sellerId: string): Promise<CalledReviewer> => {
  const reviewer = await atDesk(stage, 'reviewer')
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
  const endsAt = Date.now() + withinMs
  for (;;) {
    const room = await roomOf(reviewer)
    if (isSo(room)) return room
    if (Date.now() > endsAt) {
      const { registration: _, ...rest } = room
      throw new Error(
        `${what}: ${JSON.stringify({ ...rest, held: { ...room.held, findings: [], fields: [] } }, null, 1)}`,
      )
    }
    await reviewer.page.waitForTimeout(250)
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

/** By its number key. */
export const opensStep = async (reviewer: CalledReviewer, stepId: string): Promise<void> => {
  await reviewer.page.keyboard.press(String(await stepNo(reviewer, stepId)))
  await untilRoom(reviewer, `${stepId} did not open`, (room) =>
    Boolean(room.held?.steps.some((step) => step.id === stepId && step.state === 'open')),
  )
  // Keys work on what the page shows, which hears of it a moment later.
  const open = reviewer.page.locator(`[data-open-step="${stepId}"]`)
  await orWithPage(reviewer.page, `${stepId} is not open on the page`, open.waitFor())
}

/** Space takes the picture at the seller's side. */
export const takesPicture = async (reviewer: CalledReviewer, stepId: string): Promise<void> => {
  await reviewer.page.keyboard.press('Space')
  await untilRoom(reviewer, `no picture of ${stepId} came`, (room) =>
    Boolean(room.held?.steps.some((step) => step.id === stepId && step.snapshots.length > 0)),
  )
}

const keyOf = { right: 'y', wrong: 'x', 'not-needed': 'u' } as const

export const judges = async (
  reviewer: CalledReviewer,
  stepId: string,
  judgement: keyof typeof keyOf = 'right',
): Promise<void> => {
  await reviewer.page.keyboard.press(keyOf[judgement])
  await untilRoom(reviewer, `${stepId} was not judged ${judgement}`, (room) =>
    Boolean(room.held?.steps.some((step) => step.id === stepId && step.judgement === judgement)),
  )
}

/** Ends the call; with the verdict where the program asks for it there. */
export const endsCall = async ({ page }: CalledReviewer, verdict: 'pass' | null): Promise<void> => {
  await page.keyboard.press('e')
  if (verdict === 'pass') await page.keyboard.press('p')
  await page.keyboard.press('Control+Enter')
}
