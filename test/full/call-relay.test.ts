import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTurn } from '#providers/turn.ts'
import {
  joins,
  later,
  openCallHouse,
  openCallPerson,
  pictureAfter,
  seen,
  untilState,
} from '#test/e2e/world/call-people.ts'
import { openRelayServer, type RelayServer } from '#test/e2e/world/relay-server.ts'

/** [LC6] Calls between people whose networks let nothing through but a relay: Debian's coturn, with our credentials. */
const house = openCallHouse()
let relay: RelayServer
beforeAll(async () => {
  relay = await openRelayServer()
})
afterAll(() => relay?.stop())

const credentials = (urls: string[], secret: string, id: string): RTCIceServer => {
  const [server] = openTurn({ urls, secret }).iceServers(id, Date.now() + 600_000)
  if (!server) throw new Error('no credentials were made')
  const { username = '', credential = '' } = server
  return { urls: server.urls, username, credential }
}

const pair = async (room: string, urls: string[], secret = relay.secret) => {
  const seller = await openCallPerson(house, house.sellers, 'a')
  const reviewer = await openCallPerson(house, house.reviewers, 'b')
  await joins(seller, 'seller', room, { relay: credentials(urls, secret, 'seller') })
  const clickedAtMs = await joins(reviewer, 'reviewer', room, { relay: credentials(urls, secret, reviewer.id) })
  const close = async () => {
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
    await seller.context.close()
    await reviewer.context.close()
  }
  return { seller, reviewer, clickedAtMs, close }
}

for (const transport of ['udp', 'tcp'] as const)
  test(`through a relay alone (${transport}) both see each other, and the call knows that it is relayed`, async () => {
    const times: number[] = []
    for (let no = 0; no < 5; no += 1) {
      const { seller, reviewer, clickedAtMs, close } = await pair(`${transport}-${no}`, [relay.urls[transport]])
      times.push(Math.round((await pictureAfter(reviewer, seller, clickedAtMs)) - clickedAtMs))
      await untilState(seller, reviewer, 'live')
      await expect
        .poll(async () => (await seen(reviewer, seller)).peer?.figures?.relayed, { timeout: 30_000 })
        .toBe(true)
      await close()
    }
    console.log(`click → first picture decoded, relayed (${transport}): ${times.sort((a, b) => a - b).join(', ')} ms`)
  })

test('credentials of another secret open no way', async () => {
  const { seller, reviewer, close } = await pair('wrong', [relay.urls.udp], 'another secret')
  await later(reviewer, 6000)
  expect((await seen(reviewer, seller)).peer?.state).toBe('connecting')
  await close()
})
