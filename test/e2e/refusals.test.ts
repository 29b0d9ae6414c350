import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { laptop, openBrowser, type PageLanguage, patient, phone } from './world/browser.ts'
import { coarseCamera } from './world/coarse-camera.ts'
import { openRealServer, type RealServer } from './world/real-server.ts'
import { enter, openSeller, type SellerPerson, type SellerSetting } from './world/seller-person.ts'

/** Whoever cannot go on here is told why and what to do, on the page, and loses nothing. */
let server: RealServer
/** Its camera gives 640 × 480, and nothing is allowed without a question. */
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-camera-'))
  ;[server, browser] = await Promise.all([openRealServer(), openBrowser(await coarseCamera(folder))])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const linkFor = async (sellerId: string, language: PageLanguage): Promise<string> => {
  await server.register(sellerId, 'a', { language })
  const { id } = await server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt: null, note: null })
  return (await server.marketplace.link(id)).url
}

const comeToPrepare = async (sellerId: string, setting: Omit<SellerSetting, 'puppet'>): Promise<SellerPerson> => {
  const seller = await openSeller(browser, { ...setting, puppet: null })
  await enter(seller, await linkFor(sellerId, setting.language))
  await seller.page.goto(`${server.url}/s/prepare`)
  return seller
}

const agents = {
  android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  oldChrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36',
}

test('[DV2] a phone is told why and what to do, upright and across, and may read the case', patient, async () => {
  const seller = await comeToPrepare('on-the-train', { language: 'zh', userAgent: agents.android, viewport: phone })
  const { page, say } = seller
  await page.getByRole('heading', { name: say('seller:phone.title') }).waitFor()
  await page.getByText(say('seller:phone.body')).waitFor()
  await page.setViewportSize({ width: phone.height, height: phone.width })
  await page.getByText(say('seller:phone.one')).waitFor()
  // Nor does the way to the run lead past it.
  await page.goto(`${server.url}/s/run`)
  await page.getByRole('heading', { name: say('seller:phone.title') }).waitFor()
  expect(await page.locator('video').count()).toBe(0)
  await page.getByRole('link', { name: say('seller:phone.toCase') }).click()
  await page.getByRole('heading', { name: say('seller:next.check-device.title') }).waitFor()
  expect(seller.complaints).toEqual([])
})

test('[DV2] Safari and an old Chrome are told which browsers will do', patient, async () => {
  const safari = await comeToPrepare('apple-orchard', { language: 'en', userAgent: agents.safari })
  await safari.page.getByRole('heading', { name: safari.say('seller:browser.title') }).waitFor()
  await safari.page.getByText(safari.say('seller:browser.list', { chrome: 110, firefox: 115 })).waitFor()

  const old = await comeToPrepare('long-ago', { language: 'zh', userAgent: agents.oldChrome })
  await old.page.getByText(old.say('seller:browser.old')).waitFor()
  expect([...safari.complaints, ...old.complaints]).toEqual([])
})

test(
  '[DV3] a camera that is not allowed, and one that is too coarse, are named with how to mend it',
  patient,
  async () => {
    const seller = await comeToPrepare('no-to-all', { language: 'en', viewport: laptop })
    const { page, say, context } = seller
    const start = page.getByRole('button', { name: say('device:start') })
    await start.click()
    await page.getByText(say('device:problem.camera-blocked.title'), { exact: true }).waitFor()
    await page.getByText(say('device:problem.camera-blocked.fix')).waitFor()
    expect(await page.getByRole('link', { name: say('seller:prepare.continue') }).count()).toBe(0)

    // The person finds the sign in the address bar, allows it and checks again.
    await context.grantPermissions(['camera', 'microphone'], { origin: server.url })
    await page.getByRole('button', { name: say('device:again') }).click()
    await page.getByText(say('device:problem.camera-resolution-too-low.title'), { exact: true }).waitFor()
    await page.getByText(say('device:problem.camera-resolution-too-low.fix', { width: 1280, height: 720 })).waitFor()
    expect(await page.getByText(say('device:passed'), { exact: true }).count()).toBe(0)
    expect(seller.complaints).toEqual([])
  },
)

test(
  'a link that was used elsewhere, and one that is no longer valid, say so and how to get another',
  patient,
  async () => {
    const link = await linkFor('two-doors', 'zh')
    const first = await openSeller(browser, { language: 'zh', puppet: null })
    await enter(first, link)
    // The same device may open it again.
    await first.page.goto('about:blank')
    await enter(first, link)

    const second = await openSeller(browser, { language: 'zh', puppet: null })
    await second.page.goto(link)
    await second.page.getByRole('heading', { name: second.say('seller:enter.failedTitle') }).waitFor()
    await second.page.getByText(second.say('refusal:link-used')).waitFor()
    await second.page.getByText(second.say('seller:enter.noToken')).waitFor()

    const third = await openSeller(browser, { language: 'en', puppet: null })
    await third.page.goto(`${server.url}/s/enter#${'A'.repeat(43)}`)
    await third.page.getByText(third.say('refusal:link-expired')).waitFor()
    await third.page.getByText(third.say('seller:enter.noToken')).waitFor()
    expect([...first.complaints, ...second.complaints, ...third.complaints]).toEqual([])
  },
)
