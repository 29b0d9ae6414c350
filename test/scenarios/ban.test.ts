import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewEntity } from '#app/links/linked-reviews.ts'
import type { BanList, BanView } from '#contracts/ban.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** [RE5] [EV6] A seller who is banned, from the proposal to the appeal, and what becomes of the company's other shops. */
let world: ServerWorld
let tenantId: string
let marketplace: Person
let lead: Person
let compliance: Person
let other: Person
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
  compliance = await world.staff(tenantId, 'compliance')
  other = await world.staff(tenantId, 'compliance')
})
afterAll(() => world.close())

const note = 'another person sat before the camera'
const at = (caseId: string) => `/desk/api/cases/${caseId}`
const waiting = async () => (await compliance.call<BanList>('GET', '/desk/api/bans')).body.bans
const statusOf = async (caseId: string) =>
  (await marketplace.call<{ status: string }>('GET', `/v1/cases/${caseId}`)).body.status

describe('[RE5] a ban', () => {
  it('is proposed by one person, confirmed by another, and told with the way to appeal; other shops are verified anew', async () => {
    const shared = { creditCode: '91440300MA5G8B5J8Y' }
    const caseId = await openCaseOf(marketplace, 'banned', { registration: shared })
    await registerASeller(marketplace, 'sister', shared)
    expect((await lead.call('POST', `${at(caseId)}/ban`, { reason: 'stand-in', note })).status).toBe(200)
    expect(await waiting()).toMatchObject([{ caseId, waitsFor: 'confirmation' }])
    const confirm = { outcome: 'confirmed', note }
    expect((await lead.call('POST', `${at(caseId)}/ban/settle`, confirm)).status).toBe(409)
    const reviewer = await world.staff(tenantId, 'reviewer')
    expect((await reviewer.call('POST', `${at(caseId)}/ban/settle`, confirm)).status).toBe(404)
    world.passes(60_000)
    expect((await compliance.call('POST', `${at(caseId)}/ban/settle`, confirm)).status).toBe(200)
    expect(await statusOf(caseId)).toBe('banned')
    await reviewEntity(world.app, tenantId, caseId)
    await reviewEntity(world.app, tenantId, caseId)
    const sisters = await marketplace.call<{ cases: object[] }>('GET', '/v1/cases?seller=sister')
    expect(sisters.body.cases).toHaveLength(1)
    const again = await marketplace.call<{ code: string }>('POST', '/v1/cases', {
      sellerId: 'banned',
      program: 'aliexpress',
    })
    expect(again.body.code).toBe('case-already-open')

    const seller = await world.sellerOf(marketplace, caseId)
    const home = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.body.notices[0]?.kind).toBe('banned')
    expect(home.body.notices[0]?.body).toContain('由他人冒充登记人')
    expect(home.body.case).toMatchObject({ nextStep: 'appeal', ban: { reason: 'stand-in', appeal: null } })
    expect(JSON.stringify(home.body)).not.toContain(note)
  })

  it('is appealed against by the seller, and lifted by somebody who had no part in it [EV6]', async () => {
    const [banned] = (await marketplace.call<{ cases: { id: string }[] }>('GET', '/v1/cases?seller=banned')).body.cases
    const caseId = banned?.id ?? ''
    const seller = await world.sellerOf(marketplace, caseId)
    const text = 'It was me all the time'
    expect((await seller.call('POST', `/s/api/cases/${caseId}/appeal`, { text })).status).toBe(200)
    expect(await waiting()).toMatchObject([{ caseId, waitsFor: 'appeal' }])
    const { body } = await other.call<{ ban: BanView }>('GET', at(caseId))
    expect(body.ban).toMatchObject({ note, appeal: { text, upheld: false } })
    const lift = { outcome: 'lifted', note: 'the recordings show the registered person' }
    expect((await compliance.call('POST', `${at(caseId)}/appeal/settle`, lift)).status).toBe(409)
    expect((await lead.call('POST', `${at(caseId)}/appeal/settle`, lift)).status).toBe(404)
    expect((await other.call('POST', `${at(caseId)}/appeal/settle`, lift)).status).toBe(200)
    expect(await statusOf(caseId)).toBe('awaiting-seller')
    expect(await waiting()).toEqual([])
    const events = await marketplace.call<{ events: object[] }>('GET', `/v1/cases/${caseId}/events`)
    expect(JSON.stringify(events.body)).not.toContain(text)
  })
})
