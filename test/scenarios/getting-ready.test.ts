import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendNoticeMail } from '#app/notices/notices.ts'
import type { SellerCase, SellerHome } from '#contracts/seller-api.ts'
import { type FieldsOnFile, type PhoneCodeSent, probeBytesMax } from '#contracts/seller-preparation.ts'
import { programWithCalls } from '../world/a-program.ts'
import { aDevice } from '../world/a-registration.ts'
import { type CalledMarketplace, type CalledSeller, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** A program that asks for all there is to get ready; the clock is moved by hand. */
const minute = 60_000
const hour = 60 * minute
let world: ServerWorld
let place: CalledMarketplace
const program = programWithCalls({
  device: { minUplinkMbps: 5, maxLatencyMs: 1000, phoneCode: true, desktopOnly: false },
  eligibility: {
    compareRegistration: true,
    licenceMinDaysLeft: 30,
    lookups: [],
    siteLookups: [{ sites: ['PH'], lookup: 'dti-registration' }],
  },
  documents: [
    { document: 'identity-card', when: { sites: null, categories: null, kinds: null }, demanded: 'always' },
    { document: 'product-filing', when: { sites: null, categories: ['beauty'], kinds: null }, demanded: 'always' },
    { document: 'trademark', when: { sites: null, categories: null, kinds: null }, demanded: 'when-asked' },
  ],
})
beforeAll(async () => {
  world = await openServerWorld()
  place = await openCalledMarketplace(world, 'A marketplace', program)
  const { id } = await place.reviewer()
  await place.duty(id, { hours: { from: '00:00', to: '23:30' } })
})
afterAll(() => world.close())

const at = (seller: CalledSeller, path: string) => `/s/api/cases/${seller.caseId}/${path}`
const onFile = async (seller: CalledSeller) =>
  (await seller.browser.call<FieldsOnFile>('GET', at(seller, 'registration-comparison'))).body.fields
const compares = async (seller: CalledSeller, says: Record<string, string> = {}) => {
  const fields = (await onFile(seller)).map(({ field }) => ({ field, documentSays: says[field] ?? null }))
  return seller.browser.call<SellerCase & { code?: string }>('POST', at(seller, 'registration-comparison'), { fields })
}
const checksDevice = (seller: CalledSeller, network: { uplinkMbps: number; latencyMs: number } | null) =>
  seller.browser.call<{ ok: boolean; problems: string[] }>('POST', at(seller, 'device-checks'), aDevice({ network }))
const agrees = (seller: CalledSeller) =>
  seller.browser.call('POST', at(seller, 'consent'), { textVersion: '2026-11', language: 'en', agreed: true })
const asksForCode = (seller: CalledSeller) =>
  seller.browser.call<PhoneCodeSent & { code?: string; details?: object }>('POST', at(seller, 'phone-code'))
const typesIn = (seller: CalledSeller, code: string) =>
  seller.browser.call<SellerCase & { code?: string; details?: { triesLeft: number } }>(
    'POST',
    at(seller, 'phone-code/confirm'),
    { code },
  )
/** What arrived on the phone last. */
const codeOn = async (number: string) => {
  const texts = (await world.built.smsBox?.list()) ?? []
  return /\b\d{6}\b/.exec(texts.find(({ to }) => to === number)?.text ?? '')?.[0] ?? ''
}
const otherThan = (code: string) => (code === '111111' ? '222222' : '111111')
let phones = 0
/** Ready but for the phone, half an hour before the call. */
const beforeCall = async () => {
  phones += 1
  const number = `+861380000${String(phones).padStart(4, '0')}`
  const seller = await place.seller(`ready-${phones}`, { phone: number })
  await compares(seller)
  const [first = ''] = await seller.starts()
  await seller.books(first)
  world.passes(Date.parse(first) - world.nowMs() - 25 * minute)
  const returned = await seller.returns()
  await checksDevice(returned, { uplinkMbps: 20, latencyMs: 30 })
  await agrees(returned)
  return { seller: returned, number }
}

describe('[EL6] the registration is compared first', () => {
  it('field by field, and a call is booked only then', async () => {
    const seller = await place.seller('compares')
    expect((await seller.case()).nextStep).toBe('compare-registration')
    const fields = await onFile(seller)
    expect(fields.map(({ field }) => field)).toEqual([
      'companyName',
      'creditCode',
      'licenceValidFrom',
      'licenceValidTo',
      'licenceScope',
      'address',
      'legalRepresentative',
      'idNumber',
      'idValidTo',
    ])
    expect(fields.find(({ field }) => field === 'licenceValidTo')).toEqual({ field: 'licenceValidTo', value: null })
    const [first = ''] = await seller.starts()
    expect((await seller.books(first)).body.code).toBe('registration-not-compared')
    const compared = await compares(seller)
    expect(compared.status).toBe(200)
    expect(compared.body).toMatchObject({ nextStep: 'book-call', comparison: { differing: [] } })
    expect((await seller.books(first)).status).toBe(200)
  })

  it('answers that leave a field out, or answer for another, are not taken', async () => {
    const seller = await place.seller('answers-half')
    const path = at(seller, 'registration-comparison')
    const half = (await onFile(seller)).slice(1).map(({ field }) => ({ field, documentSays: null }))
    const sends = (fields: object[]) => seller.browser.call<{ code: string }>('POST', path, { fields })
    expect((await sends(half)).body.code).toBe('conflict')
    expect((await sends([...half, { field: 'npwp', documentSays: null }])).body.code).toBe('conflict')
    expect((await sends([...half, half[0] ?? {}])).body.code).toBe('conflict')
    expect((await sends([{ field: 'shoeSize', documentSays: null }])).status).toBe(422)
    expect((await seller.case()).nextStep).toBe('compare-registration')
  })

  it('a difference bars nothing; reviewers see it, and nobody reads it in the evidence', async () => {
    const seller = await place.seller('differs')
    const compared = await compares(seller, { address: '浙江省宁波市样本街2号' })
    expect(compared.body).toMatchObject({ nextStep: 'book-call', comparison: { differing: ['address'] } })
    const events = await place.marketplace.call('GET', `/v1/cases/${seller.caseId}/events`)
    expect(JSON.stringify(events.body)).toContain('registration-compared')
    expect(JSON.stringify(events.body)).not.toContain('宁波')
    const desk = await place.lead.call<{ comparison: object }>('GET', `/desk/api/cases/${seller.caseId}`)
    expect(desk.body.comparison).toMatchObject({
      differences: [{ field: 'address', onFile: '浙江省杭州市示例路1号', documentSays: '浙江省宁波市样本街2号' }],
    })
  })
})

describe('[DV3] the line', () => {
  it('is measured against us: bytes are counted and forgotten, up to a bound', async () => {
    const seller = await place.seller('measures')
    const sends = (bytes: number) => seller.browser.raw('POST', '/s/api/probe', { body: new Uint8Array(bytes) })
    expect(await (await sends(300_000)).json()).toEqual({ bytes: 300_000 })
    expect((await sends(probeBytesMax + 1)).status).toBe(413)
    expect((await seller.browser.raw('GET', '/s/api/probe')).status).toBe(204)
  })

  it('too slow, too late or not measured it does not pass, and each is named', async () => {
    const seller = await place.seller('slow')
    expect((await checksDevice(seller, null)).body.problems).toEqual(['network-not-measured'])
    expect((await checksDevice(seller, { uplinkMbps: 2, latencyMs: 1500 })).body.problems).toEqual([
      'uplink-too-slow',
      'latency-too-high',
    ])
    expect((await checksDevice(seller, { uplinkMbps: 6, latencyMs: 150 })).body).toMatchObject({ ok: true })
  })
})

describe('[DV6] the phone is confirmed by a code', () => {
  it('in the hour before the call: six digits that arrive on the phone on file', async () => {
    const { seller, number } = await beforeCall()
    expect((await seller.case()).nextStep).toBe('confirm-phone-code')
    const sent = await asksForCode(seller)
    expect(sent.status).toBe(200)
    expect(sent.body.to).toBe(`+86 ••• ${number.slice(-4)}`)
    expect(Date.parse(sent.body.expiresAt) - world.nowMs()).toBe(10 * minute)
    const code = await codeOn(number)
    const [row] = await world.app.database.kysely
      .selectFrom('phone_code')
      .selectAll()
      .where('case_id', '=', seller.caseId)
      .execute()
    expect(JSON.stringify(row)).not.toContain(code)
    const confirmed = await typesIn(seller, code)
    expect(confirmed.body.nextStep).toBe('wait-for-call')
    expect((await typesIn(seller, code)).status).toBe(200)
  })

  it('not before, and not without a call', async () => {
    const seller = await place.seller('too-early')
    expect((await asksForCode(seller)).body.code).toBe('phone-code-not-due')
    await compares(seller)
    const later = (await seller.starts()).find((start) => Date.parse(start) > world.nowMs() + 5 * hour) ?? ''
    await seller.books(later)
    expect((await asksForCode(seller)).body.code).toBe('phone-code-not-due')
  })

  it('five wrong tries and the code is over; the right one comes too late', async () => {
    const { seller, number } = await beforeCall()
    await asksForCode(seller)
    const code = await codeOn(number)
    for (const triesLeft of [4, 3, 2, 1])
      expect((await typesIn(seller, otherThan(code))).body).toMatchObject({
        code: 'phone-code-wrong',
        details: { triesLeft },
      })
    expect((await typesIn(seller, otherThan(code))).body.code).toBe('phone-code-over')
    expect((await typesIn(seller, code)).body.code).toBe('phone-code-over')
  })

  it('after ten minutes it is over, and another one works', async () => {
    const { seller, number } = await beforeCall()
    await asksForCode(seller)
    const old = await codeOn(number)
    world.passes(10 * minute)
    expect((await typesIn(seller, old)).body.code).toBe('phone-code-over')
    await asksForCode(seller)
    const code = await codeOn(number)
    expect((await typesIn(seller, code)).status).toBe(200)
  })

  it('asked again at once it sends nothing; after a minute another, of which only the newest counts; five in all', async () => {
    const { seller, number } = await beforeCall()
    const first = await asksForCode(seller)
    const old = await codeOn(number)
    expect((await asksForCode(seller)).body).toEqual(first.body)
    expect(await codeOn(number)).toBe(old)
    for (const codesLeft of [3, 2, 1, 0]) {
      world.passes(minute)
      expect((await asksForCode(seller)).body).toMatchObject({ codesLeft })
    }
    if (old !== (await codeOn(number))) expect((await typesIn(seller, old)).body.code).toBe('phone-code-wrong')
    world.passes(minute)
    expect(await asksForCode(seller)).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
  })

  it('a number that no message reaches is told, and the next try needs no pause', async () => {
    const { seller } = await beforeCall()
    await registerASeller(place.marketplace, `ready-${phones}`, { site: 'ID', phone: '0571 8888 8888' })
    expect(await asksForCode(seller)).toMatchObject({ status: 422, body: { code: 'phone-not-reached' } })
    const { sms } = world.app
    await registerASeller(place.marketplace, `ready-${phones}`, { site: 'ID', phone: '+8613800009999' })
    world.app.sms = { send: async () => ({ state: 'deferred', code: 'timeout' }) }
    expect((await asksForCode(seller)).body.code).toBe('phone-not-reached')
    world.app.sms = sms
    expect((await asksForCode(seller)).status).toBe(200)
    expect((await typesIn(seller, await codeOn('+8613800009999'))).status).toBe(200)
  })
})

describe('[DO1] [SI2] [EL4] what the seller is told to have', () => {
  it('papers by what the shop sells', async () => {
    const seller = await place.seller('sells-beauty', { categories: ['toys', 'beauty'] })
    expect((await seller.case()).documents).toEqual([
      { document: 'identity-card', demanded: 'always' },
      { document: 'product-filing', demanded: 'always' },
      { document: 'trademark', demanded: 'when-asked' },
    ])
    const other = await place.seller('sells-toys', { mainCategory: 'toys', categories: ['toys'] })
    expect((await other.case()).documents.map(({ document }) => document)).not.toContain('product-filing')
  })

  it('the mail of the call names them', async () => {
    const seller = await place.seller('gets-mail', { categories: ['beauty'], language: 'en' })
    await compares(seller)
    const [first = ''] = await seller.starts()
    await seller.books(first)
    const { notices } = (await seller.browser.call<SellerHome>('GET', '/s/api/home')).body
    const booked = notices.find(({ kind }) => kind === 'call-booked')?.id ?? ''
    await sendNoticeMail(world.app, booked)
    const { mailbox } = world.built
    const entry = (await mailbox?.list())?.find(({ id }) => id === booked)
    const mail = await simpleParser(Buffer.from((await mailbox?.read(entry?.file ?? '')) ?? new Uint8Array()))
    expect(mail.text).toContain('Have the originals at hand: identity card, product filing and trademark certificate.')
    expect(mail.html).toContain('product filing')
  })

  it('a number that the site asks for, which may be filled in later', async () => {
    const seller = await place.seller('manila', { site: 'PH' })
    expect(await seller.case()).toMatchObject({
      nextStep: 'complete-registration',
      missingRegistration: ['dti-registration'],
    })
    await registerASeller(place.marketplace, 'manila', { site: 'PH', ids: { dti: '5436843' } })
    const later = await seller.case()
    expect(later.nextStep).toBe('compare-registration')
    expect(later.eligibility).toContainEqual({ check: 'dti-registration', answer: 'not-checked' })
  })

  it('a licence that is valid long enough', async () => {
    const validTo = new Date(world.nowMs() + 20 * 24 * hour).toISOString().slice(0, 10)
    const licence = { validFrom: '2020-01-01', validTo, scope: '' }
    const seller = await place.seller('ends-soon', { licence })
    expect(await seller.case()).toMatchObject({ nextStep: 'renew-licence', licence: { validTo, minDaysLeft: 30 } })
    await registerASeller(place.marketplace, 'ends-soon', { site: 'ID', licence: { ...licence, validTo: null } })
    expect((await seller.case()).nextStep).toBe('compare-registration')
  })
})
