import { expect, test } from 'vitest'
import { hasFocus, tabTo } from './pages/keyboard.ts'
import { lookAtPage } from './pages/look-at-page.ts'
import { type PageLanguage, sayIn } from './world/browser.ts'
import { signInAtDesk } from './world/reviewer-person.ts'
import { agree, enter, openSeller } from './world/seller-person.ts'
import { openCase, openStage } from './world/stage.ts'

/**
 * WCAG 2.2 AA on the pages as they are served, in both themes and at two sizes, and the way to the run by keyboard
 * alone. With SCREENSHOTS=1 each page is also kept as pictures under `.cache/screenshots/`, for people to look at.
 */
/** Chromium's own simulated camera and microphone, allowed without a question. */
const stage = openStage({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] })

const sellerWithLink = async (sellerId: string, language: PageLanguage) => {
  const { link } = await openCase(stage, sellerId, 'a', { toldHoursAgo: 80, registration: { language } })
  return { seller: await openSeller(stage.browser, { language, puppet: null }), link }
}

test('WCAG 2.2 AA: the pages of a seller up to the run', async () => {
  const { seller, link } = await sellerWithLink('harbour-lamps', 'zh')
  const { page, say } = seller
  const wrong: string[] = []
  const look = async (name: string) => wrong.push(...(await lookAtPage(page, `seller-${name}`)))
  const heading = (key: string) => page.getByRole('heading', { name: say(key), exact: true }).waitFor()
  const go = (to: string) => page.goto(`${stage.server.url}/s${to}`)

  await go('/enter')
  await heading('seller:enter.noTokenTitle')
  await look('enter')
  await page.goto('about:blank')
  await enter(seller, link)
  const popUp = page.getByRole('dialog')
  await popUp.waitFor()
  await look('home-pop-up')
  await popUp.getByRole('button', { name: say('seller:home.later') }).click()
  await popUp.waitFor({ state: 'detached' })
  await look('home')
  await go('/identity')
  await heading('seller:identity.title')
  await look('identity')
  await go('/messages')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look('messages')
  await go('/case')
  await heading('seller:next.check-device.title')
  await look('case')
  await go('/prepare')
  await page.getByRole('button', { name: say('device:start') }).waitFor()
  await look('prepare')
  await page.getByRole('button', { name: say('device:start') }).click()
  await page.getByText(say('device:passed'), { exact: true }).first().waitFor()
  await look('prepare-passed')
  await go('/offline')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look('offline')
  await go('/consent')
  await heading('seller:consent.title')
  await look('consent')
  await agree(seller)
  await heading('seller:brief.title')
  await look('brief')
  expect(wrong).toEqual([])
  expect(seller.complaints).toEqual([])
})

test('WCAG 2.2 AA: the desk', async () => {
  const { server, browser } = stage
  await server.register('harbour-ropes', 'a')
  await server.marketplace.openCase({ sellerId: 'harbour-ropes', program: 'aliexpress', noticedAt: null, note: null })
  const wrong: string[] = []
  const door = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
  const stranger = await door.newPage()
  const say = sayIn('en')
  await stranger.goto(`${server.url}/desk`)
  await stranger.getByLabel(say('desk:signIn.email')).waitFor()
  wrong.push(...(await lookAtPage(stranger, 'desk-sign-in')))
  await door.close()

  const { page, complaints } = await signInAtDesk(browser, server.url, server.signIn('admin'), { language: 'en' })
  const look = async (to: string, name: string, shown: string) => {
    await page.goto(`${server.url}/desk${to}`)
    await page.getByText(shown, { exact: true }).first().waitFor()
    await page.getByRole('heading', { level: 1 }).waitFor()
    wrong.push(...(await lookAtPage(page, `desk-${name}`)))
  }
  await look('', 'queue', say('desk:queue.empty.title'))
  await look('/cases', 'cases', 'harbour-ropes')
  await page.getByRole('link', { name: 'harbour-ropes' }).first().click()
  await page.getByRole('heading', { level: 1, name: say('desk:case.title', { seller: 'harbour-ropes' }) }).waitFor()
  wrong.push(...(await lookAtPage(page, 'desk-case')))
  await look('/cases/new', 'open-case', say('desk:openCase.title'))
  await look('/appointments', 'appointments-none', say('desk:appointments.empty.title'))
  await look('/roster', 'roster', server.signIn('reviewer').name)
  await look('/staff', 'staff', server.signIn('reviewer').email)
  await look('/api-keys', 'api-keys', say('desk:keys.title'))
  await look('/account', 'account', say('desk:account.title'))
  expect(wrong).toEqual([])
  expect(complaints).toEqual([])
})

test('WCAG 2.2 AA: the public pages, in both languages', async () => {
  const wrong: string[] = []
  const { server, browser } = stage
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  const pages = [
    ['/check?lang=zh', 'check'],
    ['/check?lang=en&id=no-such-notice', 'check-answered'],
    ['/help?lang=en', 'help'],
    ['/help/person-document-mismatch?lang=zh', 'help-code'],
    ['/help/no-such-code?lang=en', 'help-unknown'],
    ['/docs?lang=en', 'docs'],
    ['/demo?lang=en', 'demo'],
    ['/badge/bdg_0000000000000000000000?lang=es', 'badge-unknown'],
  ] as const
  for (const [address, name] of pages) {
    await page.goto(server.url + address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    wrong.push(...(await lookAtPage(page, `public-${name}`)))
  }
  await context.close()
  expect(wrong).toEqual([])
})

test('By keyboard alone from the pop-up to the brief before the run, the focus always in sight and in order', async () => {
  const { seller, link } = await sellerWithLink('harbour-sails', 'en')
  const { page, say } = seller
  await enter(seller, link)
  const popUp = page.getByRole('dialog')
  const verify = popUp.getByRole('button', { name: say('seller:home.toVerificationNow') })
  await verify.waitFor()
  await expect.poll(() => hasFocus(verify)).toBe(true)
  // The pop-up holds the focus until it is answered: once round, and back where it began.
  for (let stop = 0; stop < 3; stop += 1) {
    await page.keyboard.press('Tab')
    await expect.poll(() => popUp.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
  }
  await expect.poll(() => hasFocus(verify)).toBe(true)
  await page.keyboard.press('Enter')

  await tabTo(page, page.getByRole('link', { name: say('seller:next.check-device.action') }))
  await page.keyboard.press('Enter')
  const stops = await tabTo(page, page.getByRole('button', { name: say('device:start') }))
  expect(stops.length).toBeGreaterThan(0)
  await page.keyboard.press('Enter')
  await page.getByText(say('device:passed'), { exact: true }).first().waitFor()
  await tabTo(page, page.getByRole('link', { name: say('seller:prepare.continue') }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('checkbox', { name: say('seller:consent.agree') }))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: say('seller:consent.continue') }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: say('seller:brief.start') }))
  expect(seller.complaints).toEqual([])
})
