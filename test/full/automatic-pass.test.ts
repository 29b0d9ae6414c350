import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, orWithPage, patient } from '#test/e2e/world/browser.ts'
import { goThroughRun } from '#test/e2e/world/go-through-run.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { enter, followPopUp, openSeller, prepare, startRun } from '#test/e2e/world/seller-person.ts'

/**
 * Whether a clean run passes depends on what the server draws: a synthetic voice and warped turns of the head are not
 * told for certain every time. The same with a draw of its own is in `test/scenarios/inspection-of-runs.test.ts`.
 */
const noticedHoursAgo = 80
let server: RealServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([openRealServer(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('[DE1] a clean run passes by itself, and the page says so without being asked', patient, async () => {
  await server.register('harbour-clean', 'a', { language: 'en' })
  const { id } = await server.marketplace.openCase({
    sellerId: 'harbour-clean',
    program: 'aliexpress',
    noticedAt: new Date(Date.now() - noticedHoursAgo * 3_600_000).toISOString(),
    note: null,
  })
  const seller = await openSeller(browser, { language: 'en', puppet: { person: 'a' } })
  const { page, say } = seller
  await enter(seller, (await server.marketplace.link(id)).url)
  await followPopUp(seller)
  await prepare(seller)
  await startRun(seller)
  await goThroughRun(seller)
  const restored = page.getByText(say('seller:result.allRestored')).waitFor({ timeout: 90_000 })
  await orWithPage(page, 'the clean run did not pass by itself', restored)
  const seen = await server.marketplace.readCase(id)
  expect(seen.status).toBe('restored')
  expect(seen.attempts.map(({ outcome }) => outcome)).toEqual(['passed'])
  expect((await server.events(id)).filter(({ type }) => type === 'reviewed')).toEqual([])
  expect(seller.complaints).toEqual([])
})
