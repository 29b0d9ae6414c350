import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCase } from '#app/cases/case-store.ts'
import { followRuling } from '#app/links/follow-ruling.ts'
import { reviewEntity, reviewLinked } from '#app/links/linked-reviews.ts'
import { noteShownCard, shownCardHash } from '#app/links/shown-card.ts'
import { storePrograms } from '#app/programs.ts'
import type { LinkGraph } from '#contracts/desk-links.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import type { Finding } from '#domain/finding.ts'
import { programAliexpress, programWith } from '../world/a-program.ts'
import { aFinding } from '../world/findings.ts'
import { openCaseOf, prepareToRun } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** [TR3] Shops that share something, and what a failure, a ban or a ruling on one of them means for the others. */
let world: ServerWorld
let tenantId: string
let marketplace: Person
let lead: Person
let people = 0
beforeAll(async () => {
  world = await openServerWorld()
  const program = programWith({ links: { hubAbove: 3 } }, { ...programAliexpress(), version: 900 })
  world.app.programs.set(program.name, program)
  await storePrograms(world.app.database, [program], world.nowMs())
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
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
const casesOf = async (sellerId: string) =>
  (await marketplace.call<{ cases: { id: string; status: string }[] }>('GET', `/v1/cases?seller=${sellerId}`)).body
    .cases
const failsARun = async (caseId: string) => {
  const seller = await world.sellerOf(marketplace, caseId)
  await prepareToRun(seller, caseId)
  const started = await seller.call<{ attemptId: string }>('POST', `/s/api/cases/${caseId}/attempts`)
  const loss = { kind: 'left', mediaMs: 0, chunkCount: 0 }
  const left = await seller.call('POST', `/s/api/attempts/${started.body.attemptId}/focus-losses`, loss)
  expect(left.status).toBeLessThan(300)
}
/** Jobs of a kind that wait for a case: this node does none. */
const jobsWaiting = async (name: string, caseId: string): Promise<number> => {
  const found = await sql`select id from pgboss.job where name = ${name} and data ->> 'caseId' = ${caseId}`.execute(
    world.app.database.kysely,
  )
  return found.rows.length
}
const noticeOf = async (sellerId: string) => {
  const [open] = await casesOf(sellerId)
  const seller = await world.sellerOf(marketplace, open?.id ?? '')
  return (await seller.call<SellerHome>('GET', '/s/api/home')).body.notices[0]
}

describe('[TR3] a failed verification', () => {
  it('opens one review of each shop of the same people, and those go no further', async () => {
    const person = stranger()
    const shared = stranger()
    const caseId = await openCaseOf(marketplace, 'failing', { registration: { ...person, site: 'ES' } })
    await registerASeller(marketplace, 'own-other', { ...shared, legalRepresentative: person.legalRepresentative })
    await registerASeller(marketplace, 'same-phone', { ...stranger(), phone: shared.phone })
    await registerASeller(marketplace, 'nobody', stranger())
    await failsARun(caseId)
    expect(await jobsWaiting('review-linked', caseId)).toBe(1)
    await reviewLinked(world.app, tenantId, caseId)
    await reviewLinked(world.app, tenantId, caseId)
    for (const sellerId of ['own-other', 'same-phone']) expect(await casesOf(sellerId)).toHaveLength(1)
    expect(await casesOf('nobody')).toHaveLength(0)

    // Only whoever stands for both learns which shop it was.
    expect((await noticeOf('own-other'))?.body).toContain('西班牙')
    const told = await noticeOf('same-phone')
    expect(told?.body).toContain('关联账户')
    expect(told?.body).not.toContain('西班牙')
    expect(told?.body).toContain('在此之前不限制任何功能')

    const [linked] = await casesOf('own-other')
    await failsARun(linked?.id ?? '')
    await registerASeller(marketplace, 'later', { ...stranger(), phone: shared.phone })
    await reviewLinked(world.app, tenantId, linked?.id ?? '')
    expect(await casesOf('later')).toHaveLength(0)
  })

  it('opens nothing for shops that only share the phone of an office with many', async () => {
    const phone = '+8610999999999'
    const caseId = await openCaseOf(marketplace, 'office-0', { registration: { ...stranger(), phone } })
    for (const no of [1, 2, 3]) await registerASeller(marketplace, `office-${no}`, { ...stranger(), phone })
    await reviewLinked(world.app, tenantId, caseId)
    for (const no of [1, 2, 3]) expect(await casesOf(`office-${no}`)).toHaveLength(0)
  })
})

describe('[RE5] a ban', () => {
  it('opens reviews for the shops that are linked, not only for those of the entity', async () => {
    const shared = stranger()
    const caseId = await openCaseOf(marketplace, 'banned', { registration: shared })
    await registerASeller(marketplace, 'by-bank', { ...stranger(), bankAccountHash: shared.bankAccountHash })
    await registerASeller(marketplace, 'by-entity', { ...stranger(), creditCode: shared.creditCode })
    await reviewEntity(world.app, tenantId, caseId)
    await reviewEntity(world.app, tenantId, caseId)
    for (const sellerId of ['by-bank', 'by-entity']) expect(await casesOf(sellerId)).toHaveLength(1)
  })
})

describe('[TR3] rulings of staff', () => {
  const ruled = async (sellerId: string, ruling: object): Promise<string> => {
    const made = await lead.call<{ id: string }>('POST', `/desk/api/sellers/${sellerId}/link-rulings`, ruling)
    expect(made.status).toBe(201)
    return made.body.id
  }
  const belonging = async (sellerId: string) =>
    (await graphOf(sellerId)).shops.flatMap((shop) => (shop.distance ? [shop.sellerId] : []))
  const graphOf = async (sellerId: string) =>
    (await lead.call<LinkGraph>('GET', `/desk/api/sellers/${sellerId}/links`)).body

  it('a split stops what values say, until it is taken back', async () => {
    const shared = stranger()
    const caseId = await openCaseOf(marketplace, 'split-a', { registration: shared })
    await registerASeller(marketplace, 'split-b', { ...stranger(), phone: shared.phone })
    expect(await belonging('split-a')).toEqual(['split-b'])
    const split = await ruled('split-b', {
      type: 'split',
      other: 'split-a',
      why: 'a flat they let one after the other',
    })
    expect(await belonging('split-a')).toEqual([])
    const again = { type: 'split', other: 'split-b', why: 'the same the other way round' }
    expect((await lead.call('POST', '/desk/api/sellers/split-a/link-rulings', again)).status).toBe(409)
    await failsARun(caseId)
    await reviewLinked(world.app, tenantId, caseId)
    expect(await casesOf('split-b')).toHaveLength(0)

    expect((await graphOf('split-a')).rulings).toMatchObject([
      { type: 'split', why: 'a flat they let one after the other', withdrawn: null },
    ])
    expect((await lead.call('POST', `/desk/api/link-rulings/${split}/withdraw`)).status).toBe(200)
    expect((await lead.call('POST', `/desk/api/link-rulings/${split}/withdraw`)).status).toBe(404)
    await reviewLinked(world.app, tenantId, caseId)
    expect(await casesOf('split-b')).toHaveLength(1)
  })

  /** This node does no jobs: what a ruling has queued is done here, twice, as after a crash. */
  const followed = async (sellerId: string) => {
    const due = async (name: string) =>
      (
        await sql<{ id: string; data: { caseId: string; sellerId: string } }>`delete from pgboss.job
          where name = ${name} and state = 'created' returning id, data`.execute(world.app.database.kysely)
      ).rows.map(({ data }) => data)
    await due('review-linked')
    const rulings = (await due('follow-ruling')).filter((one) => one.sellerId === sellerId)
    expect(rulings.length).toBeGreaterThan(0)
    await due('review-entity')
    for (const { sellerId } of [...rulings, ...rulings]) await followRuling(world.app, tenantId, sellerId)
    for (const { caseId } of await due('review-linked')) await reviewLinked(world.app, tenantId, caseId)
    for (const { caseId } of await due('review-entity')) await reviewEntity(world.app, tenantId, caseId)
  }

  it('a merge counts at once: a failure from before has the other shop looked at, once', async () => {
    const caseId = await openCaseOf(marketplace, 'merge-a', { registration: stranger() })
    await failsARun(caseId)
    for (const shop of ['merge-b', 'merge-c']) await registerASeller(marketplace, shop, stranger())
    await ruled('merge-a', { type: 'merge', other: 'merge-b', why: 'the same family and the same desk' })
    await followed('merge-a')
    expect(await casesOf('merge-b')).toHaveLength(1)
    // Looked at from the other side, and through a shop between, it is the same.
    await ruled('merge-c', { type: 'merge', other: 'merge-b', why: 'the sister has a third one' })
    await followed('merge-c')
    expect(await casesOf('merge-c')).toHaveLength(1)
    expect(await casesOf('merge-b')).toHaveLength(1)
  })

  it('a split that is taken back counts at once; one that is made opens nothing', async () => {
    const shared = stranger()
    const caseId = await openCaseOf(marketplace, 'part-a', { registration: shared })
    await registerASeller(marketplace, 'part-b', { ...stranger(), phone: shared.phone })
    const split = await ruled('part-a', { type: 'split', other: 'part-b', why: 'a number that was sold on' })
    await failsARun(caseId)
    await followed('part-b')
    expect(await casesOf('part-b')).toHaveLength(0)
    expect((await lead.call('POST', `/desk/api/link-rulings/${split}/withdraw`)).status).toBe(200)
    await followed('part-b')
    expect(await casesOf('part-b')).toHaveLength(1)
  })

  it('[RE5] a merge with a shop that is banned has the other looked at, at once', async () => {
    const caseId = await openCaseOf(marketplace, 'ban-a', { registration: stranger() })
    await registerASeller(marketplace, 'ban-b', stranger())
    const note = 'another person sat before the camera'
    await lead.call('POST', `/desk/api/cases/${caseId}/ban`, { reason: 'stand-in', note })
    const compliance = await world.staff(tenantId, 'compliance')
    const settled = await compliance.call('POST', `/desk/api/cases/${caseId}/ban/settle`, {
      outcome: 'confirmed',
      note,
    })
    expect(settled.status).toBe(200)
    await ruled('ban-b', { type: 'merge', other: 'ban-a', why: 'the same people by their own words' })
    await followed('ban-b')
    expect(await casesOf('ban-b')).toHaveLength(1)
  })

  it('a value that joins nobody is still shown, and joins nobody any more', async () => {
    const shared = stranger()
    await registerASeller(marketplace, 'value-a', shared)
    await registerASeller(marketplace, 'value-b', { ...stranger(), bankAccountHash: shared.bankAccountHash })
    const [tie] = (await graphOf('value-a')).ties
    expect(tie).toMatchObject({ kind: 'bank-account', strength: 'certain' })
    await ruled('value-a', { type: 'joins-nobody', value: tie?.value, why: 'the account of their payment service' })
    expect(await belonging('value-b')).toEqual([])
    expect((await graphOf('value-b')).ties).toMatchObject([{ kind: 'bank-account', strength: 'ruled-out' }])
  })

  it('a value that the shop does not hold, a shop of nobody and a reason without words are refused', async () => {
    await registerASeller(marketplace, 'alone', stranger())
    const tell = (ruling: object) => lead.call('POST', '/desk/api/sellers/alone/link-rulings', ruling)
    const why = 'a good reason'
    expect((await tell({ type: 'joins-nobody', value: 'f'.repeat(64), why })).status).toBe(404)
    expect((await tell({ type: 'merge', other: 'no-shop', why })).status).toBe(404)
    expect((await tell({ type: 'merge', other: 'alone', why })).status).toBe(409)
    expect((await tell({ type: 'merge', other: 'value-a', why: ' ' })).status).toBe(422)
  })
})

describe('[SC3] a card that is shown in another account', () => {
  it('is a hint to people, joins nobody, and needs a number that was read right', async () => {
    const holder = stranger()
    await registerASeller(marketplace, 'holder', holder)
    const caseId = await openCaseOf(marketplace, 'shown-in', { registration: stranger() })
    const loaded = await world.app.database.transaction((tx) => loadCase(world.app, tx, tenantId, caseId))
    const read = (outcome: 'pass' | 'fail'): Finding => {
      const { frames: _, ...finding } = aFinding('id-card.number-checksum', outcome)
      const number = holder.legalRepresentative.idNumber
      const fields = [{ field: 'number', read: number, registered: null, score01: 1 }]
      return { ...finding, proofFrames: [], fields }
    }
    expect(await shownCardHash(world.app, tenantId, [read('fail')])).toBeNull()
    const hash = await shownCardHash(world.app, tenantId, [read('pass')])
    await world.app.database.transaction(async (tx) => {
      if (loaded) await noteShownCard(tx, loaded, hash, world.nowMs())
    })
    const { body } = await lead.call<LinkGraph>('GET', '/desk/api/sellers/holder/links')
    expect(body.ties).toMatchObject([{ a: 'holder', b: 'shown-in', kind: 'card-shown', strength: 'hint' }])
    expect(body.shops.map(({ sellerId, distance }) => [sellerId, distance])).toEqual([
      ['holder', 0],
      ['shown-in', null],
    ])
    expect(JSON.stringify(body)).not.toContain(holder.legalRepresentative.idNumber)
  })
})
