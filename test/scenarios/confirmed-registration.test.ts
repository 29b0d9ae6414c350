import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSeller } from '#app/sellers/seller-store.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { aRegistration } from '../world/a-registration.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

let world: ServerWorld
let tenantId: string
let marketplace: Person
let lead: Person
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
})
afterAll(() => world.close())

const values = { address: '7 New Street', legalRepresentative: 'A New Name' }
/** A seller whose notarised papers were right. */
const passedCase = async (sellerId: string): Promise<string> => {
  const caseId = await openCaseOf(marketplace, sellerId)
  const seller = await world.sellerOf(marketplace, caseId)
  await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
  const right = { outcome: 'pass', reasons: [], note: 'the papers are right' }
  expect((await lead.call('POST', `/desk/api/cases/${caseId}/offline-decision`, right)).status).toBe(200)
  return caseId
}
const confirms = (caseId: string, by = lead) => by.call('POST', `/desk/api/cases/${caseId}/registration`, { values })
const confirmedOf = (caseId: string, by = marketplace) =>
  by.call<{ values: object; fields: string[]; acknowledgedAt: string | null }>(
    'GET',
    `/v1/cases/${caseId}/registration`,
  )

describe('[RE4] a pass updates the registration it confirmed', () => {
  it('told by a webhook without a word of the person, read by the marketplace, and on file when it says so', async () => {
    await marketplace.call('POST', '/v1/webhooks', {
      url: 'https://market.example/hooks',
      events: ['registration.confirmed'],
    })
    const caseId = await passedCase('moved')
    expect((await confirmedOf(caseId)).status).toBe(404)
    expect((await confirms(caseId)).status).toBe(200)
    const hooks = await world.app.database.kysely
      .selectFrom('webhook_event')
      .select('body')
      .where('type', '=', 'registration.confirmed')
      .execute()
    expect(hooks.map(({ body }) => JSON.parse(body).data)).toEqual([
      { caseId, sellerId: 'moved', program: 'aliexpress', fields: ['address', 'legalRepresentative'] },
    ])
    expect((await confirmedOf(caseId)).body).toMatchObject({ values, acknowledgedAt: null })

    const ack = () => marketplace.call('POST', `/v1/cases/${caseId}/registration/ack`)
    expect((await ack()).status).toBe(200)
    expect((await ack()).status).toBe(200)
    expect((await confirmedOf(caseId)).body.acknowledgedAt).not.toBeNull()

    const seller = await world.sellerOf(marketplace, caseId)
    const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
    const types = body.case?.history.map(({ type }) => type) ?? []
    expect(types.slice(-2)).toEqual(['registration-confirmed', 'registration-acknowledged'])
    const { events } = (
      await marketplace.call<{ events: { type: string; actor: { kind: string } }[] }>(
        'GET',
        `/v1/cases/${caseId}/events`,
      )
    ).body
    expect(JSON.stringify(events)).not.toContain('New Street')
    expect(events.filter(({ type }) => type === 'evidence-viewed').map(({ actor }) => actor.kind)).toContain('api')

    const stored = await readSeller(world.app, world.app.database.kysely, tenantId, 'moved')
    expect(stored?.registration.address).toBe('7 New Street')
    expect(stored?.registration.legalRepresentative).toMatchObject({
      name: 'A New Name',
      formerNames: [...aRegistration().legalRepresentative.formerNames, aRegistration().legalRepresentative.name],
    })
  })

  it('only after a pass, by reviewers of the same marketplace', async () => {
    const open = await openCaseOf(marketplace, 'still-open')
    expect((await confirms(open)).status).toBe(409)
    const caseId = await passedCase('guarded')
    expect((await confirms(caseId, await world.staff(tenantId, 'compliance'))).status).toBe(404)
    const elsewhere = await world.tenant('Another marketplace')
    expect((await confirms(caseId, await world.staff(elsewhere.tenantId, 'supervisor'))).status).toBe(404)
    await confirms(caseId)
    expect((await confirmedOf(caseId, elsewhere.marketplace)).status).toBe(404)
  })
})
