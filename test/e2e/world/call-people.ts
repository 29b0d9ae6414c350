import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { ParticipantRole } from '../../../src/web/call/wire.ts'
import { openBrowser } from './browser.ts'
import type { CallPage, HowToJoin } from './call-page.ts'
import { type CallStage, openCallStage } from './call-stage.ts'

declare const stage: CallPage

/** People on the bare page of a call, each in a Chromium context with a camera of its own, and what can befall them. */
export type CallPerson = { id: string; context: BrowserContext; page: Page; network: CDPSession; complaints: string[] }

const flags = [
  '--allow-loopback-in-peer-connection',
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
]

export type CallHouse = { stage: CallStage; sellers: Browser; reviewers: Browser }

/** Two browsers and the server between them. */
export const buildCallHouse = async (): Promise<CallHouse> => {
  const stage = await openCallStage()
  const [sellers, reviewers] = await Promise.all([openBrowser(flags), openBrowser(flags)])
  return { stage, sellers, reviewers }
}

export const leaveCallHouse = async ({ stage, sellers, reviewers }: Partial<CallHouse>): Promise<void> => {
  await sellers?.close()
  await reviewers?.close()
  await stage?.stop()
}

/** One house for all tests of a file. */
export const openCallHouse = (): CallHouse => {
  const house = {} as CallHouse
  beforeAll(async () => void Object.assign(house, await buildCallHouse()))
  afterAll(() => leaveCallHouse(house))
  return house
}

let people = 0

/** A page with its camera open, not yet in the call. The smaller id offers first, so a test says whose it is. */
export const openCallPerson = async (
  { stage: { url } }: CallHouse,
  browser: Browser,
  name: string,
  camera = true,
): Promise<CallPerson> => {
  people += 1
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  await page.goto(url)
  const person = { id: `${name}${people}`, context, page, network, complaints }
  // Conditions reach only connections that are made after the first of them were set.
  await setNetwork(person, 'whole')
  await page.evaluate((withCamera) => stage.prepare(withCamera), camera)
  return person
}

/** `media-cut`: nothing comes through between browsers; `all-cut`: the server is out of reach as well. */
export type NetworkState = 'whole' | 'media-cut' | 'all-cut'

export const setNetwork = ({ network }: Pick<CallPerson, 'network'>, state: NetworkState): Promise<unknown> =>
  network.send('Network.emulateNetworkConditions', {
    offline: state === 'all-cut',
    latency: 1,
    downloadThroughput: -1,
    uploadThroughput: -1,
    packetLoss: state === 'media-cut' ? 100 : 0,
  })

/** Joins; resolves with the page's clock at the click. */
export const joins = (
  { page, id }: CallPerson,
  role: ParticipantRole,
  room: string,
  how: HowToJoin = {},
): Promise<number> =>
  page.evaluate(([asId, asRole, inRoom, given]) => stage.join(asId, asRole, inRoom, given), [
    id,
    role,
    room,
    how,
  ] as const)

export const seen = ({ page }: CallPerson, { id }: Pick<CallPerson, 'id'>) => page.evaluate((of) => stage.seen(of), id)

export const untilState = ({ page }: CallPerson, { id }: Pick<CallPerson, 'id'>, state: string): Promise<unknown> =>
  page.waitForFunction(([of, wanted]) => stage.seen(of).peer?.state === wanted, [id, state] as const, {
    polling: 50,
    timeout: 60_000,
  })

/** The page's clock once it has gone on by so much. */
export const later = async ({ page }: CallPerson, ms: number): Promise<number> => {
  const untilMs = (await page.evaluate(() => stage.nowMs())) + ms
  await page.waitForFunction((at) => stage.nowMs() >= at, untilMs, { polling: 50, timeout: ms + 60_000 })
  return page.evaluate(() => stage.nowMs())
}

/** When the first picture of somebody was shown after a moment of the page's clock. */
export const pictureAfter = async (
  { page }: CallPerson,
  { id }: Pick<CallPerson, 'id'>,
  ms: number,
): Promise<number> => {
  const found = await page.waitForFunction(([of, after]) => stage.firstPictureAfterMs(of, after), [id, ms] as const, {
    polling: 20,
    timeout: 60_000,
  })
  return (await found.jsonValue()) as number
}

export const eventsOf = ({ page }: CallPerson) => page.evaluate(() => stage.events())

/**
 * Cuts off somebody's network for so long while another person looks on, and heals it. Resolves with how long after the
 * healing the onlooker saw them again.
 */
export const cutFor = async (person: CallPerson, onlooker: CallPerson, how: NetworkState, ms: number) => {
  await setNetwork(person, how)
  await untilState(onlooker, person, 'stalled')
  const cutAtMs = (await onlooker.page.evaluate((of) => stage.seen(of).peer?.sinceMs, person.id)) ?? 0
  const sinceMs = await onlooker.page.evaluate(() => stage.nowMs())
  await later(onlooker, Math.max(0, ms - (sinceMs - cutAtMs)))
  const healedAtMs = await onlooker.page.evaluate(() => stage.nowMs())
  await setNetwork(person, 'whole')
  return (await pictureAfter(onlooker, person, healedAtMs)) - healedAtMs
}
