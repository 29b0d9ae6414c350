import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkFactsOf } from '#app/links/link-facts.ts'
import { readGroup } from '#app/links/link-group.ts'
import { noteLinks } from '#app/links/note-links.ts'
import { defaultLinkRules } from '#domain/links/link.ts'
import { engines } from '#test/world/databases.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '#test/world/server-world.ts'

/** What is kept of links, and asked of it, on both engines. */
describe.each(engines)('[TR3] links on %s', (kind) => {
  let server: PostgresServer | undefined
  let world: ServerWorld
  let tenantId: string
  let marketplace: Person
  const own = (no: number) => ({
    creditCode: `9133010${no}MA27XY3K2A`,
    phone: `+861390000000${no}`,
    email: `shop-${no}@example.com`,
    bankAccountHash: null,
    legalRepresentative: { name: '李明', formerNames: [], idNumber: `11010519491231${no}02X`, idValidTo: null },
  })
  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined
    const databaseUrl = await server?.newDatabase()
    world = await openServerWorld(databaseUrl ? { databaseUrl } : {})
    const tenant = await world.tenant('A marketplace')
    tenantId = tenant.tenantId
    marketplace = tenant.marketplace
    await registerASeller(marketplace, 'one', own(1))
    await registerASeller(marketplace, 'two', { ...own(2), phone: own(1).phone })
    await registerASeller(marketplace, 'three', { ...own(3), creditCode: own(2).creditCode })
    await registerASeller(marketplace, 'alone', own(4))
  })
  afterAll(async () => {
    await world.close()
    await server?.stop()
  })
  const groupOf = async (sellerId: string) =>
    (await readGroup(world.app.database.kysely, tenantId, sellerId, defaultLinkRules)).shops.map((one) => one.sellerId)
  const facts = (...sellerIds: string[]) =>
    world.app.database.transaction(async (tx) => Object.fromEntries(await linkFactsOf(tx, tenantId, sellerIds)))

  test('a registration links a shop by its person, licence, phone and bank account', async () => {
    expect(await groupOf('one')).toEqual(['two', 'three'])
    expect(await groupOf('alone')).toEqual([])
  })

  test('rules know how many shops are joined directly, for many sellers at once', async () => {
    expect(await facts('one', 'two', 'alone', 'nobody')).toEqual({
      one: { linkedShops: 1, linkedFailures: 0 },
      two: { linkedShops: 2, linkedFailures: 0 },
      alone: { linkedShops: 0, linkedFailures: 0 },
      nobody: { linkedShops: 0, linkedFailures: 0 },
    })
  })

  test('what is told twice, late or in another order is one link', async () => {
    const device = { kind: 'device', valueHash: 'a device' } as const
    const seen = [5, 1, 3].map((day) => ({ ...device, sellerId: 'alone', atMs: day * 86_400_000 }))
    await world.app.database.transaction((tx) => noteLinks(tx, tenantId, seen.slice(0, 1)))
    await world.app.database.transaction((tx) => noteLinks(tx, tenantId, seen))
    const rows = await world.app.database.kysely
      .selectFrom('shop_link')
      .select(['first_seen', 'last_seen'])
      .where('value_hash', '=', 'a device')
      .execute()
    expect(rows.map((row) => [row.first_seen.getTime(), row.last_seen.getTime()])).toEqual([[86_400_000, 432_000_000]])
  })

  test('a registration that says something else ends what the one before said', async () => {
    await registerASeller(marketplace, 'one', own(1))
    expect(await groupOf('one')).toEqual(['two', 'three'])
    await registerASeller(marketplace, 'one', { ...own(1), phone: '+8613900000009' })
    expect(await groupOf('one')).toEqual([])
    await registerASeller(marketplace, 'one', own(1))
    expect(await groupOf('one')).toEqual(['two', 'three'])
  })

  test('what another marketplace knows joins nobody here', async () => {
    const elsewhere = await world.tenant('Another marketplace')
    await registerASeller(elsewhere.marketplace, 'one-there', own(1))
    expect(await groupOf('two')).toEqual(['one', 'three'])
  })
})
