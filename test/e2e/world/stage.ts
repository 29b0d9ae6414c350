import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Registration } from '#domain/registration.ts'
import { openBrowser, type PageLanguage } from './browser.ts'
import { openRealServer, type RealServer } from './real-server.ts'
import { enter, followPopUp, openSeller, prepare, type SellerPerson, type SellerSetting } from './seller-person.ts'

/** What every journey happens on: a server and a browser of the test file's own. */
export type Stage = { readonly server: RealServer; readonly browser: Browser }

/**
 * Opens a server and a browser before the first test of the file and closes them after its last. To be called where
 * hooks may be registered; what it answers can be used from within tests.
 */
export const openStage = ({ flags = [] }: { flags?: string[] } = {}): Stage => {
  let server: RealServer | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openRealServer(), openBrowser(flags)])
  })
  afterAll(async () => {
    await browser?.close()
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
    get browser() {
      return opened(browser)
    },
  }
}

const hourMs = 3_600_000

/** How long after the marketplace told the seller the program takes the first functions away. */
export const restrictedAfterHours = 72

export type CaseSetting = {
  /** When the marketplace told the seller; null for a case that is told of now. */
  toldHoursAgo?: number | null
  registration?: Partial<Registration>
}

/** A case of a new shop whose representative is `person`, and the personal link to it. */
export const openCase = async (
  { server }: Stage,
  sellerId: string,
  person: 'a' | 'b',
  { toldHoursAgo = null, registration = {} }: CaseSetting = {},
): Promise<{ id: string; link: string }> => {
  await server.register(sellerId, person, registration)
  const noticedAt = toldHoursAgo === null ? null : new Date(Date.now() - toldHoursAgo * hourMs).toISOString()
  const { id } = await server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt, note: null })
  return { id, link: (await server.marketplace.link(id)).url }
}

/** A seller who came by the link as far as the brief before the run; one more button starts it. */
export const sellerAtBrief = async (
  stage: Stage,
  sellerId: string,
  setting: SellerSetting & { language: PageLanguage; puppet: NonNullable<SellerSetting['puppet']> },
  ofCase: CaseSetting = {},
): Promise<{ seller: SellerPerson; id: string }> => {
  const { language, puppet } = setting
  const registration = { language, ...ofCase.registration }
  const { id, link } = await openCase(stage, sellerId, puppet.person, { ...ofCase, registration })
  const seller = await openSeller(stage.browser, setting)
  await enter(seller, link)
  await followPopUp(seller)
  await prepare(seller)
  return { seller, id }
}
