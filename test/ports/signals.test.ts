import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeSignals } from '#app/signals/take-signals.ts'
import { engines } from '#test/world/databases.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'
import { publishRules } from '#test/world/published-rules.ts'
import { aLogin, type BatchAnswer, type SentSignal, sendSignal, sendSignals } from '#test/world/sent-signals.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '#test/world/server-world.ts'

/**
 * [TR1] That a signal is taken once, and those of a seller one after the other, is decided by the database alone: on PostgreSQL
 * two nodes race, on the embedded engine, which has one process, the calls of one.
 */
describe.each(engines)('[TR1] signals that race on %s', (kind) => {
  let server: PostgresServer | undefined
  let nodes: ServerWorld[]
  let world: ServerWorld
  let tenantId: string
  let keys: Person[]

  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined
    const databaseUrl = await server?.newDatabase()
    world = await openServerWorld(databaseUrl ? { databaseUrl } : {})
    nodes = databaseUrl ? [world, await openServerWorld({ databaseUrl, besides: world })] : [world]
    tenantId = (await world.tenant('A marketplace')).tenantId
    keys = await Promise.all(nodes.map((node) => node.marketplaceOf(tenantId)))
    const rules = world.app.presetRules.get('aliexpress')
    if (rules) await publishRules(world, tenantId, rules)
  })
  afterAll(async () => {
    for (const node of nodes.toReversed()) await node.close()
    await server?.stop()
  })

  const stored = async (like: string) => {
    const { rows } = await sql<{ seller_id: string; seq: number; id: string; facts: unknown }>`
      select seller_id, seq, id, facts from signal where tenant_id = ${tenantId} and seller_id like ${like}
      order by seller_id, seq`.execute(world.app.database.kysely)
    return rows
  }
  const profiles = async (like: string) => {
    const { rows } = await sql<{ seller_id: string; seq: number; profile: unknown }>`
      select seller_id, seq, profile from risk_profile where tenant_id = ${tenantId} and seller_id like ${like}
      order by seller_id`.execute(world.app.database.kysely)
    return rows
  }
  /** Some signals of two sellers, from several days. */
  const someOf = (name: string, count: number): SentSignal[] =>
    Array.from({ length: count }, (_, no) =>
      aLogin(`${name}-${no}`, `${name}-${no % 2}`, world.nowMs() - ((no * 37) % 50) * 3_600_000, {
        ip: `203.0.113.${no % 9}`,
        device: `device-${no % 3}`,
      }),
    )
  const shuffled = <T>(items: readonly T[], by: number): T[] =>
    items
      .map((item, no) => ({ item, at: ((no + 1) * by) % 101 }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)

  test('sent by many at once, singly and in batches, in any order and again: each is stored once, numbers without a gap', async () => {
    for (const seller of ['race-0', 'race-1']) await registerASeller(keys[0]!, seller)
    const signals = someOf('race', 60)
    const calls = [7, 11, 13, 29].map((by, no) => ({ key: keys[no % keys.length]!, order: shuffled(signals, by) }))
    const results = await Promise.all(
      calls.flatMap(({ key, order }, no) => [
        sendSignals(key, order).then(({ body }) => body.results),
        ...order.slice(0, 15).map((signal) => sendSignal(keys[no % keys.length]!, signal).then(({ body }) => [body])),
      ]),
    )
    const all = results.flat()
    expect(all.filter(({ result }) => result === 'refused')).toEqual([])
    expect(
      all
        .filter(({ result }) => result === 'accepted')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(signals.map(({ id }) => id).sort())
    const rows = await stored('race-%')
    for (const seller of ['race-0', 'race-1'])
      expect(rows.filter((row) => row.seller_id === seller).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 30 }, (_, no) => no + 1),
      )
    expect((await profiles('race-%')).map(({ seq }) => seq)).toEqual([30, 30])
  })

  test('whatever the order and however often: the same profile and the same signals', async () => {
    const seen: unknown[] = []
    for (const by of [1, 17, 43]) {
      const name = `order${by}`
      for (const no of [0, 1]) await registerASeller(keys[0]!, `${name}-${no}`)
      const incoming = shuffled([...someOf(name, 40), ...someOf(name, 20)], by).map((json) => ({ json }))
      for (let from = 0; from < incoming.length; from += by)
        await takeSignals(world.app, { tenantId }, incoming.slice(from, from + by))
      const facts = (await stored(`${name}-%`)).map((row) =>
        JSON.stringify([row.seller_id.slice(-1), row.id.split('-')[1], row.facts]),
      )
      seen.push({
        profiles: (await profiles(`${name}-%`)).map(({ seq, profile }) => ({ seq, profile })),
        facts: facts.sort(),
      })
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
  })

  test('a batch of a thousand, half of it sent by another node at the same moment, is answered whole and in order', async () => {
    for (const seller of ['whole-0', 'whole-1']) await registerASeller(keys[0]!, seller)
    const signals = someOf('whole', 1_000)
    const [one, other] = await Promise.all([
      sendSignals(keys[0]!, signals),
      sendSignals(
        keys.at(-1)!,
        signals.filter((_, no) => no % 2 === 0),
      ),
    ])
    const count = ({ body }: { body: BatchAnswer }) => body.accepted
    expect([one.status, other.status, count(one) + count(other)]).toEqual([200, 200, 1_000])
    expect(one.body.results.map(({ id }) => id)).toEqual(signals.map(({ id }) => id))
    expect(await stored('whole-%')).toHaveLength(1_000)
  })
})
