import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveWaitingList } from '#app/calls/serve-waiting-list.ts'
import { fireDueClocks } from '#app/cases/clocks.ts'
import {
  type CalledMarketplace,
  type CalledSeller,
  calledMarketplace,
  openCalledMarketplace,
} from '#test/world/called-sellers.ts'
import { engines } from '#test/world/databases.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'
import { openServerWorld, type ServerWorld } from '#test/world/server-world.ts'

const minute = 60_000

/** [BK4] Who is first, and that what is kept for one is nobody else's, is decided by the database alone, on any number of nodes. */
describe.each(engines)('[BK4] the waiting list on %s', (kind) => {
  let server: PostgresServer | undefined
  let nodes: ServerWorld[]
  let world: ServerWorld
  let place: CalledMarketplace
  const sellers: CalledSeller[] = []

  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined
    const databaseUrl = await server?.newDatabase()
    world = await openServerWorld(databaseUrl ? { databaseUrl } : {})
    nodes = databaseUrl ? [world, await openServerWorld({ databaseUrl, besides: world })] : [world]
    place = await openCalledMarketplace(world, 'A marketplace')
    const places = [place]
    for (const node of nodes.slice(1)) places.push(await calledMarketplace(node, place.tenantId))
    for (let no = 0; no < 6; no += 1) sellers.push(await places[no % places.length]!.seller(`seller-${no}`))
  })
  afterAll(async () => {
    for (const node of nodes.toReversed()) await node.close()
    await server?.stop()
  })

  const waiting = async (seller: CalledSeller) => (await seller.case()).call?.waiting
  const offers = async () => {
    const { rows } = await sql<{ case_id: string; starts_at: Date; reviewer_id: string }>`
      select case_id, starts_at, reviewer_id from booking where state = 'offered'`.execute(world.app.database.kysely)
    return rows
  }
  /** Every node serves the line at the same moment, twice over. */
  const serve = () => Promise.all([...nodes, ...nodes].map((node) => serveWaitingList(node.app, place.tenantId)))
  const day = () => new Date(world.nowMs() + 31 * 3_600_000).toISOString().slice(0, 10)
  const shift = async (from: string, to: string) => {
    const { id } = await place.reviewer()
    return place.duty(id, { firstDay: day(), lastDay: day(), hours: { from, to } })
  }

  test('first come, first in line; asked at once and twice, each stands in it once', async () => {
    for (const seller of sellers) {
      expect((await seller.starts()).length).toBe(0)
      const both = await Promise.all([seller.waits(), seller.waits()])
      expect(both.map(({ status }) => status)).toEqual([200, 200])
      world.passes(minute)
    }
    for (const [no, seller] of sellers.entries())
      expect(await waiting(seller)).toMatchObject({ place: no + 1, offer: null })
  })

  test('of two times that get free the first two are offered one each, however many nodes serve the line', async () => {
    await shift('13:00', '14:00')
    await serve()
    const kept = await offers()
    expect(kept.map((row) => row.case_id).sort()).toEqual([sellers[0]!.caseId, sellers[1]!.caseId].sort())
    expect(new Set(kept.map((row) => row.starts_at.getTime())).size).toBe(2)
    expect(await waiting(sellers[2]!)).toMatchObject({ place: 1, offer: null })
    // Nobody else sees, or can book, what is kept.
    expect(await sellers[5]!.starts()).toEqual([])
    const { offer } = (await waiting(sellers[0]!))!
    expect((await sellers[5]!.books(offer!.startAt)).body.code).toBe('slot-taken')
  })

  test('what is taken is the appointment; what is let go, and what nobody answers, goes to the next', async () => {
    const first = (await waiting(sellers[0]!))!.offer!
    const taken = await sellers[0]!.books(first.startAt)
    expect(taken.body).toMatchObject({ call: { booked: { startAt: first.startAt }, waiting: null } })

    const second = (await waiting(sellers[1]!))!.offer!
    await sellers[1]!.declines()
    await serve()
    expect(await waiting(sellers[1]!)).toMatchObject({ offer: null, place: 1 })
    expect(await waiting(sellers[2]!)).toMatchObject({ offer: { startAt: second.startAt } })

    world.passes(30 * minute)
    await fireDueClocks(world.app)
    await serve()
    expect(await waiting(sellers[2]!)).toBeNull()
    expect(await waiting(sellers[3]!)).toMatchObject({ offer: { startAt: second.startAt } })
  })

  test('leaving is at once, and lets go of what was kept', async () => {
    const { startAt } = (await waiting(sellers[3]!))!.offer!
    expect((await sellers[3]!.leaves()).body.call?.waiting).toBeNull()
    await serve()
    expect(await waiting(sellers[4]!)).toMatchObject({ offer: { startAt } })
  })

  test('whose reviewer did not come goes before all others', async () => {
    const booked = (await sellers[0]!.case()).call!.booked!
    world.passes(Date.parse(booked.endAt) - world.nowMs() + minute)
    await fireDueClocks(world.app)
    const back = await sellers[0]!.returns()
    expect((await back.case()).call?.missed).toMatchObject([{ side: 'us' }])
    await (await sellers[2]!.returns()).waits()
    await back.waits()
    expect(await waiting(back)).toMatchObject({ place: 1 })
    await shift('15:00', '15:30')
    await serve()
    expect((await waiting(back))?.offer).not.toBeNull()
  })

  test('a second time that is kept for one case is refused by the database itself', async () => {
    const [row] = await offers()
    const again = sql`
      insert into booking select 'bkg_again', tenant_id, case_id, seller_id, reviewer_id, program, site, language,
        starts_at + interval '90 days', ends_at + interval '90 days', state, missed_by, meeting_id, sequence, created_at
      from booking where case_id = ${row!.case_id} and state = 'offered'`
    await expect(again.execute(world.app.database.kysely)).rejects.toMatchObject({ constraint: 'booking_offer_once' })
    const over = sql`
      insert into booking select 'bkg_over', tenant_id, ${sellers[5]!.caseId}, 'seller-5', reviewer_id, program, site, language,
        starts_at, ends_at, 'booked', missed_by, meeting_id, sequence, created_at
      from booking where case_id = ${row!.case_id} and state = 'offered'`
    await expect(over.execute(world.app.database.kysely)).rejects.toMatchObject({ constraint: 'booking_reviewer_once' })
  })
})
