import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, orWithPage, patient } from '#test/e2e/world/browser.ts'
import { goThroughRun, type RunOptions } from '#test/e2e/world/go-through-run.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { enter, followPopUp, openSeller, prepare, startRun } from '#test/e2e/world/seller-person.ts'
import type { PuppetChoice } from '#test/media/puppet-seller.ts'

/** Every way to fail that a seller meets, through the pages: each is named, shown and told how to mend. */
const inspectedWithinMs = 240_000
const yearMs = 365 * 24 * 3_600_000
const dayFromNow = (ms: number): string => new Date(Date.now() + ms).toISOString().slice(0, 10)

let server: RealServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([openRealServer(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const comeToBrief = async (sellerId: string, puppet: PuppetChoice) => {
  await server.register(sellerId, puppet.person, { language: 'en' })
  const { id } = await server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt: null, note: null })
  const seller = await openSeller(browser, { language: 'en', puppet })
  await enter(seller, (await server.marketplace.link(id)).url)
  await followPopUp(seller)
  await prepare(seller)
  return { seller, id }
}

type Failure = { name: string; sellerId: string; puppet: PuppetChoice; code: string; run?: RunOptions }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const failures: Failure[] = [
  {
    name: '[EL3] a card that has expired',
    sellerId: 'old-card',
    puppet: { person: 'a', card: { validTo: dayFromNow(-yearMs) } },
    code: 'card-expired',
  },
  {
    name: '[EL3] a card with fewer than six months left',
    sellerId: 'short-card',
    puppet: { person: 'a', card: { validTo: dayFromNow(yearMs / 4) } },
    code: 'card-expires-soon',
  },
  {
    name: '[CK1] a card behind glare',
    sellerId: 'bright-card',
    puppet: { person: 'a', flaw: { glare01: 1 } },
    code: 'card-glare',
  },
  {
    name: '[CK4] somebody else in view',
    sellerId: 'two-people',
    puppet: { person: 'a', bystander: true },
    code: 'another-person-in-view',
  },
  {
    name: '[CK8] a camera that is hardly turned',
    sellerId: 'static-pan',
    puppet: { person: 'a', panDegrees: 40 },
    code: 'pan-incomplete',
  },
  {
    name: '[CK5] other digits than those shown',
    sellerId: 'wrong-digits',
    puppet: { person: 'a' },
    code: 'digits-wrong',
    run: { misreads: (digit) => String((Number(digit) + 5) % 10) },
  },
]

for (const { name, sellerId, puppet, code, run } of failures)
  test(`${name} fails by that name, with what to do`, patient, async () => {
    const { seller, id } = await comeToBrief(sellerId, puppet)
    const { page, say } = seller
    await startRun(seller)
    await goThroughRun(seller, run)
    const told = page.getByRole('heading', { name: say(`failure:${code}.title`) })
    await orWithPage(page, `not told of ${code}`, told.waitFor({ timeout: inspectedWithinMs }))
    await page
      .getByText(say(`failure:${code}.fix`))
      .first()
      .waitFor()
    const { attempts } = await server.marketplace.readCase(id)
    expect(attempts.map(({ outcome, counted }) => ({ outcome, counted }))).toEqual([
      { outcome: 'failed', counted: true },
    ])
    expect(attempts[0]?.failures[0]?.code).toBe(code)
    expect(seller.complaints).toEqual([])
    await seller.context.close()
  })

test('[CK5] a digit read too late is named as too slow', patient, async () => {
  const { seller, id } = await comeToBrief('slow-digit', { person: 'a' })
  const { page, say } = seller
  await startRun(seller)
  let late = false
  await goThroughRun(seller, {
    onMoment: async ({ phase, stepKind }) => {
      if (phase !== 'challenge' || stepKind !== 'digits' || late) return undefined
      late = true
      await pause(2_600)
      return undefined
    },
  })
  const told = page.getByRole('heading', { name: say('failure:digits-too-slow.title') })
  await orWithPage(page, 'not told that a digit was slow', told.waitFor({ timeout: inspectedWithinMs }))
  expect((await server.marketplace.readCase(id)).attempts[0]?.failures.map(({ code }) => code)).toContain(
    'digits-too-slow',
  )
})

test('[AT3] the fourth failure in a day locks the account, and the page says until when', patient, async () => {
  const { seller, id } = await comeToBrief('four-failures', { person: 'b' })
  const { page, say } = seller
  for (let no = 1; no <= 4; no += 1) {
    await startRun(seller)
    await goThroughRun(seller, { onMoment: ({ phase }) => phase === 'step' })
    await page.reload()
    await page.getByRole('heading', { name: say('seller:result.leftThePage') }).waitFor()
    if (no < 4) await page.getByRole('link', { name: say('seller:result.againNow') }).click()
  }
  const { attempts, clocks } = await server.marketplace.readCase(id)
  expect(attempts.map(({ counted }) => counted)).toEqual([true, true, true, true])
  const lock = clocks.find(({ kind }) => kind === 'lock-ends')
  expect(Date.parse(lock?.dueAt ?? '')).toBeGreaterThan(Date.now() + 71 * 3_600_000)
  expect(await page.getByRole('link', { name: say('seller:result.againNow') }).count()).toBe(0)
})
