import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { compareFaces } from '#app/links/compare-faces.ts'
import { forgetFaces } from '#app/links/face-templates.ts'
import { readLookAlikes } from '#app/links/look-alikes.ts'
import { isCheckViolation, isForeignKeyViolation } from '#app/ports/database.ts'
import { aFace } from '#test/world/a-face.ts'
import { engines } from '#test/world/databases.ts'
import { passedRun } from '#test/world/passed-run.ts'
import { type PostgresServer, startPostgres } from '#test/world/postgres.ts'
import { openServerWorld, type Person, type ServerWorld } from '#test/world/server-world.ts'

/** What is kept of faces and of hints, on both engines. */
describe.each(engines)('[SC3] described faces on %s', (kind) => {
  let server: PostgresServer | undefined
  let world: ServerWorld
  let tenantId: string
  let marketplace: Person
  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined
    const databaseUrl = await server?.newDatabase()
    world = await openServerWorld(databaseUrl ? { databaseUrl } : {})
    const tenant = await world.tenant('A marketplace')
    tenantId = tenant.tenantId
    marketplace = tenant.marketplace
    for (const no of [1, 2, 3]) await runs(no)
  })
  afterAll(async () => {
    await world.close()
    await server?.stop()
  })
  const runs = (no: number) =>
    passedRun(world, marketplace, `shop-${no}`, {
      registration: {
        creditCode: `9133010${no}MA27XY3K2A`,
        legalRepresentative: { name: '李明', formerNames: [], idNumber: `11010519491231${no}02X`, idValidTo: null },
      },
      face: aFace(1, no),
    })
  const recordingOf = async (no: number) =>
    (
      await world.app.database.kysely
        .selectFrom('face_template')
        .select('recording_id')
        .where('seller_id', '=', `shop-${no}`)
        .executeTakeFirstOrThrow()
    ).recording_id
  const alikeTo = async (no: number) =>
    (await readLookAlikes(world.app, tenantId, `shop-${no}`)).found.map(({ other }) => other.sellerId).sort()

  test('are compared once and again with the same result', async () => {
    const recordingId = await recordingOf(3)
    await compareFaces(world.app, tenantId, recordingId)
    await compareFaces(world.app, tenantId, recordingId)
    expect(await alikeTo(3)).toEqual(['shop-1', 'shop-2'])
    expect(await alikeTo(1)).toEqual(['shop-3'])
  })

  test('come to the shelf as they are stored, and leave it when they are forgotten', async () => {
    await runs(4)
    await compareFaces(world.app, tenantId, await recordingOf(4))
    expect(world.app.faces.size()).toBe(4)
    const gone = await recordingOf(4)
    await world.app.database.transaction((tx) => forgetFaces(world.app, tx, [gone]))
    // Told through the database, as every other node is.
    await vi.waitFor(() => expect(world.app.faces.size()).toBe(3))
    expect(await alikeTo(3)).toEqual(['shop-1', 'shop-2'])
  })

  test('no hint without both faces, of a shop with itself, or in both orders', async () => {
    const [a = '', b = ''] = [await recordingOf(1), await recordingOf(2)].sort()
    const hint = {
      tenant_id: tenantId,
      recording_a: a,
      recording_b: b,
      seller_a: 'shop-1',
      seller_b: 'shop-2',
      similarity_01: 1,
      alike_01: 0.6,
      noticed_at: new Date(),
    }
    const stored = (changes: Partial<typeof hint>) =>
      world.app.database.kysely
        .insertInto('face_hint')
        .values({ ...hint, ...changes })
        .execute()
    await expect(stored({ recording_b: 'zzz' })).rejects.toSatisfy(isForeignKeyViolation)
    await expect(stored({ seller_b: 'shop-1' })).rejects.toSatisfy(isCheckViolation)
    await expect(stored({ recording_a: b, recording_b: a })).rejects.toSatisfy(isCheckViolation)
  })
})

test('[SC3] a face that was forgotten on one node leaves the memory of the others', async () => {
  const server = await startPostgres()
  const databaseUrl = await server.newDatabase()
  const one = await openServerWorld({ databaseUrl })
  const two = await openServerWorld({ databaseUrl, besides: one })
  try {
    const { tenantId, marketplace } = await one.tenant('A marketplace')
    await passedRun(one, marketplace, 'shop', { face: aFace(1) })
    const { recording_id } = await one.app.database.kysely
      .selectFrom('face_template')
      .select('recording_id')
      .executeTakeFirstOrThrow()
    await compareFaces(two.app, tenantId, recording_id)
    expect(two.app.faces.size()).toBe(1)
    await one.app.database.transaction((tx) => forgetFaces(one.app, tx, [recording_id]))
    await vi.waitFor(() => expect(two.app.faces.size()).toBe(0))
  } finally {
    await two.close()
    await one.close()
    await server.stop()
  }
})
