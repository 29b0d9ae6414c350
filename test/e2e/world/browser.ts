import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core'
import { loadTranslate } from '#locales/translate.ts'
import { chromiumPath } from '#test/run/system-packages.ts'

export type PageLanguage = 'zh' | 'en'

/** The size of an ordinary laptop, and of a phone. */
export const laptop = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

/**
 * A run takes its minute and a half whatever the machine; the rest is for machines that do much besides. Nothing here
 * measures time.
 */
export const patient = { timeout: 900_000 }
/** A call may take twenty minutes by itself, and has a way to it and an end behind it. */
export const patientInCall = { timeout: 1_800_000 }

/**
 * Nothing may call home, and no window is slowed for lying under another one: a headless browser has no windows that a
 * person would see.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

export const openBrowser = (more: string[] = [], options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: [...flags, ...more], ...options })

/** What stands on the pages, by the same keys as the pages use. */
export const words = await loadTranslate()

export type Say = (key: string, values?: Record<string, string | number>) => string
export const sayIn =
  (language: PageLanguage): Say =>
  (key, values) =>
    words(language, key, values)

/** Every request of the context that went to another origin than the server's. */
export const watchForeignRequests = (context: BrowserContext, url: string): string[] => {
  const foreign: string[] = []
  context.on('request', (request) => {
    const asked = request.url()
    if (/^https?:/.test(asked) && new URL(asked).origin !== url) foreign.push(asked)
  })
  return foreign
}

/** What a page complained of: uncaught errors, and errors on its console that no lost connection explains. */
export const watchComplaints = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      complaints.push(message.text())
  })
  return complaints
}

/** Names a page's state once more when waiting for something on it failed, with what stood on it. */
export const orWithPage = async <T>(page: Page, what: string, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    // biome-ignore lint/performance/useDomNodeTextContent: what a person could read
    const reading = page.locator('body').innerText({ timeout: 2000 })
    const text = await reading.catch(() => 'nothing that could be read')
    throw new Error(`${what}\nat ${page.url()}\n${text}`, { cause: error })
  }
}
