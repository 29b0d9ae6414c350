import { describe, expect, test } from 'vitest'
import type { Registration } from '#domain/registration.ts'
import {
  type CardFields,
  inventedCard,
  inventedIdNumber,
  inventedRegistration,
} from '#main/demo/media/render/invented-identity.ts'
import { lookAtPage } from '#test/e2e/pages/look-at-page.ts'
import { orWithPage, patient, type Say } from '#test/e2e/world/browser.ts'
import { goThroughRun, type RunOptions } from '#test/e2e/world/go-through-run.ts'
import { type SellerPerson, startRun } from '#test/e2e/world/seller-person.ts'
import { openStage, sellerAtBrief } from '#test/e2e/world/stage.ts'
import type { PuppetChoice } from '#test/media/puppet-seller.ts'
import { runChoices } from '#test/media/whole-runs.ts'

/** Every way to fail that a seller meets, through the pages: each is named, proved, and told how to mend. */
const inspectedWithinMs = 240_000

/**
 * A rightful card that ends within three months: a holder younger than the man it shows, since for his own age the law
 * gives no term that ends about now. It ends with a month, so that it is filmed anew once a month only.
 */
const endingCard = ((): Partial<CardFields> => {
  const now = new Date()
  const day = (years: number) => new Date(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth() + 3, 1))
  const dayText = (years: number): string => day(years).toISOString().slice(0, 10)
  const birth = `${now.getUTCFullYear() - 28}-05-14`
  return { birth, idNumber: inventedIdNumber(birth, 217), validFrom: dayText(-10), validTo: dayText(0) }
})()

/** What is registered of somebody who holds this card. */
const onFile = (card: Partial<CardFields>): Partial<Registration> => ({
  legalRepresentative: inventedRegistration(inventedCard('a', card)).legalRepresentative,
})

type Failure = {
  name: string
  puppet: PuppetChoice
  registration?: Partial<Registration>
  code: string
  /** What proves it: a picture of the run with an outline, what the camera saw of the room, or the sound. */
  proof: 'picture' | 'views' | 'sound'
  run?: RunOptions
}

const failures: Failure[] = [
  {
    name: '[EL3] a card that has expired',
    puppet: runChoices.expiredCard,
    code: 'card-expired',
    proof: 'picture',
  },
  {
    name: '[EL3] a card with fewer than six months left',
    puppet: { person: 'a', card: endingCard },
    registration: onFile(endingCard),
    code: 'card-expires-soon',
    proof: 'picture',
  },
  {
    name: '[CK1] a card behind glare',
    puppet: runChoices.glare,
    code: 'card-glare',
    proof: 'picture',
  },
  {
    name: '[CK4] another person’s card',
    puppet: runChoices.otherPersonsCard,
    code: 'person-document-mismatch',
    proof: 'picture',
  },
  {
    name: '[CK4] somebody else in view',
    puppet: runChoices.twoPersons,
    code: 'another-person-in-view',
    proof: 'picture',
  },
  {
    name: '[CK8] a camera that is hardly turned',
    puppet: { person: 'a', panDegrees: 40 },
    code: 'pan-incomplete',
    proof: 'views',
  },
  {
    name: '[CK5] other digits than those shown',
    puppet: { person: 'a' },
    code: 'digits-wrong',
    proof: 'sound',
    run: { misreads: (digit) => String((Number(digit) + 5) % 10) },
  },
  {
    name: '[CK5] a digit that comes too late',
    puppet: { person: 'a' },
    code: 'digits-too-slow',
    proof: 'sound',
    run: { hesitatesMs: [0, 2_800] },
  },
]

/** How wide the pictures are that came from the server, and how much is outlined in them. */
const provenBy = async ({ page }: SellerPerson) => ({
  pictures: await page.locator('figure img').evaluateAll((all) =>
    Promise.all(
      all.map(async (one) => {
        const image = one as HTMLImageElement
        // Those below the edge of the window are fetched when they are come to.
        image.loading = 'eager'
        await image.decode()
        return image.naturalWidth
      }),
    ),
  ),
  outlines: await page.locator('figure img + svg polygon').count(),
  sounds: await page.locator('figure svg[role="img"]').count(),
})

/** The page behind the failure's link: what it means, what to check, what to do. [SU2] */
const helpSays = async ({ page, context }: SellerPerson, code: string, say: Say): Promise<void> => {
  const link = page.locator(`a[href^="/help/${code}"]`)
  const help = await context.newPage()
  await help.goto(new URL((await link.first().getAttribute('href')) ?? '', page.url()).href)
  await help.getByRole('heading', { level: 1, name: say(`failure:${code}.title`) }).waitFor()
  await help
    .getByText(say(`failure:${code}.fix`))
    .first()
    .waitFor()
  await help.close()
}

/** After three failures of one person a marketplace lets a person decide [AT4], and there are two men in all. */
const failuresPerMarketplace = 3
const shares = Array.from({ length: Math.ceil(failures.length / failuresPerMarketplace) }, (_, no) =>
  failures.slice(no * failuresPerMarketplace, (no + 1) * failuresPerMarketplace),
)

describe.each(shares.map((shareOfOneMarketplace, no) => ({ no: no + 1, shareOfOneMarketplace })))(
  'ways to fail, marketplace $no',
  ({ shareOfOneMarketplace }) => {
    const stage = openStage()
    for (const { name, puppet, registration, code, proof, run } of shareOfOneMarketplace)
      test(`${name} fails by that name, with its proof and what to do`, patient, async () => {
        const { seller, id } = await sellerAtBrief(
          stage,
          `seller-${code}`,
          { language: 'en', puppet },
          registration ? { registration } : {},
        )
        const { page, say } = seller
        await startRun(seller)
        await goThroughRun(seller, run)
        const told = page.getByRole('heading', { name: say(`failure:${code}.title`) })
        await orWithPage(page, `not told of ${code}`, told.waitFor({ timeout: inspectedWithinMs }))
        await page
          .getByText(say(`failure:${code}.fix`))
          .first()
          .waitFor()
        await page
          .getByText(say('seller:result.left', { count: 3 }))
          .first()
          .waitFor()
        const { attempts } = await stage.server.marketplace.readCase(id)
        expect(attempts.map(({ outcome, counted }) => ({ outcome, counted }))).toEqual([
          { outcome: 'failed', counted: true },
        ])
        expect(attempts[0]?.failures.map((failure) => failure.code)).toEqual([code])
        const proven = await provenBy(seller)
        if (proof === 'sound') expect(proven.sounds).toBeGreaterThan(0)
        else {
          expect(Math.min(...proven.pictures)).toBeGreaterThan(300)
          if (proof === 'picture') expect(proven.outlines).toBeGreaterThan(0)
        }
        await helpSays(seller, code, say)
        expect(await lookAtPage(page, `seller-result-${code}`)).toEqual([])
        await page.getByRole('link', { name: say('seller:result.again') }).click()
        await page.getByRole('heading', { name: say('seller:prepare.title'), exact: true }).waitFor()
        expect(seller.complaints).toEqual([])
        await seller.context.close()
      })
  },
)

describe('one failure after the other', () => {
  const stage = openStage()
  test('[AT3] the fourth failure in a day locks the account, and the page says until when', patient, async () => {
    const { seller, id } = await sellerAtBrief(stage, 'four-failures', { language: 'zh', puppet: { person: 'b' } })
    const { page, say } = seller
    for (let no = 1; no <= 4; no += 1) {
      await startRun(seller)
      await goThroughRun(seller, { onMoment: ({ phase }) => phase === 'step' })
      await page.reload()
      await page.getByRole('heading', { name: say('seller:result.leftThePage') }).waitFor()
      if (no < 4) await page.getByRole('link', { name: say('seller:result.againNow') }).click()
    }
    const { attempts, clocks } = await stage.server.marketplace.readCase(id)
    expect(attempts.map(({ counted }) => counted)).toEqual([true, true, true, true])
    const lock = clocks.find(({ kind }) => kind === 'lock-ends')
    expect(Date.parse(lock?.dueAt ?? '')).toBeGreaterThan(Date.now() + 71 * 3_600_000)
    expect(await page.getByRole('link', { name: say('seller:result.againNow') }).count()).toBe(0)
    const sentence = say('seller:result.lockedUntil', { at: '…' }).split('…').find(Boolean) ?? ''
    await orWithPage(page, 'the page does not say until when', page.getByText(sentence).first().waitFor())
    expect(await lookAtPage(page, 'seller-result-locked')).toEqual([])
    expect(seller.complaints).toEqual([])
    await seller.context.close()
  })
})
