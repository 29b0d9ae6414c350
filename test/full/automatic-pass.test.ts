import { expect, test } from 'vitest'
import { lookAtPage } from '#test/e2e/pages/look-at-page.ts'
import { orWithPage, patient } from '#test/e2e/world/browser.ts'
import { functionsThatAre } from '#test/e2e/world/case-page.ts'
import { goThroughRun } from '#test/e2e/world/go-through-run.ts'
import { enter, followPopUp, openSeller, prepare, startRun } from '#test/e2e/world/seller-person.ts'
import { openCase, openStage, restrictedAfterHours } from '#test/e2e/world/stage.ts'

/**
 * A run that nobody has to look at, whatever the server draws. On a machine with far too much to do pictures come late
 * or not at all, and what was not seen is left to a person, as it should be; so this wants about two cores to itself.
 */
const inspectedWithinMs = 240_000
const waiting = { timeout: 60_000 }
const stage = openStage()

/** The deadline is this far away when the seller comes. */
const soonHours = 30 / 3600

test(
  '[RE1] [DE1] the deadline passes before the seller’s eyes and functions go; a clean run passes by itself and they come back',
  patient,
  async () => {
    const { server, browser } = stage
    const told = { toldHoursAgo: restrictedAfterHours - soonHours, registration: { language: 'en' } }
    const { id, link } = await openCase(stage, 'harbour-clean', 'a', told)
    const seller = await openSeller(browser, { language: 'en', puppet: { person: 'a' } })
    const { page, say } = seller
    await enter(seller, link)
    await followPopUp(seller)
    expect(await functionsThatAre(seller, 'applied')).toEqual([])
    await expect.poll(() => functionsThatAre(seller, 'applied'), waiting).toEqual(['product_listing', 'withdrawal'])
    expect((await server.events(id)).map(({ type }) => type)).toContain('deadline-missed')

    await prepare(seller)
    await startRun(seller)
    await goThroughRun(seller)
    const restored = page.getByText(say('seller:result.allRestored')).waitFor({ timeout: inspectedWithinMs })
    await orWithPage(page, 'the clean run did not pass by itself', restored)
    const wrong = await lookAtPage(page, 'seller-result-passed-by-itself')
    const seen = await server.marketplace.readCase(id)
    expect(seen.status).toBe('restored')
    expect(seen.attempts.map(({ outcome }) => outcome)).toEqual(['passed'])
    expect((await server.events(id)).filter(({ type }) => type === 'reviewed')).toEqual([])
    await page
      .getByRole('link', { name: say('seller:result.toCase') })
      .first()
      .click()
    await page.getByRole('heading', { name: say('seller:next.nothing.title') }).waitFor()
    expect(await functionsThatAre(seller, 'lifted')).toEqual(['product_listing', 'withdrawal'])
    expect(wrong).toEqual([])
    expect(seller.complaints).toEqual([])
  },
)
