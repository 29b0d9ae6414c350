import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, type PageLanguage, phone } from './world/browser.ts'
import { enter, followPopUp, openSeller, type SellerPerson } from './world/seller-person.ts'
import { openCase, openStage } from './world/stage.ts'

/**
 * Sellers whose device or link cannot be used, through the real pages: each is told why in their own language and what
 * to do now, and none of them comes any nearer to a run that would fail.
 */
/** Its browser's camera and microphone are Chromium's own simulated ones, which the person has not allowed. */
const stage = openStage({ flags: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'] })

const allowed = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

const withBrowser = async (flags: string[], work: (browser: Browser) => Promise<void>): Promise<void> => {
  const own = await openBrowser(flags)
  try {
    await work(own)
  } finally {
    await own.close()
  }
}

let shops = 0
type Device = { viewport?: { width: number; height: number }; userAgent?: string }

/** A seller on their case's page, about to go on to the device check. */
const sellerAtCase = async (inBrowser: Browser, language: PageLanguage, device: Device = {}) => {
  shops += 1
  const { id, link } = await openCase(stage, `refused-${shops}`, 'a', { registration: { language } })
  const seller = await openSeller(inBrowser, { language, puppet: null, ...device })
  await enter(seller, link)
  await followPopUp(seller)
  return { seller, id, link }
}

const goToPrepare = ({ page, say }: SellerPerson): Promise<void> =>
  page.getByRole('link', { name: say('seller:next.check-device.action') }).click()

/** Switches camera and microphone on and waits for the verdict, whatever it is. */
const tryDevices = async ({ page, say }: SellerPerson, button = 'device:start'): Promise<void> => {
  await page.getByRole('button', { name: say(button), exact: true }).click()
  await page
    .getByRole('button', { name: say('device:again'), exact: true })
    .and(page.locator(':enabled'))
    .waitFor()
}

const toldOf = async ({ page, say }: SellerPerson, problem: string): Promise<void> => {
  const size = { width: 1280, height: 720 }
  await page.getByText(say(`device:problem.${problem}.title`), { exact: true }).waitFor()
  await page.getByText(say(`device:problem.${problem}.fix`, size), { exact: true }).waitFor()
}

/** Which of the parts that are looked at the page says need something. */
const needing = async ({ page, say }: SellerPerson): Promise<string[]> => {
  const found: string[] = []
  for (const part of ['browser', 'camera', 'picture', 'microphone']) {
    const line = page
      .getByRole('listitem')
      .filter({ has: page.getByText(say(`device:check.${part}`), { exact: true }) })
    if ((await line.getByText(say('device:state.problem'), { exact: true }).count()) > 0) found.push(part)
  }
  return found
}

/** Neither the page's own way on nor the address of the run leads to one, and the case has no attempt. */
const noRunFrom = async ({ page, say }: SellerPerson, caseId: string): Promise<void> => {
  expect(await page.getByRole('link', { name: say('seller:prepare.continue') }).count()).toBe(0)
  await page.goto(`${stage.server.url}/s/run`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.getByRole('button', { name: say('seller:brief.start') }).count()).toBe(0)
  expect((await stage.server.marketplace.readCase(caseId)).attempts).toEqual([])
}

const androidPhone =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36'
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15'
const oldChrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36'

test('[DV2] on a phone the seller is told to use a computer, why, and how to get there, and can read the case', async () => {
  const { seller, id } = await sellerAtCase(stage.browser, 'zh', { viewport: phone, userAgent: androidPhone })
  const { page, say } = seller
  await goToPrepare(seller)
  await page.getByRole('heading', { name: say('seller:phone.title') }).waitFor()
  await page.getByText(say('seller:phone.body'), { exact: true }).waitFor()
  const whatToDo = page.getByRole('list').filter({ hasText: say('seller:phone.one') })
  expect(await whatToDo.getByRole('listitem').allInnerTexts()).toEqual([
    say('seller:phone.one'),
    say('seller:phone.two'),
    say('seller:phone.three', { chrome: 110, firefox: 115 }),
  ])
  // No camera is asked for, and nothing reaches beyond the phone's edge.
  expect(await page.getByRole('button', { name: say('device:start') }).count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
  await noRunFrom(seller, id)
  await page.getByRole('heading', { name: say('seller:phone.title') }).waitFor()
  await page.getByRole('link', { name: say('seller:phone.toCase') }).click()
  await page.getByRole('heading', { name: say('seller:next.check-device.title') }).waitFor()
  expect(seller.complaints).toEqual([])
})

test('[DV2] another browser is told which ones record a run', async () => {
  const { seller, id } = await sellerAtCase(stage.browser, 'en', { userAgent: safari })
  const { page, say } = seller
  await goToPrepare(seller)
  await page.getByRole('heading', { name: say('seller:browser.title') }).waitFor()
  await page.getByText(say('seller:browser.body'), { exact: true }).waitFor()
  await page.getByText(say('seller:browser.list', { chrome: 110, firefox: 115 }), { exact: true }).waitFor()
  await noRunFrom(seller, id)
  expect(seller.complaints).toEqual([])
})

test('[DV2] one version too old is told to update, and the oldest that is accepted comes to the check', async () => {
  const { seller, id } = await sellerAtCase(stage.browser, 'zh', { userAgent: oldChrome })
  const { page, say } = seller
  await goToPrepare(seller)
  await page.getByText(say('seller:browser.old'), { exact: true }).waitFor()
  await page.getByText(say('seller:browser.list', { chrome: 110, firefox: 115 }), { exact: true }).waitFor()
  await noRunFrom(seller, id)

  const updated = await sellerAtCase(stage.browser, 'zh', { userAgent: oldChrome.replace('Chrome/109', 'Chrome/110') })
  await goToPrepare(updated.seller)
  await updated.seller.page.getByRole('button', { name: say('device:start') }).waitFor()
  expect([...seller.complaints, ...updated.seller.complaints]).toEqual([])
})

test('[DV3] a camera that is not allowed is named, with where to allow it; once allowed, the check passes', async () => {
  const { seller, id } = await sellerAtCase(stage.browser, 'en')
  const { page, say, context } = seller
  await goToPrepare(seller)
  await tryDevices(seller)
  await toldOf(seller, 'camera-blocked')
  expect(await needing(seller)).toEqual(['camera'])
  await noRunFrom(seller, id)

  // What the page says to do is what mends it.
  await page.getByRole('heading', { name: say('seller:prepare.title'), exact: true }).waitFor()
  await context.grantPermissions(['camera', 'microphone'], { origin: stage.server.url })
  await tryDevices(seller)
  await page.getByText(say('device:passed'), { exact: true }).first().waitFor()
  await page.getByRole('link', { name: say('seller:prepare.continue') }).waitFor()
  expect(seller.complaints).toEqual([])
})

test('[DV3] a computer without a camera is told so, in Chinese', async () => {
  await withBrowser(
    ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
    async (own) => {
      const { seller, id } = await sellerAtCase(own, 'zh')
      await goToPrepare(seller)
      await tryDevices(seller)
      await toldOf(seller, 'camera-missing')
      expect(await needing(seller)).toEqual(['camera'])
      await noRunFrom(seller, id)
      expect(seller.complaints).toEqual([])
    },
  )
})

test('[DV3] a camera of 640 × 480 is refused with the size that it takes', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-small-camera-'))
  try {
    const file = path.join(folder, 'small.y4m')
    await writeFile(file, greyFilm({ width: 640, height: 480, frames: 4 }))
    await withBrowser([...allowed, `--use-file-for-fake-video-capture=${file}`], async (own) => {
      const { seller, id } = await sellerAtCase(own, 'en')
      const { page } = seller
      await goToPrepare(seller)
      await tryDevices(seller)
      await toldOf(seller, 'camera-resolution-too-low')
      expect(await page.getByText('1280 × 720').count()).toBeGreaterThan(0)
      expect(await needing(seller)).toEqual(['camera'])
      // Seen by the seller as well: the picture itself stays before them.
      expect(
        await page
          .locator('video')
          .first()
          .evaluate((video) => (video as HTMLVideoElement).videoWidth),
      ).toBe(640)
      await noRunFrom(seller, id)
      expect(seller.complaints).toEqual([])
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** A film in the simplest format that Chromium's file camera takes; each picture is a little brighter than the last. */
const greyFilm = ({ width, height, frames }: { width: number; height: number; frames: number }): Buffer => {
  const size = (width * height * 3) / 2
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420\n`)]
  for (let frame = 0; frame < frames; frame += 1)
    parts.push(Buffer.from('FRAME\n'), Buffer.alloc(size, 100 + frame * 10))
  return Buffer.concat(parts)
}

test('[DV6] a link that was used on another device, an invented one and none at all are explained, with the way in', async () => {
  const { link } = await sellerAtCase(stage.browser, 'zh')
  const other = await openSeller(stage.browser, { language: 'zh', puppet: null })
  const waysIn = async ({ page, say }: SellerPerson): Promise<void> => {
    for (const key of ['noToken', 'why', 'genuine']) await page.getByText(say(`seller:enter.${key}`)).waitFor()
  }
  await other.page.goto(link)
  await other.page.getByRole('heading', { name: other.say('seller:enter.failedTitle') }).waitFor()
  await other.page.getByText(other.say('refusal:link-used'), { exact: true }).waitFor()
  await waysIn(other)
  // What is refused stays out: nothing of the shop is behind it.
  await other.page.goto(`${stage.server.url}/s/case`)
  await other.page.getByRole('heading', { name: other.say('seller:enter.noTokenTitle') }).waitFor()

  const stranger = await openSeller(stage.browser, { language: 'en', puppet: null })
  await stranger.page.goto(`${stage.server.url}/s/enter#${'x'.repeat(43)}`)
  await stranger.page.getByRole('heading', { name: stranger.say('seller:enter.failedTitle') }).waitFor()
  await waysIn(stranger)
  await stranger.page.goto(`${stage.server.url}/s/enter`)
  await stranger.page.reload()
  await stranger.page.getByRole('heading', { name: stranger.say('seller:enter.noTokenTitle') }).waitFor()
  await waysIn(stranger)
  expect([...other.complaints, ...stranger.complaints]).toEqual([])
})
