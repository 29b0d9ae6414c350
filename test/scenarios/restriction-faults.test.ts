import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SellerHome } from '#contracts/seller-api.ts'
import { openBackOffice } from '../world/back-office.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/**
 * [RE1] [RE2] [NO4] Whatever a marketplace does with what it is told (is away, forgets, answers twice or long after, reports what
 * is old, changes things by hand): once it is itself again, nobody who passed is left restricted, and there was a next step
 * at every moment before.
 */
let world: ServerWorld
let marketplace: Person
let lead: Person
let office: Awaited<ReturnType<typeof openBackOffice>>
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  marketplace = tenant.marketplace
  lead = await world.staff(tenant.tenantId, 'supervisor')
  office = await openBackOffice(world, marketplace)
})
afterAll(() => world.close())

const [minute, hour] = [60_000, 3_600_000]

/** Always the same numbers for the same seed, from 0 to below 1. */
const chanceOf = (seed: number) => {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0
    return (state >>> 0) / 2 ** 32
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  '[RE2] [NO4] nobody is left restricted after a pass, and every step has a next one: story %i',
  async (seed) => {
    const chance = chanceOf(seed)
    const sellerId = `faulty-${seed}`
    Object.assign(office, { down: false, silent: false, forgetful: false, told: [] })
    const noticedAt = new Date(world.nowMs() - 80 * hour).toISOString()
    const caseId = await openCaseOf(marketplace, sellerId, { noticedAt })
    const seller = await world.sellerOf(marketplace, caseId)
    const statusOf = async () => (await marketplace.call<{ status: string }>('GET', `/v1/cases/${caseId}`)).body.status
    const nextStep = async () => (await seller.call<SellerHome>('GET', '/s/api/home')).body.case?.nextStep

    const mishaps: (() => unknown)[] = [
      () => Object.assign(office, { down: !office.down }),
      () => Object.assign(office, { silent: !office.silent }),
      () => Object.assign(office, { forgetful: !office.forgetful }),
      // Again, or long after what it was about: also that something was taken, when it was to be given back since.
      async () => {
        const told = office.told[Math.floor(chance() * office.told.length)]
        if (told) for (const _ of [1, 2]) expect(await office.acknowledges(told)).toBeLessThan(500)
      },
      // Carried out late, out of order.
      () => {
        const told = office.told[Math.floor(chance() * office.told.length)]
        if (told) office.flips(sellerId, told.data.capability, told.type === 'restriction.applied')
      },
      () => office.reports(sellerId),
      () => office.reports(sellerId, { asOf: new Date(world.nowMs() - 30 * minute).toISOString() }),
      () => world.passes(Math.floor(chance() * 8 * hour)),
      () => office.settles(),
      () => office.settles(),
    ]
    const mishap = async () => {
      world.passes(minute)
      await mishaps[Math.floor(chance() * mishaps.length)]?.()
      const status = await statusOf()
      if (status !== 'restored') expect(await nextStep(), status).toMatch(/^(?!nothing$)[a-z-]+$/)
    }
    for (let no = 0; no < 8; no++) await mishap()
    await seller.call('POST', `/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'mail' })
    const decision = { outcome: 'pass', reasons: [], note: 'the papers are right' }
    expect((await lead.call('POST', `/desk/api/cases/${caseId}/offline-decision`, decision)).status).toBe(200)
    for (let no = 0; no < 10; no++) await mishap()

    // The marketplace is itself again, and reports once a day what is so.
    Object.assign(office, { down: false, silent: false, forgetful: false })
    for (let no = 0; no < 4; no++) {
      world.passes(7 * hour)
      await office.settles()
      world.passes(10 * minute)
      await office.reports(sellerId)
      await office.settles()
    }
    expect(await statusOf()).toBe('restored')
    expect(office.taken(sellerId)).toEqual([])
    const { body } = await marketplace.call('GET', `/v1/sellers/${sellerId}/restrictions`)
    expect(body).toMatchObject({ viewOnly: false, searchDemoted: false })
    expect((body.restrictions as { state: string }[]).map(({ state }) => state)).not.toContain('lifting')
  },
)
