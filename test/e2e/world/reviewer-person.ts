import type { Browser, BrowserContext, Page } from 'playwright-core'
import { laptop, orWithPage, type PageLanguage, type Say, sayIn, watchComplaints } from './browser.ts'
import type { StaffSignIn } from './real-server.ts'

export type ReviewerPerson = { context: BrowserContext; page: Page; say: Say; complaints: string[] }

const slowMs = 60_000

/** A member of staff at the desk's door, signed in by password and the code of the authenticator app. */
export const signInAtDesk = async (
  browser: Browser,
  url: string,
  staff: StaffSignIn,
  setting: {
    language: PageLanguage
    colorScheme?: 'light' | 'dark'
    viewport?: { width: number; height: number }
    /** Before any page of theirs is loaded. */
    prepare?: (context: BrowserContext) => Promise<unknown>
  },
): Promise<ReviewerPerson> => {
  const { language, colorScheme = 'light', viewport = laptop } = setting
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce' })
  context.setDefaultTimeout(slowMs)
  await setting.prepare?.(context)
  const page = await context.newPage()
  const say = sayIn(language)
  const complaints = watchComplaints(page)
  await page.goto(`${url}/desk`)
  await page.getByLabel(say('desk:signIn.email')).fill(staff.email)
  await page.getByLabel(say('desk:signIn.password'), { exact: true }).fill(staff.password)
  await page.getByRole('button', { name: say('desk:signIn.go'), exact: true }).click()
  // Filled as one hand would type it; the sixth digit sends it.
  await page.getByLabel(say('desk:signIn.code')).fill(staff.codeNow())
  // Not everybody's desk begins with the queue.
  const opened = page.getByRole('button', { name: say('desk:frame.signOut') }).waitFor()
  await orWithPage(page, 'the desk did not open', opened)
  return { context, page, say, complaints }
}

/** Takes the seller's run from the queue; resolves when recording and findings stand before the reviewer. */
export const openFromQueue = async ({ page, say }: ReviewerPerson, sellerId: string): Promise<void> => {
  const row = page.getByRole('link', { name: sellerId })
  await orWithPage(page, `the run of ${sellerId} is not in the queue`, row.click())
  await page.getByRole('heading', { name: say('desk:findings.title') }).waitFor()
}

/** Whether the recording can be looked at: the browser knows how long it is and shows its first picture. */
export const clipPlays = async ({ page, say }: ReviewerPerson): Promise<boolean> => {
  const clip = page.getByLabel(say('desk:clip.label'))
  await clip.waitFor()
  return clip.evaluate(
    (element) =>
      new Promise<boolean>((resolve) => {
        const video = element as HTMLVideoElement
        const look = () => {
          if (video.error) resolve(false)
          else if (video.readyState >= 2 && video.videoWidth > 0) resolve(true)
        }
        video.addEventListener('loadeddata', look)
        video.addEventListener('error', look)
        look()
      }),
  )
}

/** How many of the fields read from the card are as they are registered, and how many are not. */
export const comparedFields = async ({ page, say }: ReviewerPerson): Promise<{ same: number; differing: number }> => {
  const rows = page.getByRole('table', { name: say('desk:fields.title') }).getByRole('row')
  // What was heard stands in the same table, and a synthetic voice may be heard as something else.
  const ofCard = rows.filter({ hasNot: page.getByRole('rowheader', { name: say('check:field.digits'), exact: true }) })
  return {
    same: await ofCard.getByText(say('desk:fields.same'), { exact: true }).count(),
    differing: await ofCard.getByText(say('desk:fields.differs'), { exact: true }).count(),
  }
}

export const passRun = async ({ page, say }: ReviewerPerson, sellerId: string): Promise<void> => {
  const bar = page.getByRole('region', { name: say('desk:decision.title') })
  await bar.getByRole('button', { name: say('desk:decision.choose.pass') }).click()
  await bar.getByLabel(say('desk:decision.note')).fill('Card, face and room looked at.')
  await bar.getByRole('button', { name: say('desk:decision.confirm.pass') }).click()
  await orWithPage(
    page,
    'the decision was not taken',
    page
      .getByText(say('desk:decision.done.pass', { seller: sellerId }))
      .first()
      .waitFor(),
  )
}
