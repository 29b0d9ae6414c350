import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patient } from '#test/e2e/world/browser.ts'
import { openFirefox, openFirefoxSeller } from '#test/e2e/world/firefox-person.ts'
import { walkThrough } from '#test/e2e/world/go-through-run.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { openSoundServer, type SoundServer } from '#test/e2e/world/sound-server.ts'

/**
 * Wants a machine with time to spare: Firefox's recording follows the clock of its sound, and a sound server that gets no
 * time holds both up, so that an answer may stand before its question.
 */
let server: RealServer
let sound: SoundServer
let browser: Browser
beforeAll(async () => {
  sound = await openSoundServer()
  ;[server, browser] = await Promise.all([openRealServer(), openFirefox(sound.env, 'en')])
})
afterAll(async () => {
  await browser?.close()
  await sound?.stop()
  await server?.stop()
})

test(
  '[DV2] in Firefox a seller goes the same way, device check, consent, five steps, and nothing is held against him',
  patient,
  async () => {
    await server.register('harbour-foxes', 'a', { language: 'en' })
    const { id } = await server.marketplace.openCase({
      sellerId: 'harbour-foxes',
      program: 'aliexpress',
      noticedAt: null,
      note: null,
    })
    const seller = await openFirefoxSeller(browser, 'en', { person: 'a' })
    await seller.page.goto((await server.marketplace.link(id)).url)
    await seller.press('button', 'seller:home.toVerificationNow')
    await seller.press('link', 'seller:next.check-device.action')
    await seller.press('button', 'device:start')
    await seller.puppet.say('5')
    await seller.reads('device:passed')
    await seller.press('link', 'seller:prepare.continue')
    await seller.press('checkbox', 'seller:consent.agree')
    await seller.press('button', 'seller:consent.continue')
    await seller.press('button', 'seller:brief.start')
    await seller.page.waitForSelector('main[data-run-phase]')
    const moments = await walkThrough(seller)
    expect(moments.filter(({ stepKind, challenge }) => stepKind === 'digits' && challenge)).toHaveLength(4)
    const came = async () => {
      const { attempts } = await server.marketplace.readCase(id)
      return attempts.map(({ outcome, failures }) => [outcome, ...failures.map(({ code }) => code)].join(' '))
    }
    await expect.poll(came, { timeout: 300_000 }).toEqual([expect.stringMatching(/in-review|passed|failed/)])
    expect(await came()).toEqual([expect.stringMatching(/^(in-review|passed)$/)])
    expect(seller.complaints).toEqual([])
  },
)
