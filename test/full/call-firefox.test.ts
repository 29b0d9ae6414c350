import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallPage } from '#test/e2e/world/call-page.ts'
import {
  cutFor,
  eventsOf,
  joins,
  later,
  openCallHouse,
  openCallPerson,
  pictureAfter,
  seen,
  untilState,
} from '#test/e2e/world/call-people.ts'
import { openFirefox } from '#test/e2e/world/firefox-person.ts'
import { openSoundServer, type SoundServer } from '#test/e2e/world/sound-server.ts'

/** The core of a call between Chromium and Firefox, and a cut so long that the browser gives every way up. */
declare const stage: CallPage
const house = openCallHouse()
let sound: SoundServer
let firefox: Browser

beforeAll(async () => {
  sound = await openSoundServer()
  firefox = await openFirefox(sound.env, 'en', {
    'media.navigator.streams.fake': true,
    // The other browser is on this machine.
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
  })
})
afterAll(async () => {
  await firefox?.close()
  await sound?.stop()
})

const openFox = async (): Promise<Page> => {
  const page = await firefox.newPage()
  await page.goto(house.stage.url)
  await page.evaluate(() => stage.prepare(true))
  return page
}

const untilIs = (page: Page, id: string, state: 'ready' | 'live') =>
  page.waitForFunction(([of, wanted]) => stage.seen(of).peer?.state === wanted, { timeout: 60_000 }, [
    id,
    state,
  ] as const)
const untilLive = (page: Page, id: string) => untilIs(page, id, 'live')

for (const [foxId, chromiumName] of [
  ['0-ahead', 'b'],
  ['z-ahead', 'a'],
] as const)
  test(`[LC1] [DV2] Firefox and Chromium are connected ahead, send nothing, and then see each other (${foxId})`, async () => {
    const reviewer = await openCallPerson(house, house.reviewers, chromiumName)
    await joins(reviewer, 'reviewer', foxId, { ahead: true })
    const fox = await openFox()
    await fox.evaluate((id) => stage.join(id, 'seller', id, { ahead: true }), foxId)
    await untilIs(fox, reviewer.id, 'ready')
    await untilState(reviewer, { id: foxId }, 'ready')
    await later(reviewer, 1500)
    const nothing = { connections: 1, bytes: 0, packets: 0 }
    expect(await fox.evaluate(() => stage.mediaSent())).toEqual(nothing)
    expect(await reviewer.page.evaluate(() => stage.mediaSent())).toEqual(nothing)
    await fox.evaluate(() => stage.beginToSend())
    await pictureAfter(reviewer, { id: foxId }, 0)
    await reviewer.page.evaluate(() => stage.beginToSend())
    await untilLive(fox, reviewer.id)
    await untilState(reviewer, { id: foxId }, 'live')
    expect((await fox.evaluate((id) => stage.seen(id), reviewer.id)).peer?.sends).toEqual({ video: true, audio: true })
    expect(reviewer.complaints).toEqual([])
    await fox.close()
    await reviewer.context.close()
  })

// Whose id is the smaller one makes the offers, so each browser is led by the other once.
for (const [foxId, chromiumName] of [
  ['0-fox', 'b'],
  ['z-fox', 'a'],
] as const)
  test(`[DV2] Firefox and Chromium see and hear each other (${foxId})`, async () => {
    const seller = await openCallPerson(house, house.sellers, chromiumName)
    await joins(seller, 'seller', foxId)
    const fox = await openFox()
    await fox.evaluate((id) => stage.join(id, 'reviewer', id), foxId)
    await untilLive(fox, seller.id)
    await untilState(seller, { id: foxId }, 'live')
    const there = await fox.evaluate((id) => stage.seen(id), seller.id)
    expect(there.peer?.sends).toEqual({ video: true, audio: true })
    await fox.waitForFunction((id) => stage.seen(id).widthPx > 0, { timeout: 60_000 }, seller.id)
    expect(await fox.evaluate(() => stage.still())).toMatchObject({ type: 'image/jpeg' })
    expect((await seen(seller, { id: foxId })).peer?.sends).toEqual({ video: true, audio: true })
    // A reload is a new page in the same call, also for the other browser.
    await fox.reload()
    await fox.evaluate(() => stage.prepare(true))
    await fox.evaluate((id) => stage.join(id, 'reviewer', id), foxId)
    await untilLive(fox, seller.id)
    await seller.page.waitForFunction(
      (id) => stage.seen(id).peer?.epoch === 2 && stage.seen(id).peer?.state === 'live',
      foxId,
    )
    expect(seller.complaints).toEqual([])
    await fox.close()
    await seller.context.close()
  })

for (const how of ['media-cut', 'all-cut'] as const)
  test(`[LC2] a cut of twenty-five seconds (${how}) heals by itself and is one interruption`, async () => {
    const seller = await openCallPerson(house, house.sellers, 'a')
    const reviewer = await openCallPerson(house, house.reviewers, 'b')
    await joins(seller, 'seller', how)
    await joins(reviewer, 'reviewer', how)
    await untilState(reviewer, seller, 'live')
    await untilState(seller, reviewer, 'live')
    const backAfterMs = await cutFor(seller, reviewer, how, 25_000)
    console.log(`${how} of 25 s: picture back ${Math.round(backAfterMs)} ms after healing`)
    await untilState(reviewer, seller, 'live')
    await untilState(seller, reviewer, 'live')
    for (const person of [seller, reviewer]) {
      const [first, second] = await eventsOf(person)
      expect([first?.kind, first?.no, second?.kind, second?.no]).toEqual(['interrupted', 1, 'resumed', 1])
      expect(second?.kind === 'resumed' && second.lastedMs).toBeGreaterThan(24_500)
    }
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
    await seller.context.close()
    await reviewer.context.close()
  })
