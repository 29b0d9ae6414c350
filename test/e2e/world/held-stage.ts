import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Roster } from '#contracts/desk-calls.ts'
import type { Registration } from '#domain/registration.ts'
import { dutyFromSoon } from '#main/demo/play/called/duty-from-soon.ts'
import { openBrowser } from './browser.ts'
import { openRealServer, type RealServer } from './real-server.ts'
import { type ReviewerPerson, signInAtDesk } from './reviewer-person.ts'
import { watchMedia } from './watch-media.ts'

/** What journeys of held calls happen on: the product as it ships, and one browser for either side of the call. */
export type HeldStage = {
  readonly server: RealServer
  /** Sellers bring their own camera (a puppet), reviewers have the browser's test pattern. */
  readonly sellers: Browser
  readonly reviewers: Browser
}

const callFlags = ['--allow-loopback-in-peer-connection']
const cameraFlags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** To be called where hooks may be registered. `makeEnv` answers with what is set for the server. */
export const openHeldStage = (makeEnv: () => Promise<Record<string, string>> = async () => ({})): HeldStage => {
  let server: RealServer | undefined
  let browsers: [Browser, Browser] | undefined
  beforeAll(async () => {
    ;[server, browsers] = await Promise.all([
      makeEnv().then(openRealServer),
      Promise.all([openBrowser(callFlags), openBrowser([...callFlags, ...cameraFlags])]),
    ])
  })
  afterAll(async () => {
    await Promise.all(browsers?.map((browser) => browser.close()) ?? [])
    await server?.stop()
  })
  const opened = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the stage is open in tests and hooks only')
    return one
  }
  return {
    get server() {
      return opened(server)
    },
    get sellers() {
      return opened(browsers)[0]
    },
    get reviewers() {
      return opened(browsers)[1]
    },
  }
}

/** A shop of the site, whose representative is `person`, and its open case. */
export const openCalledCase = async (
  { server }: HeldStage,
  sellerId: string,
  program: 'amazon' | 'lazada',
  registration: Partial<Registration>,
): Promise<{ id: string; link: string }> => {
  await server.register(sellerId, 'a', { language: 'en', ...registration })
  const { id } = await server.marketplace.openCase({ sellerId, program, noticedAt: null, note: null })
  return { id, link: (await server.marketplace.link(id)).url }
}

export const atDesk = (stage: HeldStage, role: 'reviewer' | 'supervisor'): Promise<ReviewerPerson> =>
  signInAtDesk(stage.reviewers, stage.server.url, stage.server.signIn(role), { language: 'en', prepare: watchMedia })

const ofOurPage = { 'x-countersign': '1' }

/**
 * The reviewer is on duty for the site from the next full minute but one on, day after day, and alone: so the first free time
 * is one that need not be waited for long, and theirs. The roster is the desk's own.
 */
export const putOnDuty = async (
  { server }: HeldStage,
  lead: ReviewerPerson,
  of: { program: string; site: string; languages: string[] },
): Promise<void> => {
  const { request } = lead.page
  const roster = (await (await request.get(`${server.url}/desk/api/roster`)).json()) as Roster
  const reviewer = roster.reviewers.find(({ name }) => name === server.signIn('reviewer').name)
  const zone = roster.sites.find(({ site }) => site === of.site)?.zone
  if (!reviewer || !zone) throw new Error('the roster knows neither this reviewer nor this site')
  const another = roster.languages.find((language) => !of.languages.includes(language))
  for (const { id, ...others } of roster.duties) {
    if (others.site !== of.site || !another) continue
    const changed = { ...others, languages: [another] }
    const put = await request.put(`${server.url}/desk/api/duties/${id}`, { data: changed, headers: ofOurPage })
    if (!put.ok()) throw new Error(`the change of a duty was answered ${put.status()} ${await put.text()}`)
  }
  const duty = dutyFromSoon({
    reviewerId: reviewer.id,
    zone,
    site: of.site,
    languages: of.languages,
    programs: [of.program],
  })
  const made = await request.post(`${server.url}/desk/api/duties`, { data: duty, headers: ofOurPage })
  if (!made.ok()) throw new Error(`the duty was answered ${made.status()} ${await made.text()}`)
}
