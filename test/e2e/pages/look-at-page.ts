import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { laptop, phone } from '../world/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2, levels A and AA, as far as a program can judge them. */
const levels: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  // Style sheets are not fetched once more; the page's policy would forbid it on some pages.
  preload: false,
}

const looks = [
  { look: 'laptop-light', viewport: laptop, colorScheme: 'light' },
  { look: 'laptop-dark', viewport: laptop, colorScheme: 'dark' },
  { look: 'phone-light', viewport: phone, colorScheme: 'light' },
  { look: 'phone-dark', viewport: phone, colorScheme: 'dark' },
] as const

/** Pictures for people are taken only when asked for; nothing compares them. */
const takesPictures = process.env.SCREENSHOTS === '1'
const pictures = fileURLToPath(new URL('../../../.cache/screenshots/', import.meta.url))

type AxeWindow = Window & { axe: { run: (options: RunOptions) => Promise<AxeResults> } }

/** What breaks WCAG 2.2 AA on the page as it is now, each with where it was seen. */
const audit = async (page: Page, where: string): Promise<string[]> => {
  // Given from outside the page, whose own security policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate((options) => (window as unknown as AxeWindow).axe.run(options), levels)
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => {
      const why = [...any, ...all, ...none][0]?.message ?? ''
      return `${where}: ${id}: ${why} ${html.slice(0, 240)}`
    }),
  )
}

/**
 * A new theme reaches an element by a transition, however short, and what inherits its colour begins its own when that
 * one has ended; until the last has, the colours of both themes are mixed.
 */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const shown = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    await shown()
    // What repeats for ever never ends: a spinner mixes no colours.
    const running = () =>
      document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    for (let ending = running(); ending.length > 0; ending = running()) {
      await Promise.allSettled(ending.map(({ finished }) => finished))
      await shown()
    }
  })

/** A picture for people, when they asked for pictures. */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  if (takesPictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

/** Looks at a page that must not change its size or theme, such as one that records. */
export const lookAsItStands = async (page: Page, name: string): Promise<string[]> => {
  await keepPicture(page, name)
  return audit(page, name)
}

/**
 * Looks at a page as it stands, in both themes and at the size of a laptop and of a phone: what breaks WCAG 2.2 AA, and
 * what makes a phone scroll sideways. Empty when there is nothing to mend.
 */
export const lookAtPage = async (page: Page, name: string): Promise<string[]> => {
  const wrong: string[] = []
  for (const { look, viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    await settle(page)
    wrong.push(...(await audit(page, `${name}, ${look}`)))
    const widthPx = await page.evaluate(() => document.documentElement.scrollWidth)
    if (widthPx > viewport.width) wrong.push(`${name}, ${look}: is ${widthPx} px wide`)
    if (takesPictures) {
      const fullPage = viewport === phone
      await page.screenshot({ path: path.join(pictures, `${name}-${look}.png`), fullPage })
    }
  }
  await page.setViewportSize(laptop)
  await page.emulateMedia({ colorScheme: 'light' })
  return wrong
}
