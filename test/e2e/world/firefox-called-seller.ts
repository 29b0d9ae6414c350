import type { CalledPerson } from './called-steps.ts'
import type { FirefoxPerson } from './firefox-person.ts'
import { readingOf } from './go-through-run.ts'

/** What a seller does in Firefox on the way to a call and in it, from the case on, wherever the page stands. */
export type FirefoxCalledSeller = {
  /** [EL6] [BK1] Every line is as in the documents, and a time is booked: the first one that is free. */
  comparesRegistration(): Promise<void>
  booksFirstTime(): Promise<void>
  /** [DV1] [EV4] [DV6] Device check, consent, the code from the phone. */
  getsReady(): Promise<void>
  confirmsPhone(): Promise<void>
  /** [LC1] Into the waiting room, and answers what rings. */
  waitsInRoom(): Promise<void>
  answersRing(): Promise<CalledPerson>
}

export const firefoxCalledSeller = (person: FirefoxPerson, url: string): FirefoxCalledSeller => {
  const { page, say, press, reads, puppet } = person
  const toCase = async () => {
    await page.goto(`${url}/s/case`)
    await reads('seller:case.history')
  }
  /** Inputs lie unseen under what is drawn for them: pressed as the keyboard does. */
  const choose = async (selector: string, which: 'first' | 'all') => {
    await page.waitForSelector(selector)
    await page.$$eval(
      selector,
      (found, all) => {
        for (const one of all ? found : found.slice(0, 1)) (one as HTMLElement).click()
      },
      which === 'all',
    )
  }
  return {
    async comparesRegistration() {
      await toCase()
      await press('link', 'seller:next.compare-registration.action')
      // Of the two answers to a line the first one is that it is the same.
      await choose('fieldset label:first-of-type input[type="radio"]', 'all')
      await press('button', 'seller:compare.save')
      await reads('seller:compare.sameAll')
    },
    async booksFirstTime() {
      await toCase()
      await press('link', 'seller:next.book-call.action')
      await choose('input[name="call-day"]', 'first')
      await choose('input[name="call-time"]', 'first')
      const book = await page.waitForSelector('::-p-xpath(//button[starts-with(normalize-space(.), "Book ")])')
      await book?.click()
      await reads('seller:call.titleBooked')
    },
    async getsReady() {
      await toCase()
      await press('link', 'seller:next.check-device.action')
      await press('button', 'device:start')
      await puppet.say('5')
      await reads('device:passed')
      await press('link', 'seller:prepare.continue')
      await press('checkbox', 'seller:consent.agreeInCall')
      await press('button', 'seller:consent.continue')
      await page.waitForFunction(() => !location.pathname.endsWith('/consent'))
    },
    async confirmsPhone() {
      await toCase()
      await press('link', 'seller:next.confirm-phone-code.action')
      await press('button', 'seller:phoneCode.send')
      await reads('seller:phoneCode.label')

      const input = await page.waitForSelector('input[autocomplete="one-time-code"]')
      await input?.type(await codeOnPhone(url))
      await press('button', 'seller:phoneCode.confirm')
      await page.waitForFunction(() => location.pathname === '/s/case')
    },
    async waitsInRoom() {
      await page.goto(`${url}/s/room`)
      await press('button', 'seller:room.ready')
      await reads('seller:room.in')
    },
    async answersRing() {
      await press('button', 'seller:room.ring.answer')
      await page.waitForSelector('main[data-room-phase="held"]')
      await puppet.heed(readingOf(say))
      return {
        puppet,
        untilOpen: async (stepId) => void (await page.waitForSelector(`main[data-step-id="${stepId}"]`)),
        isLate: () =>
          // biome-ignore lint/performance/useDomNodeTextContent: what a person could read
          page.evaluate((text) => document.body.innerText.includes(text), say('seller:room.challengeExpired')),
      }
    },
  }
}

const arrivesWithinMs = 60_000

/** The demo shows text messages beside its mails, the newest first. */
const codeOnPhone = async (url: string): Promise<string> => {
  for (const endsAt = Date.now() + arrivesWithinMs; Date.now() < endsAt; ) {
    const shown = /id="sms"[\s\S]*?<\/table>/.exec(await (await fetch(`${url}/demo`)).text())?.[0] ?? ''
    const code = /\b\d{6}\b/.exec(shown)?.[0]
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('no code stands in a text message')
}
