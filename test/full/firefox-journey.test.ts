import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HeadTurn } from '#domain/run-plan.ts'
import { patient } from '#test/e2e/world/browser.ts'
import { type FirefoxPerson, openFirefox, openFirefoxSeller } from '#test/e2e/world/firefox-person.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { openSoundServer, type SoundServer } from '#test/e2e/world/sound-server.ts'

let server: RealServer
let sound: SoundServer
let browser: Browser
beforeAll(async () => {
  sound = await openSoundServer()
  ;[server, browser] = await Promise.all([openRealServer(), openFirefox(sound.env)])
})
afterAll(async () => {
  await browser?.close()
  await sound?.stop()
  await server?.stop()
})

type Stage = { phase: string; stepId: string | null; stepKind: string | null; challenge: string | null }

/** What the run's page shows; null once it has been left. */
const stageOf = ({ page }: FirefoxPerson): Promise<Stage | null> =>
  page.evaluate(() => {
    const stage = document.querySelector<HTMLElement>('main[data-run-phase]')
    if (!stage) return null
    const { runPhase = '', stepId = null, stepKind = null, challenge = null } = stage.dataset
    return { phase: runPhase, stepId, stepKind, challenge }
  })

const keyOf = (stage: Stage | null): string => (stage ? `${stage.phase}/${stage.stepId}/${stage.challenge}` : 'left')

const nextStage = async (seller: FirefoxPerson, seen: string): Promise<Stage | null> => {
  await seller.page.waitForFunction(
    (before) => {
      const data = document.querySelector<HTMLElement>('main[data-run-phase]')?.dataset
      return (data ? `${data.runPhase}/${data.stepId ?? null}/${data.challenge ?? null}` : 'left') !== before
    },
    { timeout: 180_000, polling: 100 },
    seen,
  )
  return stageOf(seller)
}

const goThroughRun = async (seller: FirefoxPerson): Promise<string[]> => {
  const asked: string[] = []
  for (let seen = ''; ; ) {
    const stage = await nextStage(seller, seen)
    if (!stage) return asked
    seen = keyOf(stage)
    const { phase, stepKind, challenge } = stage
    if (phase === 'challenge' && challenge) {
      asked.push(challenge)
      await seller.perform(
        /^\d$/.test(challenge) ? { do: 'say', digit: challenge } : { do: 'turn', turn: challenge as HeadTurn },
      )
    } else if (phase === 'step' && (stepKind === 'id-front' || stepKind === 'id-back' || stepKind === 'pan')) {
      await seller.perform(
        stepKind === 'pan'
          ? { do: 'pan' }
          : { do: 'hold', side: stepKind === 'id-front' ? 'front' : 'back', forMs: 5_500 },
      )
      // It goes on by itself when it has seen enough; otherwise the seller says so.
      if (keyOf(await stageOf(seller)) === seen) await seller.press('button', 'capture:next').catch(() => {})
    }
  }
}

test(
  '[DV2] in Firefox a seller goes the same way: device check, consent, five steps, and findings from what was recorded',
  patient,
  async () => {
    await server.register('harbour-foxes', 'a', { language: 'zh' })
    const { id } = await server.marketplace.openCase({
      sellerId: 'harbour-foxes',
      program: 'aliexpress',
      noticedAt: null,
      note: null,
    })
    const seller = await openFirefoxSeller(browser, { person: 'a' })
    await seller.page.goto((await server.marketplace.link(id)).url)
    await seller.press('button', 'seller:home.toVerificationNow')
    await seller.press('link', 'seller:next.check-device.action')
    await seller.press('button', 'device:start')
    await seller.perform({ do: 'say', digit: '5' })
    await seller.reads('device:passed')
    await seller.press('link', 'seller:prepare.continue')
    await seller.press('checkbox', 'seller:consent.agree')
    await seller.press('button', 'seller:consent.continue')
    await seller.press('button', 'seller:brief.start')
    await seller.page.waitForSelector('main[data-run-phase]')
    const asked = await goThroughRun(seller)
    expect(asked.filter((one) => /^\d$/.test(one))).toHaveLength(4)
    const came = async () => {
      const { attempts } = await server.marketplace.readCase(id)
      return attempts.map(({ outcome, failures }) => [outcome, ...failures.map(({ code }) => code)].join(' '))
    }
    await expect.poll(came, { timeout: 300_000 }).toEqual([expect.stringMatching(/in-review|passed|failed/)])
    expect(await came()).toEqual([expect.stringMatching(/^(in-review|passed)$/)])
    expect(seller.complaints).toEqual([])
  },
)
