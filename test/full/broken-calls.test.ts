import type { CDPSession } from 'playwright-core'
import { expect } from 'vitest'
import { happened, inCall, journey, sellerInWaitingRoom } from '#test/e2e/world/call-journey.ts'
import { rings, roomOf, seesSeller, sits, takesSeat, untilRoom } from '#test/e2e/world/called-reviewer.ts'
import type { SellerPerson } from '#test/e2e/world/seller-person.ts'

/** What can befall a call, in real browsers: nobody answers, the line breaks, a browser dies, another window opens. */
const lazada = (sellerId: string) => ({ sellerId, program: 'lazada', kind: 'individual' }) as const

journey(
  '[LC1] who does not answer within 30 s has forfeited the call and is led to another time',
  async (stage, lead) => {
    const of = lazada('harbour-sleepers')
    const { id, seller } = await sellerInWaitingRoom(stage, lead, of)
    const reviewer = await takesSeat(stage, of.sellerId)
    await rings(reviewer)
    await seller.page.getByRole('button', { name: seller.say('seller:room.ring.answer') }).waitFor()
    // Rung early, there is time until half a minute after the appointed time, which is two minutes away at most.
    const missed = seller.page.getByRole('heading', { name: seller.say('seller:room.missed.title') })
    await missed.waitFor({ timeout: 240_000 })
    expect(await happened(stage, id)).toContain('call-missed')
    await seller.page.getByRole('link', { name: seller.say('seller:room.missed.action') }).click()
    await seller.page.getByRole('heading', { level: 1, name: seller.say('seller:call.titleBook') }).waitFor()
  },
)

/** Conditions reach only connections made after the first of them were set, so the page is prepared before its call. */
const cut = (network: CDPSession, packetLoss: number) =>
  network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 1,
    downloadThroughput: -1,
    uploadThroughput: -1,
    packetLoss,
  })
const networkOf = async ({ context, page }: SellerPerson): Promise<CDPSession> => {
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  await cut(network, 0)
  return network
}

journey(
  '[LC2] [AT6] the third interruption ends the call; whose side it was cannot be told, so it uses nothing',
  async (stage, lead) => {
    const of = lazada('harbour-storms')
    const { id, seller } = await sellerInWaitingRoom(stage, lead, of)
    const network = await networkOf(seller)
    const reviewer = await takesSeat(stage, of.sellerId)
    await rings(reviewer)
    await seller.page.getByRole('button', { name: seller.say('seller:room.ring.answer') }).click()
    await seesSeller(reviewer)
    for (const counted of [1, 2]) {
      await cut(network, 100)
      await untilRoom(reviewer, `interruption ${counted} was not counted`, (room) => room.held?.counted === counted)
      await cut(network, 0)
      await untilRoom(reviewer, `interruption ${counted} was not over`, (room) =>
        Boolean(room.held?.interruptions.every((one) => one.endedAt !== null)),
      )
    }
    await cut(network, 100)
    await untilRoom(reviewer, 'the third interruption did not end the call', (room) => room.phase === 'over')
    await cut(network, 0)
    const { attempts } = await stage.server.marketplace.readCase(id)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['voided'])
  },
)

journey(
  '[LC2] the reviewer’s browser dies and comes back: the call goes on, and it is not the seller’s',
  async (stage, lead) => {
    const of = lazada('harbour-phoenix')
    const { seller, reviewer } = await inCall(stage, lead, of)
    const room = reviewer.page.url()
    await reviewer.page.close()
    // Another page of the same person, which looks on without taking the seat.
    const back = { ...reviewer, page: await reviewer.context.newPage() }
    await back.page.goto(`${stage.server.url}/desk`)
    await untilRoom(back, 'nobody noticed that the reviewer is away', ({ held }) =>
      Boolean(held?.interruptions.some((one) => one.side === 'us')),
    )
    await back.page.goto(room)
    await sits(back)
    await seesSeller(back)
    const { held } = await untilRoom(back, 'the interruption is not over', (now) =>
      Boolean(now.held?.interruptions.every((one) => one.endedAt !== null)),
    )
    expect(held?.counted).toBe(0)
    expect(seller.complaints).toEqual([])
  },
)

journey(
  '[CP5] [DV6] the seller’s page is loaded anew, and opened in a second window: one page is in the call',
  async (stage, lead) => {
    const of = lazada('harbour-windows')
    const { id, seller, reviewer } = await inCall(stage, lead, of)
    await seller.page.reload()
    await seller.page.locator('main[data-room-phase="held"]').waitFor()
    await seesSeller(reviewer)
    await expect.poll(() => happened(stage, id), { timeout: 60_000 }).toContain('recording-restarted')
    const second = await seller.context.newPage()
    await second.goto(seller.page.url())
    await second.locator('main[data-room-phase="held"]').waitFor()
    await seller.page.getByRole('heading', { name: seller.say('seller:room.elsewhere.title') }).waitFor()
    await seesSeller(reviewer)
    expect((await roomOf(reviewer)).participants.filter((one) => one.role === 'seller')).toHaveLength(1)
  },
)
