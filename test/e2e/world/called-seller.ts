import { puppetOf } from '#test/media/puppet-seller.ts'
import { orWithPage } from './browser.ts'
import { readingOf } from './go-through-run.ts'
import type { HeldStage } from './held-stage.ts'
import { checkDevice, enter, openSeller, type SellerPerson } from './seller-person.ts'

/** A seller of the footage at a computer in Beijing, come in by the link and standing before the case. */
export const calledSeller = async (stage: HeldStage, link: string): Promise<SellerPerson> => {
  const seller = await openSeller(stage.sellers, { language: 'en', puppet: { person: 'a', licence: {} } })
  await enter(seller, link)
  await toCase(seller)
  return seller
}

const toCase = async ({ page, say }: SellerPerson): Promise<void> => {
  await page.goto(new URL('/s/case', page.url()).href)
  await orWithPage(page, 'the case is not there', page.getByText(say('seller:case.history')).first().waitFor())
}

const goOn = ({ page, say }: SellerPerson, step: string): Promise<void> =>
  orWithPage(
    page,
    `the next step is not ${step}`,
    page.getByRole('link', { name: say(`seller:next.${step}.action`) }).click(),
  )

/** [EL6] Every line is the same as in the documents. */
export const comparesRegistration = async (seller: SellerPerson): Promise<void> => {
  const { page, say } = seller
  await goOn(seller, 'compare-registration')
  const same = page.getByRole('radio', { name: say('seller:compare.same'), exact: true })
  await same.first().waitFor()
  for (const radio of await same.all()) await radio.check()
  await page.getByRole('button', { name: say('seller:compare.save') }).click()
  await page.getByText(say('seller:compare.sameAll')).waitFor()
  await toCase(seller)
}

/** [BK1] The first time that is free. Answers with its begin. */
export const booksFirstTime = async (seller: SellerPerson): Promise<number> => {
  const { page, say } = seller
  await goOn(seller, 'book-call')
  await page.locator('input[name="call-day"]').first().check()
  await page.locator('input[name="call-time"]').first().check()
  await page.getByRole('button', { name: /^Book / }).click()
  await page.getByRole('heading', { level: 1, name: say('seller:call.titleBooked') }).waitFor()
  const startAt = await page.locator('time').first().getAttribute('datetime')
  await toCase(seller)
  return Date.parse(startAt ?? '')
}

/** [DV1] [EV4] Device check and consent. */
export const getsReady = async (seller: SellerPerson): Promise<void> => {
  const { page, say } = seller
  await goOn(seller, 'check-device')
  await checkDevice(seller)
  await page.getByRole('link', { name: say('seller:prepare.continue') }).click()
  await page.getByRole('checkbox', { name: say('seller:consent.agreeInCall') }).check()
  await page.getByRole('button', { name: say('seller:consent.continue') }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/consent'))
}

/** [DV6] The code is read from the phone, which the demo shows beside its mails. */
export const confirmsPhone = async (seller: SellerPerson): Promise<void> => {
  const { page, say, context } = seller
  await toCase(seller)
  await goOn(seller, 'confirm-phone-code')
  await page.getByRole('button', { name: say('seller:phoneCode.send') }).click()
  await page.getByLabel(say('seller:phoneCode.label')).waitFor()
  const phone = await context.newPage()
  await phone.goto(new URL('/demo', page.url()).href)
  const text = await phone.locator('#sms tbody td').first().textContent()
  await phone.close()
  const code = /\b\d{6}\b/.exec(text ?? '')?.[0]
  if (!code) throw new Error(`no code stands in the text message: ${text}`)
  await page.getByLabel(say('seller:phoneCode.label')).fill(code)
  await page.getByRole('button', { name: say('seller:phoneCode.confirm') }).click()
  await page.waitForURL((url) => url.pathname === '/s/case')
}

/** [LC1] Into the waiting room, and ready to be rung. */
export const waitsInRoom = async (seller: SellerPerson): Promise<void> => {
  const { page, say } = seller
  await page.goto(new URL('/s/room', page.url()).href)
  await orWithPage(
    page,
    'the waiting room does not open',
    page.getByRole('button', { name: say('seller:room.ready') }).click(),
  )
  await page.getByText(say('seller:room.in')).waitFor()
}

/** From then on prompts are answered as soon as they can be read, whatever else happens meanwhile. */
export const answersRing = async ({ page, say }: SellerPerson): Promise<void> => {
  await orWithPage(page, 'nobody rings', page.getByRole('button', { name: say('seller:room.ring.answer') }).click())
  await orWithPage(page, 'the call does not begin', page.locator('main[data-room-phase="held"]').waitFor())
  await puppetOf(page).heed(readingOf(say))
}
