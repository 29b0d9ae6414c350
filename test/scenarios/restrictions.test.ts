import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Board } from '#contracts/restrictions.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { openBackOffice } from '../world/back-office.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** [RE1] [RE2] [NO4] A marketplace that is told, forgets, is away, and is asked until everything is as it should be. */
let world: ServerWorld
let marketplace: Person
let lead: Person
let reviewer: Person
let office: Awaited<ReturnType<typeof openBackOffice>>
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  marketplace = tenant.marketplace
  lead = await world.staff(tenant.tenantId, 'supervisor')
  reviewer = await world.staff(tenant.tenantId, 'reviewer')
  office = await openBackOffice(world, marketplace)
})
afterAll(() => world.close())
beforeEach(() => {
  Object.assign(office, { down: false, silent: false, forgetful: false, told: [] })
})

const [minute, hour] = [60_000, 3_600_000]
const both = ['product_listing', 'withdrawal']
/** Told so long ago that two functions are taken at once. */
const restrictedCase = async (sellerId: string) => {
  const noticedAt = new Date(world.nowMs() - 80 * hour).toISOString()
  const caseId = await openCaseOf(marketplace, sellerId, { noticedAt })
  await office.settles()
  return caseId
}
const passesByPapers = async (caseId: string) => {
  world.passes(minute)
  const seller = await world.sellerOf(marketplace, caseId)
  await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
  const decision = { outcome: 'pass', reasons: [], note: 'the papers are right' }
  expect((await lead.call('POST', `/desk/api/cases/${caseId}/offline-decision`, decision)).status).toBe(200)
  await office.settles()
}
const statusOf = async (caseId: string) =>
  (await marketplace.call<{ status: string }>('GET', `/v1/cases/${caseId}`)).body.status
const board = async (query = '') => (await reviewer.call<Board>('GET', `/desk/api/restrictions${query}`)).body
const toldOf = (capability: string) =>
  office.told.filter((one) => one.data.capability === capability).map((one) => [one.type, one.data.try])

describe('[RE2] what is not acknowledged', () => {
  it('is sent again on schedule, with its number, until it is acknowledged; staff sees how often', async () => {
    office.silent = true
    const caseId = await restrictedCase('unanswered')
    for (const pause of [2 * minute, 10 * minute, 30 * minute]) {
      world.passes(pause)
      await office.settles()
      // The same moment again sends nothing more.
      await office.settles()
    }
    expect(toldOf('withdrawal')).toEqual([1, 2, 3, 4].map((count) => ['restriction.applied', count]))
    const [row] = (await board('?seller=unanswered&capability=withdrawal')).rows
    expect(row).toMatchObject({ state: 'applying', sends: 4, caseId, overdue: false })
    expect(Date.parse(row?.nextSendAt ?? '')).toBe(world.nowMs() + 2 * hour)
    const last = office.told.at(-1)
    if (!last) throw new Error('nothing was told')
    for (const one of office.told.slice(-2)) await office.acknowledges(one)
    world.passes(12 * hour)
    await office.settles()
    expect(toldOf('withdrawal').length).toBe(4)
    expect((await board('?seller=unanswered')).rows.map((one) => one.state)).toEqual(['applied', 'applied'])
  })

  it('is sent at once when a lead asks for it, which is recorded; nobody else may', async () => {
    office.silent = true
    const caseId = await restrictedCase('by-hand')
    world.passes(minute)
    const send = `/desk/api/restrictions/${caseId}.withdrawal/send`
    expect((await reviewer.call('POST', send)).status).toBe(404)
    expect((await lead.call<{ sends: number }>('POST', send)).body.sends).toBe(2)
    expect((await lead.call<{ sends: number }>('POST', send)).body.sends).toBe(2)
    await office.settles()
    expect(toldOf('withdrawal')).toHaveLength(2)
    const seen = await lead.call<{ history: { type: string; actor: string }[] }>('GET', `/desk/api/cases/${caseId}`)
    expect(seen.body.history.find((line) => line.type === 'restriction-sent-again')?.actor).toContain('staff')
  })
})

describe('[RE2] a marketplace that is down for a day', () => {
  it('gets everything when it is back, in order, and nothing that is no longer so', async () => {
    office.down = true
    const caseId = await restrictedCase('away')
    for (let hours = 0; hours < 12; hours += 1) {
      world.passes(hour)
      await office.settles()
    }
    await passesByPapers(caseId)
    for (let hours = 0; hours < 12; hours += 1) {
      world.passes(hour)
      await office.settles()
    }
    expect(office.told).toEqual([])
    expect(await statusOf(caseId)).toBe('passed')
    expect(office.taken('away')).toEqual([])
    office.down = false
    for (let tries = 0; tries < 40 && (await statusOf(caseId)) === 'passed'; tries += 1) {
      world.passes(hour)
      await office.settles()
    }
    expect(await statusOf(caseId)).toBe('restored')
    // That it should be taken was never told: it was asked back meanwhile.
    const told = office.told.filter((one) => one.data.sellerId === 'away').map((one) => [one.type, one.data.capability])
    expect(told).toEqual(both.map((capability) => ['restriction.lifted', capability]))
  })
})

describe('[RE2] what the marketplace reports', () => {
  it('left behind after a pass: the seller is told honestly, it is sent again, and a later report ends it', async () => {
    const caseId = await restrictedCase('left-behind')
    await passesByPapers(caseId)
    expect(await statusOf(caseId)).toBe('restored')
    office.told.length = 0
    office.flips('left-behind', 'withdrawal', true)
    office.forgetful = true
    world.passes(5 * hour)
    const found = await office.reports('left-behind')
    expect(found.body).toMatchObject({ taken: true, drift: [{ kind: 'left-behind', capability: 'withdrawal' }] })
    await office.settles()
    expect(toldOf('withdrawal')).toEqual([['restriction.lifted', 2]])
    // It has acknowledged that, but after what it reported its word alone is not enough.
    expect(await statusOf(caseId)).toBe('passed')
    const [worst] = (await board()).rows
    expect(worst).toMatchObject({ sellerId: 'left-behind', overdue: true, drift: { kind: 'left-behind' } })
    const seller = await world.sellerOf(marketplace, caseId)
    const home = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.body.case?.nextStep).toBe('wait-for-restoration')
    const shown = home.body.restrictions.find((one) => one.capability === 'withdrawal')
    expect(shown).toMatchObject({ sends: 2, drift: { kind: 'left-behind' } })

    office.forgetful = false
    world.passes(2 * minute)
    await office.reports('left-behind')
    world.passes(10 * minute)
    await office.reports('left-behind')
    await office.settles()
    world.passes(minute)
    expect((await office.reports('left-behind')).body.drift).toEqual([])
    expect(await statusOf(caseId)).toBe('restored')
    expect((await board()).rows.some((one) => one.sellerId === 'left-behind')).toBe(false)
  })

  it('free there though we want it taken: sent again, and cleared', async () => {
    await restrictedCase('not-taken')
    expect(office.taken('not-taken')).toEqual(both)
    office.flips('not-taken', 'withdrawal', false)
    world.passes(hour)
    expect((await office.reports('not-taken')).body.drift).toMatchObject([{ kind: 'not-taken' }])
    await office.settles()
    world.passes(minute)
    expect((await office.reports('not-taken')).body.drift).toEqual([])
    expect(office.taken('not-taken')).toEqual(both)
  })

  it('its own reasons are no drift; what nobody asked for is shown', async () => {
    await restrictedCase('own')
    office.flips('own', 'funds', true)
    world.passes(minute)
    expect((await office.reports('own', { ownReasons: ['funds'] })).body.unknown).toEqual([])
    world.passes(minute)
    expect((await office.reports('own')).body.unknown).toEqual(['funds'])
    expect((await board()).unknown).toMatchObject([{ sellerId: 'own', capability: 'funds' }])
  })

  it('an older report is ignored, one from the future refused, a seller who is not there not found', async () => {
    await restrictedCase('older')
    office.flips('older', 'withdrawal', false)
    const early = new Date(world.nowMs()).toISOString()
    world.passes(hour)
    office.flips('older', 'withdrawal', true)
    await office.reports('older')
    expect((await office.reports('older', { asOf: early })).body).toMatchObject({ taken: false, drift: [] })
    const late = new Date(world.nowMs() + hour).toISOString()
    expect((await office.reports('older', { asOf: late })).body).toMatchObject({ code: 'report-from-the-future' })
    expect((await office.reports('nobody')).status).toBe(404)
    const wrong = await office.reports('older', { ownReasons: ['orders'] })
    expect(wrong.status).toBe(422)
  })

  it('of many sellers at once: each with its own answer', async () => {
    const asOf = new Date(world.nowMs() + 1).toISOString()
    const report = (sellerId: string) => ({ sellerId, asOf, restricted: office.taken(sellerId) })
    const reports = [report('own'), report('nobody'), report('not-taken')]
    const { body } = await marketplace.call<{ results: object[] }>('PUT', '/v1/capabilities', { reports })
    expect(body.results).toMatchObject([
      { sellerId: 'own', problem: null, result: { taken: true } },
      { sellerId: 'nobody', problem: 'not-found', result: null },
      { sellerId: 'not-taken', problem: null, result: { drift: [] } },
    ])
  })
})

describe('[NO4] an account with something in force whose case has ended', () => {
  it('is shown what happens next, though the marketplace itself closed the case', async () => {
    const caseId = await restrictedCase('closed')
    office.silent = true
    const closed = await lead.call('POST', `/desk/api/cases/${caseId}/withdraw`, { why: 'opened by mistake' })
    expect(closed.status).toBe(200)
    const seller = await world.sellerOf(marketplace, caseId)
    const home = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.body.case).toMatchObject({ status: 'withdrawn', nextStep: 'wait-for-restoration' })
    world.passes(6 * hour)
    office.silent = false
    await office.settles()
    expect((await seller.call<SellerHome>('GET', '/s/api/home')).body.case?.nextStep).toBe('nothing')
  })
})

describe('[RE1] what a marketplace shows', () => {
  it('is asked for with the restrictions: view only and search demotion, by the program', async () => {
    await registerASeller(marketplace, 'called', { site: 'MY' })
    const opened = await marketplace.call('POST', '/v1/cases', { sellerId: 'called', program: 'lazada' })
    expect(opened.status).toBe(201)
    const called = await marketplace.call('GET', '/v1/sellers/called/restrictions')
    expect(called.body).toMatchObject({ viewOnly: true, searchDemoted: false })
    await restrictedCase('first-stage')
    const first = await marketplace.call('GET', '/v1/sellers/first-stage/restrictions')
    expect(first.body).toMatchObject({ viewOnly: false, searchDemoted: false })
    world.passes(100 * hour)
    await office.settles()
    const second = await marketplace.call('GET', '/v1/sellers/first-stage/restrictions')
    expect(second.body).toMatchObject({ viewOnly: false, searchDemoted: true })
  })

  it('the board is asked again without a body while nothing is new', async () => {
    const first = await reviewer.call('GET', '/desk/api/restrictions')
    const mark = first.headers.get('etag') ?? ''
    const known = { 'if-none-match': mark }
    expect((await reviewer.call('GET', '/desk/api/restrictions', undefined, known)).status).toBe(304)
    world.passes(1)
    await restrictedCase('news')
    expect((await reviewer.call('GET', '/desk/api/restrictions', undefined, known)).status).toBe(200)
  })

  it('the board is read page by page, each row once, whatever comes and goes meanwhile; its counts are of all', async () => {
    const caseId = await restrictedCase('many')
    await sql`insert into restriction
      select (jsonb_populate_record(one, jsonb_build_object('id', 'copy-' || lpad(no::text, 4, '0'),
        'since', one.since + (no % 7) * interval '1 second'))).*
      from restriction one, generate_series(1, 450) no
      where one.id = (select min(id) from restriction where case_id = ${caseId})`.execute(world.app.database.kysely)
    const all = '?seller=many'
    const seen: string[] = []
    let page = await board(all)
    for (;;) {
      seen.push(...page.rows.map(({ id }) => id))
      if (page.next === null) break
      // What was shown already goes: nothing behind it moves up unseen.
      await sql`delete from restriction where id = ${page.rows[0]?.id}`.execute(world.app.database.kysely)
      page = await board(`${all}&after=${page.next}`)
    }
    expect(seen).toHaveLength(452)
    expect(new Set(seen).size).toBe(452)
    const { counts } = await board()
    const { rows } = await sql<{ n: string }>`select count(*) as n from restriction
      where state <> 'lifted' or drift is not null`.execute(world.app.database.kysely)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(Number(rows[0]?.n))
    expect((await reviewer.call('GET', '/desk/api/restrictions?after=somewhere')).status).toBe(422)
    await sql`delete from restriction where id like 'copy-%'`.execute(world.app.database.kysely)
  })
})
