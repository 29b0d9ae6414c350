import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { happened, inCall, journey, sellerInWaitingRoom } from '#test/e2e/world/call-journey.ts'
import { roomOf, seesSeller } from '#test/e2e/world/called-reviewer.ts'
import { calledSeller } from '#test/e2e/world/called-seller.ts'
import type { HeldStage } from '#test/e2e/world/held-stage.ts'
import { openSeller, type SellerPerson } from '#test/e2e/world/seller-person.ts'

/** One seller with two devices: a link is good for one, and whoever comes in by a newer one has the call. */
const refusedByUsedLink = async (stage: HeldStage, link: string): Promise<void> => {
  const thief = await openSeller(stage.sellers, { language: 'en', puppet: null })
  await thief.page.goto(link)
  await thief.page.getByRole('heading', { name: thief.say('seller:enter.failedTitle') }).waitFor()
  await thief.page.getByText(thief.say('refusal:link-used')).waitFor()
  await thief.page.goto(`${stage.server.url}/s/room`)
  await thief.page.getByRole('heading', { name: thief.say('seller:enter.noTokenTitle') }).waitFor()
  await thief.context.close()
}

const comesIntoRoom = async (seller: SellerPerson, phase: string): Promise<void> => {
  await seller.page.goto(new URL('/s/room', seller.page.url()).href)
  await seller.page.locator(`main[data-room-phase="${phase}"]`).waitFor()
}

/** Neither camera nor microphone of the page is on: it shows nobody. */
const livePictures = (page: Page): Promise<number> =>
  page.locator('video').evaluateAll((videos) => videos.filter((one) => (one as HTMLVideoElement).srcObject).length)

journey(
  '[DV6] [CP5] a link replayed elsewhere opens nothing; a second device by a new link takes the call over',
  async (stage, lead) => {
    const of = { sellerId: 'harbour-twins', program: 'lazada', kind: 'individual' } as const
    const { id, link, seller, reviewer } = await inCall(stage, lead, of)
    const epochOfSeller = async () => (await roomOf(reviewer)).participants.find(({ role }) => role === 'seller')?.epoch
    const before = await epochOfSeller()
    await refusedByUsedLink(stage, link)
    await seesSeller(reviewer)
    expect(await epochOfSeller()).toBe(before)

    const second = await calledSeller(stage, (await stage.server.marketplace.link(id)).url)
    await comesIntoRoom(second, 'held')
    const elsewhere = seller.page.getByText(seller.say('seller:room.elsewhere.title')).first()
    await elsewhere.waitFor()
    expect(await livePictures(seller.page)).toBe(0)
    await seesSeller(reviewer)
    const { participants } = await roomOf(reviewer)
    expect(participants.filter(({ role }) => role === 'seller')).toMatchObject([{ present: true }])
    await expect.poll(() => happened(stage, id), { timeout: 60_000 }).toContain('recording-restarted')
    // The first device has no session any more: what it says is heard by nobody.
    const answered = await seller.page.request.get(`${stage.server.url}/s/api/home`)
    expect(answered.status()).toBe(401)
    expect(second.complaints).toEqual([])
  },
)

journey('[DV6] in the waiting room the first device is told as well', async (stage, lead) => {
  const of = { sellerId: 'harbour-sisters', program: 'lazada', kind: 'individual' } as const
  const { id, seller } = await sellerInWaitingRoom(stage, lead, of)
  await calledSeller(stage, (await stage.server.marketplace.link(id)).url)
  await seller.page.getByText(seller.say('seller:room.elsewhere.title')).first().waitFor()
  expect(await livePictures(seller.page)).toBe(0)
})
