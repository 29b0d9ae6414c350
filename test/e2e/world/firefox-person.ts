import { type Browser, launch, type Page } from 'puppeteer-core'
import { type PuppetChoice, type PuppetSeller, puppetIn, puppetKit } from '#test/media/puppet-seller.ts'
import { firefoxPath } from '#test/run/system-packages.ts'
import { laptop, type PageLanguage, type Say, sayIn } from './browser.ts'
import { nothingNewForMs } from './go-through-run.ts'

/**
 * A seller who uses Firefox. Debian's Firefox is spoken to over WebDriver BiDi, which the driver of the other journeys
 * cannot do with a browser it did not build; so this person knows no more than a run needs.
 */
export type FirefoxPerson = {
  page: Page
  say: Say
  complaints: string[]
  /** Presses the button or link of this name; waits until it is there. */
  press(role: 'button' | 'link' | 'checkbox', key: string): Promise<void>
  /** Waits until this can be read on the page. */
  reads(key: string, withinMs?: number): Promise<void>
  puppet: PuppetSeller
  /** Presses "done" where the page has not gone on from this step by itself. */
  sayDone(stepId: string): Promise<void>
}

const slowMs = 60_000
export const openFirefox = (
  env: Record<string, string>,
  language: PageLanguage,
  preferences: Record<string, unknown> = {},
): Promise<Browser> =>
  launch({
    env: { ...process.env, ...env },
    browser: 'firefox',
    executablePath: firefoxPath(),
    extraPrefsFirefox: {
      'intl.accept_languages': language === 'zh' ? 'zh-CN' : 'en-GB',
      // As somebody who allowed camera and microphone before, and whose page may make sound.
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      'datareporting.policy.dataSubmissionEnabled': false,
      ...preferences,
    },
  })

export const openFirefoxSeller = async (
  browser: Browser,
  language: PageLanguage,
  puppet: PuppetChoice,
): Promise<FirefoxPerson> => {
  const page = await browser.newPage()
  await page.setViewport(laptop)
  page.setDefaultTimeout(slowMs)
  const kit = await puppetKit({ language, framesPerSecond: 12.5, ...puppet })
  // The empty page before the first address is no place for a camera.
  await page.evaluateOnNewDocument(`if (isSecureContext) {\n${kit.script}\n}`)
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/__puppet__/')) return void request.continue()
    // A page that was left meanwhile wants no answer any more.
    const answered = kit.answer(pathname).then((body) => request.respond(body ? { body } : { status: 404 }))
    void answered.catch(() => undefined)
  })
  const complaints: string[] = []
  // What a page was still fetching when it was left is no complaint.
  page.on('pageerror', (error) => {
    if (!/NetworkError when attempting to fetch/.test(String(error))) complaints.push(String(error))
  })
  const say = sayIn(language)
  return {
    page,
    say,
    complaints,
    press: (role, key) => page.locator(`::-p-aria([name="${say(key)}"][role="${role}"])`).click(),
    async reads(key, withinMs = slowMs) {
      const waiting = page.waitForFunction(
        // biome-ignore lint/performance/useDomNodeTextContent: what a person could read
        (text) => document.body.innerText.includes(text),
        { timeout: withinMs },
        say(key),
      )
      await waiting.catch(async (error: unknown) => {
        // biome-ignore lint/performance/useDomNodeTextContent: what a person could read
        const text = await page.evaluate(() => document.body.innerText)
        throw new Error(`"${say(key)}" is not to be read at ${page.url()}:\n${text}`, { cause: error })
      })
    },
    puppet: puppetIn((work, given) => page.evaluate(work as never, given) as never),
    async sayDone(stepId) {
      const stage = `main[data-run-phase="step"][data-step-id="${stepId}"]`
      // A disabled button lights up after the least time; the page may also have gone on by itself.
      await page.waitForFunction(
        (selector, name) => {
          const stillAt = document.querySelector(selector)
          if (!stillAt) return true
          const done = [...stillAt.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)
          if (done && !done.disabled) done.click()
          return false
        },
        { timeout: nothingNewForMs, polling: 200 },
        stage,
        say('capture:next'),
      )
    },
  }
}
