import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type PuppetChoice, puppetOf, seatPuppet } from '#test/media/puppet-seller.ts'
import { laptop, orWithPage, type PageLanguage, type Say, sayIn, watchComplaints } from './browser.ts'
import { type ChunkLog, watchChunks } from './chunk-log.ts'

/** A seller at a computer: the browser, the page before them, and what they can read on it. */
export type SellerPerson = {
  context: BrowserContext
  page: Page
  say: Say
  /** What the page sent of recordings and what was acknowledged. */
  chunks: ChunkLog
  complaints: string[]
}

export type SellerSetting = {
  language: PageLanguage
  /** Who sits before the camera; null leaves the browser's own devices. */
  puppet: PuppetChoice | null
  viewport?: { width: number; height: number }
  userAgent?: string
  colorScheme?: 'light' | 'dark'
  /** IANA name of the zone that the seller's computer is set to; Beijing's when it is left out. */
  zone?: string
}

/** Pictures a second of the simulated camera: fewer leave a small machine more for what is tested. */
const framesPerSecond = 12.5
const slowMs = 60_000
const judgedWithinMs = 180_000

export const openSeller = async (browser: Browser, setting: SellerSetting): Promise<SellerPerson> => {
  const { language, puppet, viewport = laptop, userAgent, colorScheme = 'light', zone = 'Asia/Shanghai' } = setting
  const context = await browser.newContext({
    viewport,
    colorScheme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: zone,
    reducedMotion: 'reduce',
    ...(userAgent ? { userAgent } : {}),
  })
  context.setDefaultTimeout(slowMs)
  if (puppet) await seatPuppet(context, { language, framesPerSecond, ...puppet })
  const page = await context.newPage()
  return { context, page, say: sayIn(language), chunks: watchChunks(page), complaints: watchComplaints(page) }
}

/** Opens the personal link and comes out on the seller centre, its pop-up perhaps before everything else. */
export const enter = async ({ page }: SellerPerson, link: string): Promise<void> => {
  await page.goto(link)
  await orWithPage(
    page,
    'the link did not lead in',
    page.waitForURL((url) => /^\/s\/?$/.test(url.pathname)),
  )
}

/** From the pop-up of the seller centre to the case. */
export const followPopUp = async ({ page, say }: SellerPerson): Promise<void> => {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('seller:home.toVerificationNow') }).click()
  await page.getByRole('heading', { name: say('seller:next.check-device.title') }).waitFor()
}

/** So often a machine that does much besides may spoil the measuring of its line. */
const checksAtMost = 4

/** The device check from its button to its verdict; whose line was too slow just then checks again, as the page says. */
export const checkDevice = async ({ page, say }: SellerPerson): Promise<void> => {
  await page.getByRole('button', { name: say('device:start') }).click()
  const passed = page.getByText(say('device:passed'), { exact: true }).first()
  const again = page.getByRole('button', { name: say('device:again'), exact: true })
  for (let check = 1; ; check += 1) {
    // A person who is asked to say a few words does so.
    await puppetOf(page).say('5')
    await orWithPage(page, 'the device check came to no verdict', passed.or(again).first().waitFor())
    if (check === checksAtMost || (await passed.isVisible())) break
    await again.click()
  }
  await orWithPage(page, 'the device check did not pass', passed.waitFor({ timeout: 1000 }))
}

/** From the case to the brief before the run: device check, consent, and perhaps a rehearsal, which needs both. */
export const prepare = async (seller: SellerPerson, { rehearsal = false } = {}): Promise<void> => {
  const { page, say } = seller
  await page.getByRole('link', { name: say('seller:next.check-device.action') }).click()
  await checkDevice(seller)
  if (rehearsal) {
    await page.getByRole('link', { name: say('seller:next.give-consent.action') }).click()
    await agree(seller)
    await rehearse(seller)
  }
  await page.getByRole('link', { name: say('seller:prepare.continue') }).click()
  if (!rehearsal) await agree(seller)
  await page.getByRole('heading', { name: say('seller:brief.title') }).waitFor()
}

/** Three seconds with the card held up, watched again with what was found in them. [DV7] */
export const rehearse = async ({ page, say }: SellerPerson): Promise<void> => {
  const puppet = puppetOf(page)
  await puppet.hold('front')
  await page.getByRole('button', { name: say('seller:rehearsal.start') }).click()
  await page.getByRole('heading', { name: say('seller:rehearsal.found') }).waitFor()
  await orWithPage(
    page,
    'the rehearsal was not judged',
    page.getByText(say('seller:rehearsal.checking')).waitFor({ state: 'detached', timeout: judgedWithinMs }),
  )
  await puppet.rest()
}

/** Reads what is recorded and agrees to it. */
export const agree = async ({ page, say }: SellerPerson): Promise<void> => {
  await page.getByRole('checkbox', { name: say('seller:consent.agree') }).check()
  await page.getByRole('button', { name: say('seller:consent.continue') }).click()
}

export const startRun = async ({ page, say }: SellerPerson): Promise<void> => {
  await page.getByRole('button', { name: say('seller:brief.start') }).click()
  await orWithPage(page, 'the run did not begin', page.locator('main[data-run-phase]').waitFor())
}
