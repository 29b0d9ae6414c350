import type { Locator, Page } from 'playwright-core'

/** What has the focus, as a person at the keyboard sees it. */
export type Focused = { name: string; hasRing: boolean; isOnScreen: boolean; comesAfterLast: boolean }

type FocusWindow = Window & { lastFocused?: Element | null }

/** Reads what has the focus, and remembers it to judge the order of the next. */
const readFocus = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const memory = window as unknown as FocusWindow
    const element = document.activeElement
    const last = memory.lastFocused
    memory.lastFocused = element
    if (!element || element === document.body)
      return { name: 'nothing', hasRing: false, isOnScreen: false, comesAfterLast: false }
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return {
      name: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim(),
      hasRing: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      isOnScreen: top !== null && (element.contains(top) || top.contains(element)),
      comesAfterLast:
        !last?.isConnected || Boolean(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    }
  })

const stopsAtMost = 60

/**
 * Presses Tab until the focus is on the wanted thing. Throws when it never comes there, or when a stop on the way cannot
 * be seen or goes against the order of the page.
 */
export const tabTo = async (page: Page, wanted: Locator): Promise<Focused[]> => {
  await wanted.waitFor()
  const stops: Focused[] = []
  // The way begins wherever the page put the focus.
  await page.evaluate(() => {
    ;(window as unknown as FocusWindow).lastFocused = null
  })
  while (stops.length < stopsAtMost) {
    await page.keyboard.press('Tab')
    const stop = await readFocus(page)
    stops.push(stop)
    if (!stop.hasRing || !stop.isOnScreen || !stop.comesAfterLast)
      throw new Error(`a stop that a person at the keyboard would lose: ${JSON.stringify(stop)}`)
    if (await hasFocus(wanted)) return stops
  }
  throw new Error(`Tab never came to ${wanted}: ${stops.map(({ name }) => name).join(' → ')}`)
}

export const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement)
