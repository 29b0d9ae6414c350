import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharePass, spreadCase } from '#app/cases/entities.ts'
import { followRuling } from '#app/links/follow-ruling.ts'
import { storePrograms } from '#app/programs.ts'
import type { EntityShop } from '#contracts/desk-entity.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { programAliexpress, programWith } from '../world/a-program.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** One company with shops on several sites; what happens to one happens to the others, as far as the program says. */
const other = { name: '李明', formerNames: [], idNumber: '11010519491231002X', idValidTo: null }
const program = programWith(
  { sites: { sharePass: true, spread: true, ownDuties: ['ID'] } },
  { ...programAliexpress(), name: 'many-sites' },
)
let world: ServerWorld
let tenantId: string
let marketplace: Person
let lead: Person
beforeAll(async () => {
  world = await openServerWorld()
  world.app.programs.set(program.name, program)
  await storePrograms(world.app.database, [program], world.nowMs())
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
})
afterAll(() => world.close())

/** A company of that credit code with a shop on each site, and an open case of the first. */
const company = async (name: string, creditCode: string, shops: Record<string, object>) => {
  for (const [site, changes] of Object.entries(shops))
    await registerASeller(marketplace, `${name}-${site}`, { site, creditCode, ...changes })
  const sellerId = `${name}-${Object.keys(shops)[0]}`
  const opened = await marketplace.call<{ id: string }>('POST', '/v1/cases', { sellerId, program: program.name })
  if (opened.status !== 201) throw new Error(`the case was refused: ${JSON.stringify(opened.body)}`)
  return opened.body.id
}
const casesOf = async (sellerId: string) =>
  (await marketplace.call<{ cases: { id: string; status: string }[] }>('GET', `/v1/cases?seller=${sellerId}`)).body
    .cases
const statusOf = async (sellerId: string) => (await casesOf(sellerId))[0]?.status ?? 'none'
const passesByPapers = async (caseId: string) => {
  world.passes(60_000)
  const seller = await world.sellerOf(marketplace, caseId)
  await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
  const decision = { outcome: 'pass', reasons: [], note: 'the papers are right' }
  const passed = await lead.call('POST', `/desk/api/cases/${caseId}/offline-decision`, decision)
  expect(passed.status).toBe(200)
}
/** Jobs of a kind that wait for a case: this node does none. */
const jobsWaiting = async (name: string, caseId: string): Promise<number> => {
  const found = await sql`select id from pgboss.job where name = ${name} and data ->> 'caseId' = ${caseId}`.execute(
    world.app.database.kysely,
  )
  return found.rows.length
}

describe('[SI1] shops of one entity', () => {
  it('a case on one site opens one for every other shop, once however often the job runs', async () => {
    const caseId = await company('spread', '91330100MA27XY3K2A', { MY: {}, TH: {}, ID: {} })
    expect(await jobsWaiting('spread-case', caseId)).toBe(1)
    await spreadCase(world.app, tenantId, caseId)
    await spreadCase(world.app, tenantId, caseId)
    for (const site of ['MY', 'TH', 'ID']) expect(await casesOf(`spread-${site}`)).toHaveLength(1)
    const [thai] = await casesOf('spread-TH')
    expect(await jobsWaiting('spread-case', thai?.id ?? '')).toBe(0)
    const seller = await world.sellerOf(marketplace, thai?.id ?? '')
    const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(body.notices[0]?.body).toContain('马来西亚')
  })

  it('the desk shows the other shops and how they stand', async () => {
    const [thai] = await casesOf('spread-TH')
    const { body } = await lead.call<{ entity: EntityShop[] }>('GET', `/desk/api/cases/${thai?.id}`)
    expect(body.entity.map(({ sellerId, site, newestCase }) => [sellerId, site, newestCase?.status])).toEqual([
      ['spread-ID', 'ID', 'awaiting-seller'],
      ['spread-MY', 'MY', 'awaiting-seller'],
    ])
  })

  it('a shop of another company, and one of another marketplace with the same code, is nobody of theirs', async () => {
    const elsewhere = await world.tenant('Another marketplace')
    await registerASeller(elsewhere.marketplace, 'spread-VN', { site: 'VN', creditCode: '91330100MA27XY3K2A' })
    await registerASeller(marketplace, 'stranger', { site: 'VN', creditCode: '91440300MA5G8B5J7X' })
    const [mine] = await casesOf('spread-MY')
    const { body } = await lead.call<{ entity: EntityShop[] }>('GET', `/desk/api/cases/${mine?.id}`)
    expect(body.entity.map(({ sellerId }) => sellerId).sort()).toEqual(['spread-ID', 'spread-TH'])
  })

  it('one pass restores the others, but for sites of their own duties and shops of another person [EL2] [SI2]', async () => {
    const caseId = await company('pass', '91440300MA5G8B5J8Y', {
      MY: {},
      TH: {},
      ID: {},
      SG: { legalRepresentative: other },
    })
    await spreadCase(world.app, tenantId, caseId)
    await passesByPapers(caseId)
    expect(await jobsWaiting('share-pass', caseId)).toBe(1)
    await sharePass(world.app, tenantId, caseId)
    // A worker that dies before it has said that it is done does the job again.
    await sharePass(world.app, tenantId, caseId)
    expect(await statusOf('pass-TH')).toBe('restored')
    expect(await statusOf('pass-ID')).toBe('awaiting-seller')
    expect(await statusOf('pass-SG')).toBe('awaiting-seller')
    const [thai] = await casesOf('pass-TH')
    expect(await jobsWaiting('share-pass', thai?.id ?? '')).toBe(0)
    const { body } = await marketplace.call<{ events: { type: string; data: object }[] }>(
      'GET',
      `/v1/cases/${thai?.id}/events`,
    )
    const pass = body.events.filter(({ type }) => type === 'case-passed')
    expect(pass.map(({ data }) => data)).toEqual([
      { type: 'case-passed', attemptId: null, by: 'entity', from: { caseId, site: 'MY' } },
    ])
    const seller = await world.sellerOf(marketplace, thai?.id ?? '')
    const home = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.body.notices[0]?.title).toContain('其他站点')
    expect(home.body.case?.history.at(-1)?.type).toBe('case-restored')
  })

  it('shops that staff merged share a pass as well, and a shop that was split does not', async () => {
    const caseId = await company('merged', '91440300MA5G8B5J9Z', { MY: {}, VN: {} })
    await registerASeller(marketplace, 'merged-TH', { site: 'TH', creditCode: '91440300MA5G8B5J10' })
    const opened = await marketplace.call('POST', '/v1/cases', { sellerId: 'merged-TH', program: program.name })
    expect(opened.status).toBe(201)
    await spreadCase(world.app, tenantId, caseId)
    const why = 'the same office and the same staff'
    const ruling = (type: string, other: string) =>
      lead.call('POST', '/desk/api/sellers/merged-MY/link-rulings', { type, other, why })
    expect((await ruling('merge', 'merged-TH')).status).toBe(201)
    expect((await ruling('split', 'merged-VN')).status).toBe(201)
    await passesByPapers(caseId)
    await sharePass(world.app, tenantId, caseId)
    expect(await statusOf('merged-TH')).toBe('restored')
    expect(await statusOf('merged-VN')).toBe('awaiting-seller')
  })

  it('a merge after the pass counts at once: the pass is shared then', async () => {
    const caseId = await company('joined', '91440300MA5G8B5J11', { MY: {} })
    await registerASeller(marketplace, 'joined-TH', { site: 'TH', creditCode: '91440300MA5G8B5J12' })
    await marketplace.call('POST', '/v1/cases', { sellerId: 'joined-TH', program: program.name })
    await passesByPapers(caseId)
    await sharePass(world.app, tenantId, caseId)
    expect(await statusOf('joined-TH')).toBe('awaiting-seller')
    const before = await jobsWaiting('share-pass', caseId)
    const why = 'the same office and the same staff'
    await lead.call('POST', '/desk/api/sellers/joined-TH/link-rulings', { type: 'merge', other: 'joined-MY', why })
    await followRuling(world.app, tenantId, 'joined-TH')
    expect(await jobsWaiting('share-pass', caseId)).toBe(before + 1)
    await sharePass(world.app, tenantId, caseId)
    expect(await statusOf('joined-TH')).toBe('restored')
  })

  it('a company without a credit code is known by its person', async () => {
    const caseId = await company('alone', '', { MY: { creditCode: null }, TH: { creditCode: null } })
    await spreadCase(world.app, tenantId, caseId)
    expect(await statusOf('alone-TH')).toBe('awaiting-seller')
  })
})
