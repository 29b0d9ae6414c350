import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, patient } from '#test/e2e/world/browser.ts'
import { differingChunks, durableOf, leftInOutbox } from '#test/e2e/world/durable-chunks.ts'
import { goThroughRun } from '#test/e2e/world/go-through-run.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { signInAtDesk } from '#test/e2e/world/reviewer-person.ts'
import { enter, followPopUp, openSeller, prepare, type SellerPerson, startRun } from '#test/e2e/world/seller-person.ts'
import { lookAway } from '#test/e2e/world/windows.ts'
import type { Moment } from '#test/media/puppet-reader.ts'

/** What may go wrong around a run: the page is left, the network goes, the server is killed. */
const inspectedWithinMs = 300_000
const waiting = { timeout: 90_000 }
let server: RealServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([openRealServer(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const comeToRun = async (
  sellerId: string,
  language: 'zh' | 'en',
): Promise<{ seller: SellerPerson; caseId: string }> => {
  await server.register(sellerId, 'b', { language })
  const opened = await server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt: null, note: null })
  const seller = await openSeller(browser, { language, puppet: { person: 'b' } })
  await enter(seller, (await server.marketplace.link(opened.id)).url)
  await followPopUp(seller)
  await prepare(seller)
  return { seller, caseId: opened.id }
}

/** Goes on with the run until the second step is being recorded. */
const untilSecondStep = async (seller: SellerPerson): Promise<void> => {
  await goThroughRun(seller, { onMoment: ({ phase, stepId }) => phase === 'step' && stepId === 'id-back' })
}

const outcomesOf = async (caseId: string) =>
  (await server.marketplace.readCase(caseId)).attempts.map(({ outcome, counted, failures }) => ({
    outcome,
    counted,
    codes: failures.map(({ code }) => code),
  }))
const oneFailure = { outcome: 'failed', counted: true, codes: ['left-the-page'] }

test(
  '[CK10] leaving the page and reloading it are one failure each, and what was recorded survives',
  patient,
  async () => {
    const { seller, caseId } = await comeToRun('looked-away', 'zh')
    const { page, say } = seller
    await startRun(seller)
    await untilSecondStep(seller)
    await lookAway(seller.context, page)
    await page.getByRole('heading', { name: say('seller:result.leftThePage') }).waitFor()
    expect(await outcomesOf(caseId)).toEqual([oneFailure])
    await expect.poll(() => leftInOutbox(page), waiting).toEqual({ recordings: 0, chunks: 0 })
    const first = seller.chunks.run()
    const firstKept = await durableOf(page, first.recordingId)
    expect(firstKept.nextSeq).toBe(first.acknowledged.size)
    expect(firstKept.nextSeq).toBeGreaterThanOrEqual(first.announced ?? Number.POSITIVE_INFINITY)
    await page.getByText(say('seller:result.left', { count: 3 })).waitFor()

    await page.getByRole('link', { name: say('seller:result.againNow') }).click()
    await startRun(seller)
    await untilSecondStep(seller)
    const second = seller.chunks.run()
    expect(second.recordingId).not.toBe(first.recordingId)
    await page.reload()
    await page.getByRole('heading', { name: say('seller:result.leftThePage') }).waitFor()
    expect(await outcomesOf(caseId)).toEqual([oneFailure, oneFailure])
    await expect.poll(() => leftInOutbox(page), waiting).toEqual({ recordings: 0, chunks: 0 })
    const secondKept = await durableOf(page, second.recordingId)
    expect(secondKept.nextSeq).toBe(second.acknowledged.size)
    expect(secondKept.nextSeq).toBeGreaterThanOrEqual(second.announced ?? Number.POSITIVE_INFINITY)
    await page.getByText(say('seller:result.left', { count: 2 })).waitFor()
    expect(seller.complaints).toEqual([])
  },
)

/** The network is away for this long. */
const offlineMs = 20_000

test(
  '[CP5] twenty seconds without a network and a server killed in every step: the run goes on and nothing is lost',
  patient,
  async () => {
    const { seller, caseId } = await comeToRun('stormy-night', 'en')
    const { page, say, context } = seller
    await startRun(seller)
    const trouble: Promise<unknown>[] = []
    const told: string[] = []
    const lost = async () => {
      await context.setOffline(true)
      await page.getByText(say('capture:connection.lost')).waitFor()
      told.push('connection lost')
      const heldBack = seller.chunks.acknowledgedCount()
      await new Promise((resolve) => setTimeout(resolve, offlineMs))
      expect(seller.chunks.acknowledgedCount()).toBeLessThanOrEqual(heldBack + 1)
      await context.setOffline(false)
    }
    const kills: { step: string; acknowledged: number; kept: number }[] = []
    const killed = async (step: string) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4_000))
      const acknowledged = seller.chunks.acknowledgedCount()
      await server.kill()
      await server.start()
      kills.push({ step, acknowledged, kept: (await durableOf(page, seller.chunks.run().recordingId)).nextSeq })
    }
    const disturb = ({ phase, stepId }: Moment): undefined => {
      if (phase === 'step' && stepId) trouble.push((trouble.at(-1) ?? Promise.resolve()).then(() => killed(stepId)))
      if (phase === 'intro' && stepId === 'digits') trouble.push((trouble.at(-1) ?? Promise.resolve()).then(lost))
    }
    await goThroughRun(seller, { onMoment: disturb })
    await Promise.all(trouble)
    expect(told).toEqual(['connection lost'])
    expect(kills.map(({ step }) => step)).toEqual(['id-front', 'id-back', 'face', 'digits', 'pan'])
    expect(kills.filter(({ acknowledged, kept }) => kept < acknowledged)).toEqual([])

    const ended = async () =>
      (await server.marketplace.readCase(caseId)).attempts.map(({ outcome, voidReason, failures }) => ({
        outcome,
        voidReason,
        codes: failures.map(({ code }) => code),
      }))
    // Nothing of all that is held against the seller: a person may have to look, and no cause of failure is found.
    await expect
      .poll(ended, { timeout: inspectedWithinMs })
      .toEqual([{ outcome: expect.stringMatching(/^(in-review|passed)$/), voidReason: null, codes: [] }])
    const { attempts } = await server.marketplace.readCase(caseId)
    const sent = seller.chunks.run()
    const kept = await durableOf(page, sent.recordingId)
    expect(kept.nextSeq).toBe(sent.announced)
    expect(sent.acknowledged.size).toBe(sent.announced)
    expect(await leftInOutbox(page)).toEqual({ recordings: 0, chunks: 0 })

    const reviewer = await signInAtDesk(browser, server.url, server.signIn('reviewer'), { language: 'zh' })
    expect(await differingChunks(reviewer, sent, { caseId, attemptId: attempts[0]?.id ?? '' })).toEqual([])
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
  },
)
