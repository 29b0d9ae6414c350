import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import { getReady, type SessionToGetReady } from '#main/demo/play/called/get-ready.ts'
import { openBrowser } from '#test/e2e/world/browser.ts'
import { atDesk, openCalledCase, putOnDuty } from '#test/e2e/world/held-stage.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { openRelayServer, type RelayServer } from '#test/e2e/world/relay-server.ts'
import type { ReviewerPerson } from '#test/e2e/world/reviewer-person.ts'
import { openSeller } from '#test/e2e/world/seller-person.ts'
import { clickedAt, firstPictureAt, mediaSent, watchMedia, watchPictures } from '#test/e2e/world/watch-media.ts'

/**
 * The product's own rooms on its own server: a seller in the waiting room, a reviewer in the seat, a ring. What comes before the
 * waiting room is done over HTTP, since it is not what is measured, and inspections are left to another node.
 */
export type Rooms = {
  server: RealServer
  relay: RelayServer
  sellers: Browser
  reviewers: Browser
  lead: ReviewerPerson
  reviewer: ReviewerPerson
}

const callFlags = [
  '--allow-loopback-in-peer-connection',
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
]
const office = { program: 'amazon', site: 'US', languages: ['en'] }

export const openRooms = async (): Promise<Rooms> => {
  const relay = await openRelayServer()
  const server = await openRealServer({ ROLE: 'api', TURN_URL: relay.urls.udp, TURN_SECRET: relay.secret })
  const [sellers, reviewers] = await Promise.all([openBrowser(callFlags), openBrowser(callFlags)])
  const stage = { server, sellers, reviewers }
  const lead = await atDesk(stage, 'supervisor')
  return { ...stage, relay, lead, reviewer: await atDesk(stage, 'reviewer') }
}

export const closeRooms = async ({ server, relay, sellers, reviewers }: Rooms): Promise<void> => {
  await sellers.close()
  await reviewers.close()
  await server.stop()
  await relay.stop()
}

/** From the click on "answer" until a picture stands before the other one, and before the one who clicked. */
export type Answered = { reviewerSeesMs: number; sellerSeesMs: number }

/** One call from its booking to its end. Throws when anything was sent before the answer. */
export const answerInRooms = async (rooms: Rooms, sellerId: string, relayOnly: boolean): Promise<Answered> => {
  const { server, sellers, reviewer } = rooms
  const { id, link } = await openCalledCase(rooms, sellerId, 'amazon', { site: office.site, kind: 'individual' })
  const seller = await openSeller(sellers, { language: 'en', puppet: null })
  await seller.page.goto(link)
  await seller.page.waitForURL((url) => /^\/s\/?$/.test(url.pathname))
  const session = sessionOf(seller.context, server.url)
  await putOnDuty(rooms, rooms.lead, office)
  await getReady(session, id, server.url, () => undefined)
  const { bookingId } = await session.get<SellerCallRoom>(`/s/api/cases/${id}/call-room`)

  await watchMedia(seller.page, { relayOnly })
  await seller.page.goto(`${server.url}/s/room`)
  await seller.page.getByRole('button', { name: seller.say('seller:room.ready') }).click()
  await seller.page.getByText(seller.say('seller:room.in')).waitFor()
  const desk = { page: await reviewer.context.newPage() }
  const { say } = reviewer
  await watchMedia(desk.page, { relayOnly })
  await desk.page.goto(`${server.url}/desk/calls/${bookingId}`)
  await desk.page.getByRole('button', { name: say('desk:callRoom.sit.reviewer') }).click()
  await desk.page.getByText(say('desk:callRoom.line.ready')).waitFor()
  await desk.page.getByRole('button', { name: say('desk:callRoom.ring') }).click()
  const answer = seller.page.getByRole('button', { name: seller.say('seller:room.ring.answer') })
  await answer.waitFor()

  for (const side of [seller, desk]) {
    const { connected, bytes, packets, senders } = await mediaSent(side)
    if (connected !== 1 || bytes + packets + senders > 0)
      throw new Error(`before the answer: ${connected} connections, ${bytes} bytes of media, ${senders} tracks`)
  }
  await watchPictures(desk, `video[aria-label*="${await shopOf(rooms, bookingId)}"]`)
  await watchPictures(seller, 'video[data-person="remote"]')
  await answer.click()
  const [reviewerSawMs, sellerSawMs] = [await firstPictureAt(desk), await firstPictureAt(seller)]
  const clickedAtMs = await clickedAt(seller)
  if (clickedAtMs === null) throw new Error('the click was not seen')
  await untilHeld(seller.page)
  await ended(rooms, bookingId)
  await desk.page.close()
  await seller.context.close()
  return { reviewerSeesMs: reviewerSawMs - clickedAtMs, sellerSeesMs: sellerSawMs - clickedAtMs }
}

const untilHeld = (page: Page) => page.locator('main[data-room-phase="held"]').waitFor()

const shopOf = async ({ server, reviewer }: Rooms, bookingId: string): Promise<string> => {
  const room = await reviewer.context.request.get(`${server.url}/desk/api/calls/${bookingId}`)
  return ((await room.json()) as { shopName: string }).shopName
}

const ended = async ({ server, reviewer }: Rooms, bookingId: string): Promise<void> => {
  const done = await reviewer.context.request.post(`${server.url}/desk/api/calls/${bookingId}/end`, {
    data: { verdict: null },
    headers: { 'x-countersign': '1' },
  })
  if (!done.ok()) throw new Error(`the end was answered ${done.status()} ${await done.text()}`)
}

/** The seller's own cookies, without a page. */
const sessionOf = ({ request }: BrowserContext, url: string): SessionToGetReady => {
  const headers = { 'x-countersign': '1', origin: url }
  const ask = async (method: string, path: string, data?: unknown, type?: string) => {
    const answered = await request.fetch(`${url}${path}`, {
      method,
      headers: type ? { ...headers, 'content-type': type } : headers,
      ...(data === undefined ? {} : { data: data as object }),
    })
    if (!answered.ok()) throw new Error(`${method} ${path} was answered ${answered.status()} ${await answered.text()}`)
    return answered
  }
  return {
    get: async <T>(path: string) => (await (await ask('GET', path)).json()) as T,
    post: async <T>(path: string, body?: unknown) => (await (await ask('POST', path, body)).json()) as T,
    touch: async (path) => void (await ask('GET', path)),
    send: async (path, bytes) => void (await ask('POST', path, Buffer.from(bytes), 'application/octet-stream')),
  }
}
