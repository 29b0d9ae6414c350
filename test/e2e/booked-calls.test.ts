import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hasFocus, tabTo } from './pages/keyboard.ts'
import { lookAtPage } from './pages/look-at-page.ts'
import { type PageLanguage, patient } from './world/browser.ts'
import { openCalledStage } from './world/called-stage.ts'
import { type ReviewerPerson, signInAtDesk } from './world/reviewer-person.ts'
import { enter, openSeller, type SellerPerson } from './world/seller-person.ts'

/**
 * From the roster to the appointment, through the pages as people use them: a lead puts a reviewer on duty, sellers choose
 * by their own clock, and the desk sees what they chose.
 */
const stage = openCalledStage()
const soon = { timeout: 30_000 }

const atDesk = (role: 'supervisor' | 'reviewer'): Promise<ReviewerPerson> =>
  signInAtDesk(stage.browser, stage.url, stage.signIn(role), { language: 'en' })

/** A seller in Beijing before the times of the office in Jakarta. */
const sellerAtTimes = async (sellerId: string, language: PageLanguage): Promise<SellerPerson & { caseId: string }> => {
  const { id, link } = await stage.openCase(sellerId, { language })
  const seller = await openSeller(stage.browser, { language, puppet: null })
  await enter(seller, link)
  await seller.page.goto(`${stage.url}/s/case`)
  await seller.page.getByRole('link', { name: seller.say('seller:next.book-call.action') }).click()
  await days(seller.page).first().waitFor()
  return { ...seller, caseId: id }
}

const days = (page: Page): Locator => page.locator('input[name="call-day"]')
const times = (page: Page): Locator => page.locator('input[name="call-time"]')
/** What stands on a choice. */
const wordsOf = (choice: Locator): Promise<string> =>
  choice.evaluate((input) => (input.closest('label')?.textContent ?? '').replace(/\s+/g, ' '))

const minutesOf = (hours: string, minutes: string): number => Number(hours) * 60 + Number(minutes)

test(
  '[BK1] [BK2] [BK4] a seller books by both clocks, moves and cancels; a time that another took meanwhile is told plainly',
  patient,
  async () => {
    const lead = await atDesk('supervisor')
    const wrong: string[] = []
    await lead.page.getByRole('link', { name: lead.say('desk:roster.title') }).click()
    await lead.page.getByRole('button', { name: lead.say('desk:roster.add'), exact: true }).click()
    const field = (key: string) => lead.page.getByLabel(lead.say(`desk:roster.${key}`), { exact: true })
    // A duty that is not whole is not sent, and says where.
    await lead.page.getByRole('button', { name: lead.say('desk:roster.saveNew') }).click()
    await lead.page.getByText(lead.say('desk:roster.problem.missing')).first().waitFor()
    await field('reviewer').selectOption({ label: stage.signIn('reviewer').name })
    // With the office comes its clock.
    await field('site').first().selectOption('ID')
    for (const name of ['Sat', 'Sun']) await lead.page.getByRole('checkbox', { name, exact: true }).check()
    await lead.page.getByRole('button', { name: lead.say('desk:roster.breakOff', { no: 1 }) }).click()
    await field('from').fill('00:00')
    await field('to').fill('00:00')
    await lead.page
      .getByText(lead.say('desk:roster.preview.calls', { count: 48 }))
      .first()
      .waitFor()
    wrong.push(...(await lookAtPage(lead.page, 'desk-roster-new-duty')))
    await lead.page.getByRole('button', { name: lead.say('desk:roster.saveNew') }).click()
    await lead.page.getByRole('heading', { level: 3, name: stage.signIn('reviewer').name }).waitFor()
    wrong.push(...(await lookAtPage(lead.page, 'desk-roster')))

    const seller = await sellerAtTimes('harbour-lamps', 'en')
    const { page, say } = seller
    const other = await sellerAtTimes('harbour-ropes', 'zh')
    wrong.push(...(await lookAtPage(page, 'seller-call-times')))

    // The third day from now on is whole, whatever the hour of this test.
    await days(page).nth(2).check()
    const [, ownHour = '', ownMinute = '', officeHour = '', officeMinute = ''] =
      /(\d\d):(\d\d).*?(\d\d):(\d\d) in Jakarta \(UTC\+7\)/.exec(await wordsOf(times(page).nth(20))) ?? []
    expect((minutesOf(ownHour, ownMinute) - minutesOf(officeHour, officeMinute) + 1440) % 1440).toBe(60)
    const chosen = await wordsOf(times(page).nth(20))
    const countBefore = await times(page).count()
    await times(page).nth(20).check()
    wrong.push(...(await lookAtPage(page, 'seller-call-chosen')))

    // The other seller has the same time before them and is faster.
    await other.page.getByRole('radio', { name: /中文/ }).check()
    await other.page.getByText(other.say('seller:call.none')).waitFor()
    wrong.push(...(await lookAtPage(other.page, 'seller-call-none')))
    await other.page.getByRole('radio', { name: /英语/ }).check()
    await days(other.page).nth(2).check()
    await times(other.page).nth(20).check()
    await other.page.getByRole('button', { name: /^预约/ }).click()
    await other.page.getByRole('heading', { level: 1, name: other.say('seller:call.titleBooked') }).waitFor()

    await page.getByRole('button', { name: /^Book / }).click()
    await page.getByText(say('seller:call.goneWhy')).waitFor()
    await expect.poll(() => times(page).count(), soon).toBe(countBefore - 1)
    // The day is still the one that was looked at, and the time is not among its times.
    expect(await days(page).nth(2).isChecked()).toBe(true)
    const left = await Promise.all((await times(page).all()).map(wordsOf))
    expect(left).not.toContain(chosen)
    wrong.push(...(await lookAtPage(page, 'seller-call-taken')))

    await times(page).nth(21).check()
    await page.getByRole('button', { name: /^Book / }).click()
    await page.getByRole('heading', { level: 1, name: say('seller:call.titleBooked') }).waitFor()
    await page.getByText(/\d\d:\d\d in Jakarta \(UTC\+7\)/).waitFor()
    wrong.push(...(await lookAtPage(page, 'seller-call-booked')))
    const booked = await page.locator('time').first().getAttribute('datetime')
    const calendar = await page.request.get(`${stage.url}/s/api/cases/${seller.caseId}/call.ics`)
    expect(calendar.headers()['content-type']).toContain('text/calendar')
    expect(await calendar.text()).toContain(`DTSTART:${booked?.replace(/[-:]|\.000/g, '')}`)

    const reviewer = await atDesk('reviewer')
    await reviewer.page.getByRole('link', { name: reviewer.say('desk:appointments.title') }).click()
    const row = (sellerId: string) => reviewer.page.getByRole('listitem').filter({ hasText: sellerId })
    await row('harbour-lamps').waitFor()
    await row('harbour-ropes').waitFor()
    const stateOf = (sellerId: string, state: string) =>
      row(sellerId)
        .getByText(reviewer.say(`desk:appointments.state.${state}`), { exact: true })
        .count()
    expect(await stateOf('harbour-lamps', 'ahead')).toBe(1)
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-appointments')))
    // J goes to the first row, whose link is the case.
    await reviewer.page.keyboard.press('j')
    await expect.poll(() => hasFocus(reviewer.page.locator('a[data-row]').first())).toBe(true)

    // The old one stays while another is looked for.
    await page.getByRole('link', { name: say('seller:call.move') }).click()
    await page.getByText(say('seller:call.staysWhy')).waitFor()
    await days(page).nth(3).check()
    await times(page).nth(4).check()
    wrong.push(...(await lookAtPage(page, 'seller-call-move')))
    await page.getByRole('button', { name: /^Move to / }).click()
    await page.getByRole('heading', { level: 1, name: say('seller:call.titleBooked') }).waitFor()
    const moved = await page.locator('time').first().getAttribute('datetime')
    expect(Date.parse(moved ?? '')).toBeGreaterThan(Date.parse(booked ?? ''))
    await page.goto(`${stage.url}/s/case`)
    await page.getByText(say('history:call-moved')).first().waitFor()
    wrong.push(...(await lookAtPage(page, 'seller-case-with-call')))
    await page.getByRole('link', { name: say('seller:call.change') }).click()
    await page.getByRole('button', { name: say('seller:call.cancel') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('seller:call.cancelGo') })
      .click()
    await page.getByRole('heading', { level: 1, name: say('seller:call.titleBook') }).waitFor()
    // The desk hears of it by itself, and the other seller keeps theirs.
    await expect.poll(() => stateOf('harbour-lamps', 'cancelled'), soon).toBe(1)
    expect(await stateOf('harbour-ropes', 'ahead')).toBe(1)

    // Nobody else is on duty who could take it: the reviewer's other call is cancelled, and its seller asked to choose anew.
    await row('harbour-ropes')
      .getByRole('button', { name: reviewer.say('desk:appointments.giveUp') })
      .click()
    const asked = reviewer.page.getByRole('dialog')
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-give-up')))
    await asked.getByRole('button', { name: reviewer.say('desk:appointments.handOver') }).click()
    await expect.poll(() => stateOf('harbour-ropes', 'cancelled'), soon).toBe(1)
    await other.page.getByRole('heading', { level: 1, name: other.say('seller:call.titleBook') }).waitFor()

    expect(wrong).toEqual([])
    expect([...lead.complaints, ...seller.complaints, ...other.complaints, ...reviewer.complaints]).toEqual([])
  },
)

test('[BK1] by keyboard alone: arrows go through days and times, and what is chosen is booked', patient, async () => {
  await stage.putOnDuty('supervisor')
  const seller = await sellerAtTimes('harbour-sails', 'en')
  const { page, say } = seller
  await tabTo(page, page.getByRole('radio', { name: 'English' }))
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(days(page).first())).toBe(true)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => days(page).nth(1).isChecked()).toBe(true)
  await page.keyboard.press('Tab')
  await expect.poll(() => hasFocus(times(page).first())).toBe(true)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => times(page).nth(1).isChecked()).toBe(true)
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => times(page).first().isChecked()).toBe(true)
  await tabTo(page, page.getByRole('button', { name: /^Book / }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: say('seller:call.titleBooked') }).waitFor()
  expect(seller.complaints).toEqual([])
})
