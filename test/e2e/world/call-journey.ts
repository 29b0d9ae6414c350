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
import { type HeldStage, openCalledCase, putOnDuty } from './held-stage.ts'
import type { ReviewerPerson } from './reviewer-person.ts'
import type { SellerPerson } from './seller-person.ts'

export type CallOf = {
  sellerId: string
  program: 'amazon' | 'lazada'
  kind: 'sole-trader' | 'individual'
}

/** The seller as far as the waiting room, whatever the program asks for on the way. */
export const sellerInWaitingRoom = async (
  stage: HeldStage,
  lead: ReviewerPerson,
  { sellerId, program, kind }: CallOf,
): Promise<{ id: string; seller: SellerPerson }> => {
  const site = program === 'lazada' ? 'MY' : 'US'
  const { id, link } = await openCalledCase(stage, sellerId, program, { site, kind })
  const seller = await calledSeller(stage, link)
  if (program === 'lazada') await comparesRegistration(seller)
  await putOnDuty(stage, lead, { program, site, languages: ['en'] })
  await booksFirstTime(seller)
  await getsReady(seller)
  if (program === 'lazada') await confirmsPhone(seller)
  await waitsInRoom(seller)
  return { id, seller }
}

/** Both in the call, and the reviewer sees the seller. */
export const inCall = async (
  stage: HeldStage,
  lead: ReviewerPerson,
  of: CallOf,
): Promise<{ id: string; seller: SellerPerson; reviewer: CalledReviewer }> => {
  const { id, seller } = await sellerInWaitingRoom(stage, lead, of)
  const reviewer = await takesSeat(stage, of.sellerId)
  await rings(reviewer)
  await answersRing(seller)
  await seesSeller(reviewer)
  return { id, seller, reviewer }
}

/** The types of a case's events so far. */
export const happened = async ({ server }: HeldStage, caseId: string): Promise<string[]> =>
  (await server.events(caseId)).map(({ type }) => type)
