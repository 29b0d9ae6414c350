import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hasFocus } from './pages/keyboard.ts'
import { lookAtPage } from './pages/look-at-page.ts'
import { patient } from './world/browser.ts'
import { openCalledStage } from './world/called-stage.ts'
import { enter, openSeller, type SellerPerson } from './world/seller-person.ts'

/** Sellers who want the only time there is: one has it, one waits for it, one was a moment too late. */
const stage = openCalledStage()
const soon = { timeout: 40_000 }

const sellerAtCall = async (sellerId: string): Promise<SellerPerson> => {
  const { link } = await stage.openCase(sellerId, { language: 'en' })
  const seller = await openSeller(stage.browser, { language: 'en', puppet: null })
  await enter(seller, link)
  await seller.page.goto(`${stage.url}/s/call`)
  return seller
}
const times = (page: Page) => page.locator('input[name="call-time"]')
const book = (page: Page) => page.getByRole('button', { name: /^Book / })

test('[BK4] a time that is cancelled is kept for whoever waits, and one click takes it', patient, async () => {
  const day = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10)
  await stage.putOnDuty('reviewer', { hours: { from: '10:00', to: '10:30' }, firstDay: day, lastDay: day })
  const wrong: string[] = []
  const first = await sellerAtCall('harbour-nets')
  const late = await sellerAtCall('harbour-oars')
  // [BK1] What was chosen is still chosen after a reload.
  await times(first.page).first().check()
  await first.page.reload()
  await expect.poll(() => times(first.page).first().isChecked(), soon).toBe(true)
  await times(late.page).first().check()
  wrong.push(...(await lookAtPage(late.page, 'seller-call-wait-earlier')))
  await book(first.page).click()
  await first.page.getByRole('heading', { level: 1, name: first.say('seller:call.titleBooked') }).waitFor()
  wrong.push(...(await lookAtPage(first.page, 'seller-call-booked-moves')))

  // [BK2] Taken between choosing and booking: said plainly, where the focus is, and the list is new.
  await book(late.page).click()
  const gone = late.page.getByRole('alert').filter({ hasText: late.say('seller:call.goneWhy') })
  await gone.waitFor()
  await expect.poll(() => hasFocus(late.page.locator('[tabindex="-1"]').filter({ has: gone }).last()), soon).toBe(true)
  await expect.poll(() => times(late.page).count(), soon).toBe(0)

  await late.page.getByRole('button', { name: late.say('seller:waitingList.join') }).click()
  await late.page.getByText(late.say('seller:waitingList.place', { count: 1 })).waitFor()
  wrong.push(...(await lookAtPage(late.page, 'seller-call-waiting')))
  // Leaving is one click, and so is coming back.
  await late.page.getByRole('button', { name: late.say('seller:waitingList.leave') }).click()
  await late.page.getByRole('button', { name: late.say('seller:waitingList.join') }).click()
  await late.page.getByText(late.say('seller:waitingList.place', { count: 1 })).waitFor()

  await first.page.getByRole('button', { name: first.say('seller:call.cancel') }).click()
  const dialog = first.page.getByRole('dialog')
  await dialog.getByRole('button', { name: first.say('seller:call.cancelGo') }).click()
  const take = late.page.getByRole('button', { name: /^Take / })
  await take.waitFor({ timeout: 60_000 })
  wrong.push(...(await lookAtPage(late.page, 'seller-call-kept')))
  // Whoever cancelled does not see it any more.
  await first.page.getByText(first.say('seller:call.none')).waitFor()
  await take.click()
  await late.page.getByRole('heading', { level: 1, name: late.say('seller:call.titleBooked') }).waitFor()
  await expect.poll(() => late.page.getByText(late.say('seller:waitingList.offer')).count(), soon).toBe(0)
  expect(wrong).toEqual([])
  expect(first.complaints).toEqual([])
})
