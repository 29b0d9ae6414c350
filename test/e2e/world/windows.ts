import type { BrowserContext, Page } from 'playwright-core'

/**
 * The person turns to another window. The test driver keeps every page believing that it is looked at; that is switched
 * off for this one, and then another page is brought before it.
 */
export const lookAway = async (context: BrowserContext, page: Page): Promise<void> => {
  const control = await context.newCDPSession(page)
  const other = await context.newPage()
  await other.bringToFront()
  await control.send('Emulation.setFocusEmulationEnabled', { enabled: false })
}
