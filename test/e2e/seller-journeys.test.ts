import { expect, test } from 'vitest'
import type { Moment } from '#test/media/puppet-reader.ts'
import { keepPicture, lookAsItStands, lookAtPage } from './pages/look-at-page.ts'
import { orWithPage, patient, watchForeignRequests } from './world/browser.ts'
import { functionsThatAre } from './world/case-page.ts'
import { goThroughRun } from './world/go-through-run.ts'
import { clipPlays, comparedFields, openFromQueue, passRun, signInAtDesk } from './world/reviewer-person.ts'
import { enter, followPopUp, openSeller, prepare, type SellerPerson, startRun } from './world/seller-person.ts'
import { openCase, openStage } from './world/stage.ts'

/**
 * The main job, through the pages as people click them: a real server, a real browser, a camera with a seller before it
 * who reads from the page what to do, and a marketplace that is another process.
 */
/** A machine that does other things besides may take its time over the findings. */
const inspectedWithinMs = 240_000
const waiting = { timeout: 60_000 }
const stage = openStage()

/** Looks once at each kind of moment of a run, while it goes on. A prompt that is bound to time is not kept waiting. */
const lookOnce = ({ page }: SellerPerson, wrong: string[]) => {
  const seen = new Set<string>()
  return async ({ phase, stepKind }: Moment): Promise<undefined> => {
    const name = `seller-run-${stepKind}-${phase}`
    if (!stepKind || seen.has(name)) return undefined
    seen.add(name)
    if (phase === 'challenge') await keepPicture(page, name)
    else wrong.push(...(await lookAsItStands(page, name)))
    return undefined
  }
}

/** Not a whole turn and not clearly less: the software says that it cannot tell, and a person decides. */
const nearlyRound = { person: 'a', panDegrees: 290 } as const

test(
  '[RE2] told 80 hours ago and restricted, a seller passes by video, a reviewer approves, and the functions come back',
  patient,
  async () => {
    const { server, browser } = stage
    const { id, link } = await openCase(stage, 'harbour-tools', 'a', { toldHoursAgo: 80 })

    const seller = await openSeller(browser, { language: 'zh', puppet: nearlyRound })
    const { page, say } = seller
    const foreign = watchForeignRequests(seller.context, server.url)
    await enter(seller, link)
    await followPopUp(seller)
    // Taken away because the marketplace said so, and told here by itself.
    await expect.poll(() => functionsThatAre(seller, 'applied'), waiting).toEqual(['product_listing', 'withdrawal'])
    await page.goBack()
    await page.getByText(say('seller:identity.banner'), { exact: true }).first().waitFor()
    await page.getByRole('link', { name: say('seller:nav.identity') }).click()
    await page.getByRole('heading', { name: say('seller:identity.title') }).waitFor()
    // This program has no calls, and its banner speaks of none.
    expect(await page.getByText(say('seller:identity.bannerBodyCall')).count()).toBe(0)
    await page.getByRole('link', { name: say('seller:home.toVerificationNow') }).click()
    await prepare(seller, { rehearsal: true })
    await startRun(seller)
    const wrong: string[] = []
    const moments = await goThroughRun(seller, { onMoment: lookOnce(seller, wrong) })
    const asked = moments.flatMap(({ challenge, stepKind }) => (challenge ? [`${stepKind} ${challenge}`] : []))
    expect(asked.filter((one) => one.startsWith('face'))).toHaveLength(3)
    expect(asked.filter((one) => one.startsWith('digits'))).toHaveLength(4)

    const review = page.getByRole('heading', { name: say('seller:result.review') })
    await review.waitFor({ timeout: inspectedWithinMs })
    wrong.push(...(await lookAtPage(page, 'seller-result-in-review')))
    expect((await server.marketplace.readCase(id)).attempts.map(({ outcome }) => outcome)).toEqual(['in-review'])

    const reviewer = await signInAtDesk(browser, server.url, server.signIn('reviewer'), { language: 'en' })
    await openFromQueue(reviewer, 'harbour-tools')
    expect(await clipPlays(reviewer)).toBe(true)
    // Read from the picture of the card and equal to what is registered: name and number at least.
    const { same, differing } = await comparedFields(reviewer)
    expect(same).toBeGreaterThanOrEqual(2)
    expect(differing).toBe(0)
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-review')))
    await passRun(reviewer, 'harbour-tools')

    // The seller's page was left open; it hears of it by itself.
    const restored = page.getByText(say('seller:result.allRestored')).waitFor()
    await orWithPage(page, 'the seller was not told that all is restored', restored)
    wrong.push(...(await lookAtPage(page, 'seller-result-passed')))
    await expect.poll(async () => (await server.marketplace.readCase(id)).status, waiting).toBe('restored')
    await page
      .getByRole('link', { name: say('seller:result.toCase') })
      .first()
      .click()
    await page.getByRole('heading', { name: say('seller:next.nothing.title') }).waitFor()
    expect(await functionsThatAre(seller, 'lifted')).toEqual(['product_listing', 'withdrawal'])
    expect(foreign).toEqual([])
    expect(wrong).toEqual([])
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
  },
)
