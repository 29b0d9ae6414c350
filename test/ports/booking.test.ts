import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CalledMarketplace,
  type CalledSeller,
  calledMarketplace,
  openCalledMarketplace,
} from '#test/world/called-sellers.ts'
import { engines } from '#test/world/databases.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'
import { openServerWorld, type ServerWorld } from '#test/world/server-world.ts'

/**
 * [BK2] Who gets a time is decided by the database alone. On PostgreSQL two nodes race, on the embedded engine, which has
 * one process, all clients of one.
 */
describe.each(engines)('[BK2] booking on %s', (kind) => {
  let server: PostgresServer | undefined
  let nodes: ServerWorld[]
  let world: ServerWorld
  let place: CalledMarketplace
  const sellers: CalledSeller[] = []
  const clients = 12

  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined
    const databaseUrl = await server?.newDatabase()
    world = await openServerWorld(databaseUrl ? { databaseUrl } : {})
    nodes = databaseUrl ? [world, await openServerWorld({ databaseUrl, besides: world })] : [world]
    place = await openCalledMarketplace(world, 'A marketplace')
    const places = [place]
    for (const node of nodes.slice(1)) places.push(await calledMarketplace(node, place.tenantId))
    for (let no = 0; no < clients; no += 1) sellers.push(await places[no % places.length]!.seller(`seller-${no}`))
  })
  afterAll(async () => {
    for (const node of nodes.toReversed()) await node.close()
    await server?.stop()
  })

  const booked = async () => {
    const { rows } = await sql<{ reviewer_id: string; case_id: string }>`
      select reviewer_id, case_id from booking where state = 'booked'`.execute(world.app.database.kysely)
    return rows
  }
  const doubles = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from booking a join booking b
        on a.id < b.id and a.reviewer_id = b.reviewer_id and a.state = 'booked' and b.state = 'booked'
        and a.starts_at < b.ends_at and b.starts_at < a.ends_at`.execute(world.app.database.kysely)
    return rows[0]!.n
  }
  /** Tomorrow in Jakarta, so that nothing of it is too soon. */
  const tomorrow = () => new Date(world.nowMs() + 31 * 3_600_000).toISOString().slice(0, 10)

  test('of many who want few times, exactly as many get one as there are', async () => {
    const day = tomorrow()
    for (const { id } of [await place.reviewer(), await place.reviewer()])
      await place.duty(id, { firstDay: day, lastDay: day, hours: { from: '13:00', to: '15:00' } })
    const starts = await sellers[0]!.starts()
    expect(starts).toHaveLength(4)
    const outcomes = await Promise.all(
      sellers.map(async (seller, no) => {
        for (let step = 0; step < starts.length; step += 1) {
          const { status, body } = await seller.books(starts[(no + step) % starts.length]!)
          if (status === 200) return 'booked'
          expect([status, body.code]).toEqual([409, 'slot-taken'])
        }
        return 'too late'
      }),
    )
    expect(outcomes.filter((one) => one === 'booked')).toHaveLength(8)
    expect(await booked()).toHaveLength(8)
    expect(await doubles()).toBe(0)
    expect(await sellers[0]!.starts()).toEqual([])
  })

  test('[BK4] moving all at once makes no double either, and whoever comes too late keeps what they have', async () => {
    const day = tomorrow()
    const { id } = await place.reviewer()
    await place.duty(id, { firstDay: day, lastDay: day, hours: { from: '16:00', to: '18:00' } })
    const holders = new Set((await booked()).map((row) => row.case_id))
    const movers = sellers.filter(({ caseId }) => holders.has(caseId))
    const free = await movers[0]!.starts()
    expect(free).toHaveLength(4)
    const taken = (await place.appointments()).filter(({ state }) => state === 'booked').map(({ startAt }) => startAt)
    const wanted = [...free, ...taken]
    const moves = await Promise.all(
      movers.flatMap((seller, no) =>
        [0, 3, 7].map(async (step) => (await seller.books(wanted[(no + step) % wanted.length]!)).status),
      ),
    )
    expect(new Set(moves)).toEqual(new Set([200, 409]))
    const rows = await booked()
    expect(rows).toHaveLength(8)
    expect(new Set(rows.map((row) => row.case_id))).toEqual(holders)
    expect(await doubles()).toBe(0)
    for (const seller of movers) expect((await seller.case()).call?.booked).not.toBeNull()
  })

  test('[BK4] two calls handed over at once to the only one who is free: one goes, the other is cancelled', async () => {
    const day = tomorrow()
    const hours = { from: '19:00', to: '19:30' }
    const [first, second] = [await place.reviewer(), await place.reviewer()]
    const duties = [await place.duty(first.id, { hours, firstDay: day, lastDay: day })]
    duties.push(await place.duty(second.id, { hours, firstDay: day, lastDay: day }))
    const at = (await sellers[0]!.starts()).at(-1)!
    for (const seller of sellers.slice(0, 2)) expect((await seller.books(at)).status).toBe(200)
    const both = (await place.appointments()).filter(({ startAt, state }) => startAt === at && state === 'booked')
    expect(new Set(both.map(({ reviewer }) => reviewer.id))).toEqual(new Set([first.id, second.id]))
    const standIn = await place.reviewer()
    await place.duty(standIn.id, { hours, firstDay: day, lastDay: day })
    const answers = await Promise.all(
      both.map(({ bookingId }) =>
        place.lead.call<{ outcome: string }>('POST', `/desk/api/appointments/${bookingId}/cancel`, { handOver: true }),
      ),
    )
    expect(answers.map(({ body }) => body.outcome).sort()).toEqual(['cancelled', 'handed-over'])
    const left = (await place.appointments()).filter(({ startAt, state }) => startAt === at && state === 'booked')
    expect(left.map(({ reviewer }) => reviewer.id)).toEqual([standIn.id])
    expect(await doubles()).toBe(0)
  })

  test('a second appointment of one case is refused by the database itself', async () => {
    const [row] = await booked()
    const again = sql`
      insert into booking select 'bkg_again', tenant_id, case_id, seller_id, reviewer_id, program, site, language,
        starts_at + interval '90 days', ends_at + interval '90 days', state, missed_by, meeting_id, sequence, created_at
      from booking where case_id = ${row!.case_id} and state = 'booked'`
    await expect(again.execute(world.app.database.kysely)).rejects.toMatchObject({ constraint: 'booking_case_once' })
  })
})
