import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { quietWeek, takenOver } from '#main/demo/market/what-happened.ts'
import { openBySignals } from '#main/demo/play/open-by-signals.ts'
import { lookAtPage } from './pages/look-at-page.ts'
import { orWithPage, patient } from './world/browser.ts'
import type { ReviewerPerson } from './world/reviewer-person.ts'
import { signInAtDesk } from './world/reviewer-person.ts'
import { enter, openSeller } from './world/seller-person.ts'
import { openStage } from './world/stage.ts'

/**
 * Why a case opened, whom it touches and what it blocks, through the desk's rooms: what happened in a shop opens a case; the
 * seller is told why; staff sees every point of it, whom the shop is linked with and what is taken away; two people change
 * the rules, after a replay over what happened.
 */
const stage = openStage()
const soon = { timeout: 40_000 }
const sellerId = 'harbour-taken'

const member = (role: 'admin' | 'compliance'): Promise<ReviewerPerson> =>
  signInAtDesk(stage.browser, stage.server.url, stage.server.signIn(role), { language: 'en' })
const to = async (page: Page, path: string, heading: string | RegExp): Promise<void> => {
  await page.goto(`${stage.server.url}/desk${path}`)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

test('[TR1] [TR3] [TR4] [TR7] from what happened in a shop to rules that two people changed', patient, async () => {
  const { server } = stage
  const wrong: string[] = []
  // Two shops whose owner has one phone: each is a neighbour of the other.
  const phone = '+8613912345678'
  await server.register('harbour-neighbour', 'b', { phone })
  await server.register(sellerId, 'a', { phone, language: 'en' })
  const opened = await openBySignals(server.marketplace, sellerId, { toldHoursAgo: 80 })
  expect(opened.program).toBe('aliexpress')

  // The seller reads why, in words, without a score.
  const seller = await openSeller(stage.browser, { language: 'en', puppet: null })
  await enter(seller, (await server.marketplace.link(opened.id)).url)
  await seller.page.goto(`${server.url}/s/case`)
  await seller.page.getByRole('heading', { name: seller.say('seller:case.reasonBecause') }).waitFor()
  wrong.push(...(await lookAtPage(seller.page, 'seller-case-because')))

  const admin = await member('admin')
  const { page, say } = admin
  await to(page, `/sellers/${sellerId}`, sellerId)
  await page.getByRole('heading', { name: say('links:title') }).waitFor()
  await page
    .getByRole('link', { name: /harbour-neighbour/ })
    .first()
    .waitFor()
  wrong.push(...(await lookAtPage(page, 'desk-seller')))
  await to(page, '/restrictions', say('board:title'))
  await page.getByText(sellerId).first().waitFor()
  wrong.push(...(await lookAtPage(page, 'desk-board')))

  // A draft that asks for more points, proposed by one person.
  await to(page, '/rules', say('risk:rules.title'))
  wrong.push(...(await lookAtPage(page, 'desk-rules')))
  await page.goto(`${server.url}/desk/rules/aliexpress`)
  await page.getByRole('button', { name: say('risk:rules.begin.fromPublished') }).click()
  const openAt = page.getByLabel(say('risk:rules.openAt'), { exact: true })
  await openAt.fill('60')
  // Asking for a person below the points that open a case makes no sense, and is said at once.
  const cannotRun = page.getByText(say('risk:rules.cannotRun'))
  await cannotRun.first().waitFor()
  await page.getByLabel(say('risk:rules.personAt'), { exact: true }).fill('80')
  await expect.poll(() => cannotRun.count(), soon).toBe(0)
  // What is typed and not saved outlives the page.
  await page.reload()
  await expect.poll(() => openAt.inputValue(), soon).toBe('60')
  await page.getByRole('button', { name: say('risk:rules.edit.save'), exact: true }).click()
  const propose = page.getByRole('button', { name: say('risk:rules.propose.ask'), exact: true })
  await expect.poll(() => propose.isEnabled(), soon).toBe(true)
  wrong.push(...(await lookAtPage(page, 'desk-rules-draft')))
  await propose.click()
  await page.getByLabel(say('risk:rules.why')).fill('Ten points open too many cases.')
  await page.getByRole('button', { name: say('risk:rules.propose.go'), exact: true }).click()
  await page.getByText(say('risk:rules.proposal.own')).waitFor()
  expect(await page.getByRole('button', { name: say('risk:rules.publish.ask') }).count()).toBe(0)

  // Somebody else sees what it would have done, and publishes it.
  const other = await member('compliance')
  await to(other.page, '/rules/aliexpress/2/replay', new RegExp(say('risk:replay.title')))
  await other.page.getByRole('button', { name: say('risk:replay.start'), exact: true }).click()
  const fewer = other.page.getByRole('heading', { name: say('risk:replay.notOpened.title') })
  await orWithPage(other.page, 'the replay found nothing', fewer.waitFor())
  await other.page.getByRole('link', { name: sellerId }).first().waitFor()
  wrong.push(...(await lookAtPage(other.page, 'desk-replay')))
  await other.page.getByRole('link', { name: say('risk:replay.back') }).click()
  await other.page.getByRole('button', { name: say('risk:rules.publish.ask') }).click()
  await other.page.getByLabel(say('risk:rules.why')).fill('Seen in the replay.')
  await other.page.getByRole('button', { name: say('risk:rules.publish.go'), exact: true }).click()
  await other.page.getByText(say('risk:rules.state.published'), { exact: true }).first().waitFor()

  // The same again, in another shop, opens nothing any more; an old case is explained by the rules of then.
  await server.register('harbour-calm', 'b')
  const nowMs = Date.now()
  const happened = [quietWeek, takenOver].flatMap((story) => story('harbour-calm', 'calm', nowMs))
  const decided = (await server.marketplace.signals(happened)).flatMap(({ decisions }) => decisions)
  expect(decided).toHaveLength(happened.length)
  expect(decided.every(({ rulesVersion, outcome }) => rulesVersion === 2 && outcome === 'none')).toBe(true)
  await to(page, `/cases/${opened.id}`, new RegExp(sellerId))
  await page.getByRole('heading', { name: say('risk:case.title') }).waitFor()
  wrong.push(...(await lookAtPage(page, 'desk-case-risk')))
  expect(wrong).toEqual([])
  expect([...admin.complaints, ...other.complaints, ...seller.complaints]).toEqual([])
})
