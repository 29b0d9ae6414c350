import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareFaces } from '#app/links/compare-faces.ts'
import { forgetOldFaces, openFace } from '#app/links/face-templates.ts'
import { linkFactsOf } from '#app/links/link-facts.ts'
import type { LinkGraph } from '#contracts/desk-links.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { faceLength } from '#domain/links/face.ts'
import { aFace } from '../world/a-face.ts'
import { answerFaceComparison, passedRun } from '../world/passed-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** [SC3] The same man verifies for several shops: what is kept of his face, who is shown what, and when it is gone. */
let world: ServerWorld
let tenantId: string
let marketplace: Person
let reviewer: Person
let people = 0
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  reviewer = await world.staff(tenantId, 'reviewer')
})
afterAll(() => world.close())

/** A registration that has nothing in common with any other. */
const stranger = () => {
  people += 1
  const no = String(people).padStart(4, '0')
  return {
    creditCode: `91330100MA27${no}X2A`,
    phone: `+86139000${no}0`,
    email: `shop-${no}@example.com`,
    bankAccountHash: `bank ${no}`,
    legalRepresentative: { name: '李明', formerNames: [], idNumber: `11010519491${no}02X`, idValidTo: null },
  }
}
type RunOptions = Parameters<typeof passedRun>[3]
const runs = (sellerId: string, options: RunOptions, key = marketplace) =>
  passedRun(world, key, sellerId, { registration: stranger(), ...options })
const templates = (sellerId: string) =>
  world.app.database.kysely.selectFrom('face_template').selectAll().where('seller_id', '=', sellerId).execute()
const hints = async () => world.app.database.kysely.selectFrom('face_hint').selectAll().execute()
/** What the job does, which this node leaves to others. */
const compared = async (sellerId: string, tenant = tenantId) => {
  for (const row of await templates(sellerId)) await compareFaces(world.app, tenant, row.recording_id)
}
const graphOf = async (sellerId: string) =>
  (await reviewer.call<LinkGraph>('GET', `/desk/api/sellers/${sellerId}/links`)).body
const alikeTo = async (sellerId: string) =>
  (await graphOf(sellerId)).lookAlikes.map(({ other }) => other.sellerId).sort()
/** Two shops of one man, who agreed both times, and were compared. */
const twoShops = async (one: string, two: string, man: number) => {
  const first = await runs(one, { face: aFace(man, 1) })
  const second = await runs(two, { face: aFace(man, 2) })
  await compared(two)
  return { first, second }
}

describe('[SC3] the same man in two shops', () => {
  it('is a hint on both, which joins nobody and counts for nothing', async () => {
    const { first } = await twoShops('same-1', 'same-2', 1)
    await runs('somebody-else', { face: aFace(2) })
    await compared('somebody-else')
    await compared('same-2')
    expect(await alikeTo('same-1')).toEqual(['same-2'])
    expect(await alikeTo('same-2')).toEqual(['same-1'])
    expect(await alikeTo('somebody-else')).toEqual([])
    const graph = await graphOf('same-1')
    expect(graph.lookAlikes[0]).toMatchObject({ alike01: 0.6, cardLimit01: 0.42, isSplit: false })
    expect(graph.shops.map(({ sellerId, distance }) => [sellerId, distance])).toEqual([
      ['same-1', 0],
      ['same-2', null],
    ])
    expect((await graphOf('same-2')).facesCompared).toMatchObject({ skipped: 0, leftOut: 0 })
    const facts = await world.app.database.transaction((tx) => linkFactsOf(tx, tenantId, ['same-1']))
    expect(facts.get('same-1')).toEqual({ linkedShops: 0, linkedFailures: 0 })
    expect(first.caseId).toBe(graph.lookAlikes[0]?.own.caseId)
  })

  it('of shops that are registered for the same person nothing is guessed: it is known', async () => {
    const registration = stranger()
    await passedRun(world, marketplace, 'own-1', { registration, face: aFace(3, 1) })
    const again = { ...stranger(), legalRepresentative: registration.legalRepresentative }
    await passedRun(world, marketplace, 'own-2', { registration: again, face: aFace(3, 2) })
    await compared('own-2')
    expect(await alikeTo('own-1')).toEqual([])
  })

  it('only the nearest few are kept', async () => {
    for (let no = 1; no <= 5; no += 1) await runs(`chain-${no}`, { face: aFace(4, no) })
    await compared('chain-5')
    expect(await alikeTo('chain-5')).toHaveLength(3)
  })

  it('[EV4] both pictures are shown to one whose look both cases record', async () => {
    const asked = await reviewer.call('POST', '/desk/api/sellers/same-1/look-alikes/same-2/pictures')
    expect(asked).toMatchObject({ status: 200, body: { own: null, other: null } })
    const { lookAlikes } = await graphOf('same-1')
    for (const { caseId } of lookAlikes.flatMap(({ own, other }) => [own, other])) {
      const { body } = await marketplace.call<{ events: { data: { type: string; what?: string } }[] }>(
        'GET',
        `/v1/cases/${caseId}/events`,
      )
      expect(body.events.filter(({ data }) => data.what === 'look-alike')).toHaveLength(1)
    }
    expect((await reviewer.call('POST', '/desk/api/sellers/same-1/look-alikes/own-1/pictures')).status).toBe(404)
  })
})

describe('[SC3] [EV4] nothing is kept', () => {
  it('of whoever did not agree', async () => {
    await runs('unasked', { face: aFace(1, 5), agreesToComparison: false })
    expect(await templates('unasked')).toEqual([])
    const { case: seen } = (await (await sellerOf('unasked')).call<SellerHome>('GET', '/s/api/home')).body
    expect(seen?.faceComparison).toMatchObject({ keepDays: 90, agreed: null, keptUntil: null })
    expect(seen?.status).toBe('restored')
  })

  it('after it was taken back, on the page of the case, when that is over too', async () => {
    const { first } = await twoShops('back-1', 'back-2', 10)
    const home = await first.seller.call<SellerHome>('GET', '/s/api/home')
    expect(Date.parse(home.body.case?.faceComparison?.keptUntil ?? '')).toBeGreaterThan(world.nowMs())
    expect(await alikeTo('back-2')).toEqual(['back-1'])
    await answerFaceComparison(first.seller, first.caseId, false)
    expect(await templates('back-1')).toEqual([])
    expect(await alikeTo('back-2')).toEqual([])
    await compared('back-2')
    expect(await alikeTo('back-2')).toEqual([])
    const after = await first.seller.call<SellerHome>('GET', '/s/api/home')
    expect(after.body.case?.faceComparison).toMatchObject({ agreed: null, keptUntil: null })
  })

  it('[EV2] after the key of the case was destroyed', async () => {
    const { first } = await twoShops('erased-1', 'erased-2', 11)
    await world.app.keys.destroy(await keyOf(first.caseId))
    expect(await alikeTo('erased-2')).toEqual([])
    expect(await templates('erased-1')).toEqual([])
    await compared('erased-2')
    expect(await alikeTo('erased-2')).toEqual([])

    const other = await twoShops('erased-3', 'erased-4', 12)
    await world.app.keys.destroy(await keyOf(other.second.caseId))
    for (let turn = 0; turn < 3; turn += 1) await forgetOldFaces(world.app)
    expect(await templates('erased-4')).toEqual([])
  })

  it('of what does not belong to the program or the marketplace', async () => {
    await runs('here', { face: aFace(13, 1) })
    const elsewhere = await world.tenant('Another marketplace')
    await runs('there', { face: aFace(13, 2) }, elsewhere.marketplace)
    await compared('there', elsewhere.tenantId)
    await compared('here')
    expect(await alikeTo('here')).toEqual([])
    expect((await templates('there'))[0]).toMatchObject({ compared_with: 0 })
    // A job that was made for another marketplace finds nothing.
    const [row] = await templates('here')
    await compareFaces(world.app, elsewhere.tenantId, row?.recording_id ?? '')
  })

  it('[EV3] after the days that the program says, and no hint either', async () => {
    await twoShops('late-1', 'late-2', 14)
    world.passes(90 * 86_400_000 + 1)
    expect(await alikeTo('late-1')).toEqual([])
    await forgetOldFaces(world.app)
    expect(await templates('late-1')).toEqual([])
    expect(await hints()).toEqual([])
  })
})

describe('[SC3] a stored face', () => {
  it('that another model described, or that was spoilt, is compared with nobody, and staff is told', async () => {
    for (const [sellerId, of] of [
      ['bad-1', 1],
      ['bad-2', 2],
      ['bad-3', 3],
      ['good-1', 4],
      ['good-2', 5],
    ] as const)
      await runs(sellerId, { face: aFace(20, of) })
    const change = (sellerId: string, values: { model?: string; face_sealed?: string }) =>
      world.app.database.kysely.updateTable('face_template').set(values).where('seller_id', '=', sellerId).execute()
    await change('bad-1', { model: 'face-feature@0.0.2' })
    const [short] = await templates('bad-2')
    const place = { table: 'face_template', column: 'face_sealed', row: short?.recording_id ?? '' }
    const cut = await world.app.keys.encrypt(await keyOf(short?.case_id ?? ''), new Uint8Array(faceLength - 1), place)
    await change('bad-2', { face_sealed: cut })
    // Sealed for another row: it does not open here.
    await change('bad-3', { face_sealed: (await templates('good-1'))[0]?.face_sealed ?? '' })
    await compared('good-2')
    expect(await alikeTo('good-2')).toEqual(['good-1'])
    expect((await graphOf('good-2')).facesCompared).toMatchObject({ skipped: 3 })
    await compared('bad-2')
    expect((await templates('bad-2'))[0]?.compared_at).toBeNull()
  })

  it('is sealed, and leaves the server in no answer, event or export', async () => {
    const [row] = await templates('good-1')
    expect(
      await openFace(world.app, { recording_id: row?.recording_id ?? '', face_sealed: row?.face_sealed ?? '' }),
    ).toHaveLength(512)
    const bundle = await (await marketplace.raw('GET', `/v1/cases/${row?.case_id}/evidence`)).arrayBuffer()
    const told = [
      JSON.stringify(await graphOf('good-1')),
      JSON.stringify((await marketplace.call('GET', `/v1/cases/${row?.case_id}/events`)).body),
      Buffer.from(bundle).toString('latin1'),
    ]
    for (const text of told) expect(text).not.toContain(row?.face_sealed)
    // That one is kept, and until when, the person concerned can read.
    expect(told[2]).toContain('face-comparison.json')
    expect(told[2]).toContain(row?.expires_at.toISOString())
  })

  it('beyond what can be compared is left out, the oldest first, and staff is told', async () => {
    const elsewhere = await world.tenant('A large marketplace')
    for (let no = 1; no <= 4; no += 1) await runs(`many-${no}`, { face: aFace(21, no) }, elsewhere.marketplace)
    const [row] = await templates('many-4')
    await compareFaces(world.app, elsewhere.tenantId, row?.recording_id ?? '', 2)
    const found = await world.app.database.kysely
      .selectFrom('face_hint')
      .selectAll()
      .where('tenant_id', '=', elsewhere.tenantId)
      .execute()
    expect(found.map(({ seller_a, seller_b }) => [seller_a, seller_b].sort())).toEqual([['many-3', 'many-4']])
    expect((await templates('many-4'))[0]).toMatchObject({ compared_with: 1, left_out: 2 })
  })
})

const keyOf = async (caseId: string) =>
  (
    await world.app.database.kysely
      .selectFrom('verification_case')
      .select('key_id')
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
  ).key_id
const sellerOf = async (sellerId: string) => {
  const { body } = await marketplace.call<{ cases: { id: string }[] }>('GET', `/v1/cases?seller=${sellerId}`)
  return world.sellerOf(marketplace, body.cases[0]?.id ?? '')
}
