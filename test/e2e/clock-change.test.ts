import type { Page } from 'playwright-core'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { programWithCalls } from '#test/world/a-program.ts'
import { lookAtPage } from './pages/look-at-page.ts'
import { patient } from './world/browser.ts'
import { openCalledStage } from './world/called-stage.ts'
import { enter, openSeller } from './world/seller-person.ts'

/**
 * A day on which the clocks of the site's office change, whichever way comes next: the server's clock is held a day and a
 * half before it, and people book through the pages.
 */
const zone = 'America/New_York'
const change = Temporal.Now.zonedDateTimeISO(zone).getTimeZoneTransition('next')
if (!change) throw new Error(`the clocks of ${zone} never change again`)
const midnight = change.startOfDay()
const aheadMs = midnight.epochMilliseconds - 36 * 3_600_000 - Date.now()
const stage = openCalledStage({
  held: { clock: { nowMs: () => Date.now() + aheadMs } },
  program: programWithCalls({ call: { booking: { siteZones: { NY: zone }, fastest: null } } }),
})

/** Every half hour from midnight to five by the office's clock, however many that are. */
const five = midnight.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: '05:00' })
const halfHours = (five.epochMilliseconds - midnight.epochMilliseconds) / 1_800_000
const starts = Array.from({ length: halfHours }, (_, no) => midnight.add({ minutes: 30 * no }))
const time = (at: Temporal.ZonedDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
const offset = (at: Temporal.ZonedDateTime) => at.offsetNanoseconds / 3.6e12

const sellerIn = async (sellerId: string, ownZone: string) => {
  const { id, link } = await stage.openCase(sellerId, { language: 'en', site: 'NY' })
  const seller = await openSeller(stage.browser, { language: 'en', puppet: null, zone: ownZone })
  await enter(seller, link)
  await seller.page.goto(`${stage.url}/s/call`)
  await times(seller.page).first().waitFor()
  return { ...seller, caseId: id }
}
const times = (page: Page) => page.locator('input[name="call-time"]')
const wordsOf = async (page: Page): Promise<string[]> =>
  Promise.all(
    (await times(page).all()).map((choice) =>
      choice.evaluate((input) => (input.closest('label')?.textContent ?? '').replace(/\s+/g, ' ')),
    ),
  )

test(
  '[BK1] on the day the clocks change both clocks are right, and what is booked is that instant',
  patient,
  async () => {
    const day = midnight.toPlainDate().toString()
    const hours = { from: '00:00', to: '05:00' }
    await stage.putOnDuty('reviewer', { site: 'NY', zone, hours, firstDay: day, lastDay: day })
    // The hour that is skipped, or comes twice.
    expect(halfHours === 8 || halfHours === 12).toBe(true)

    const far = await sellerIn('harbour-far', 'Asia/Shanghai')
    const shown = await wordsOf(far.page)
    expect(shown).toHaveLength(starts.length)
    for (const [no, start] of starts.entries()) {
      const [, own, there, hoursBehind] =
        /(\d\d:\d\d).*?(\d\d:\d\d).*? in New York \(UTC[−-](\d)\)/.exec(shown[no] ?? '') ?? []
      expect([own, there, Number(hoursBehind)], shown[no]).toEqual([
        time(start.withTimeZone('Asia/Shanghai')),
        time(start),
        -offset(start),
      ])
    }
    const wrong = await lookAtPage(far.page, 'seller-call-clock-change')

    // Where the seller's own clock is the office's, it stands alone; an hour that comes twice says which of the two it is.
    const near = await sellerIn('harbour-near', zone)
    const own = await wordsOf(near.page)
    expect(own.map((words) => /\d\d:\d\d/.exec(words)?.[0])).toEqual(starts.map(time))
    for (const words of own) expect(words).not.toContain('in New York')
    expect(own.every((words) => /UTC[−-]\d/.test(words))).toBe(new Set(starts.map(offset)).size > 1)
    wrong.push(...(await lookAtPage(near.page, 'seller-call-clock-change-near')))

    // The first time after the change.
    const after = starts.findIndex((start) => start.epochMilliseconds >= change.epochMilliseconds)
    await times(near.page).nth(after).check()
    await near.page.getByRole('button', { name: /^Book / }).click()
    await near.page.getByRole('heading', { level: 1, name: near.say('seller:call.titleBooked') }).waitFor()
    const booked = await near.page.locator('time').first().getAttribute('datetime')
    expect(Date.parse(booked ?? '')).toBe(starts[after]?.epochMilliseconds)
    const calendar = await near.page.request.get(`${stage.url}/s/api/cases/${near.caseId}/call.ics`)
    expect(await calendar.text()).toContain(`DTSTART:${booked?.replace(/[-:]|\.000/g, '')}`)
    expect(wrong).toEqual([])
    expect([...far.complaints, ...near.complaints]).toEqual([])
  },
)
