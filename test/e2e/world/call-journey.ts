import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, test } from 'vitest'
import { patientInCall } from './browser.ts'
import { type CalledReviewer, rings, seesSeller, takesSeat } from './called-reviewer.ts'
import {
  answersRing,
  booksFirstTime,
  calledSeller,
  comparesRegistration,
  confirmsPhone,
  getsReady,
  waitsInRoom,
} from './called-seller.ts'
import { atDesk, type HeldStage, openCalledCase, openHeldStage, putOnDuty } from './held-stage.ts'
import type { ReviewerPerson } from './reviewer-person.ts'
import type { SellerPerson } from './seller-person.ts'

export type CallOf = {
  sellerId: string
  program: 'amazon' | 'lazada'
  kind: 'sole-trader' | 'individual'
  /** Done with either person's browser before the call is opened in it. */
  prepares?: (person: { context: BrowserContext; page: Page }) => Promise<void>
}

/** One test on a house of its own, with a lead at the desk: a reviewer holds one call in half an hour. */
export const journey = (title: string, run: (stage: HeldStage, lead: ReviewerPerson) => Promise<void>): void => {
  describe('in a house of its own', () => {
    const stage = openHeldStage()
    let lead: ReviewerPerson
    beforeAll(async () => {
      lead = await atDesk(stage, 'supervisor')
    })
    test(title, patientInCall, () => run(stage, lead))
  })
}

/** The seller as far as the waiting room, whatever the program asks for on the way. */
export const sellerInWaitingRoom = async (
  stage: HeldStage,
  lead: ReviewerPerson,
  { sellerId, program, kind, prepares }: CallOf,
): Promise<{ id: string; link: string; seller: SellerPerson }> => {
  const site = program === 'lazada' ? 'MY' : 'US'
  const { id, link } = await openCalledCase(stage, sellerId, program, { site, kind })
  const seller = await calledSeller(stage, link)
  if (program === 'lazada') await comparesRegistration(seller)
  await putOnDuty(stage, lead, { program, site, languages: ['en'] })
  await booksFirstTime(seller)
  await getsReady(seller)
  if (program === 'lazada') await confirmsPhone(seller)
  await prepares?.(seller)
  await waitsInRoom(seller)
  return { id, link, seller }
}

/** Both in the call, and the reviewer sees the seller. */
export const inCall = async (
  stage: HeldStage,
  lead: ReviewerPerson,
  of: CallOf,
): Promise<{ id: string; link: string; seller: SellerPerson; reviewer: CalledReviewer }> => {
  const { id, link, seller } = await sellerInWaitingRoom(stage, lead, of)
  const reviewer = await takesSeat(stage, of.sellerId, of.prepares)
  await rings(reviewer)
  await answersRing(seller)
  await seesSeller(reviewer)
  return { id, link, seller, reviewer }
}

/** The types of a case's events so far. */
export const happened = async ({ server }: HeldStage, caseId: string): Promise<string[]> =>
  (await server.events(caseId)).map(({ type }) => type)
