import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layoutFor, packInputs } from '#app/rules/kept-inputs.ts'
import type { RiskExplanation, RiskTimeline, SignalBody } from '#contracts/desk-risk.ts'
import type { FeatureName } from '#domain/risk/features.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

let world: ServerWorld
let reviewer: Person
let stranger: Person
let tenantId: string

const rules: RuleSet = {
  program: 'aliexpress',
  sites: null,
  lists: {},
  thresholds: { open: 50, person: 80 },
  rules: [
    ['new-device', 'login.device_is_new', 30],
    ['large-order', 'orders.ratio_to_usual > 5.0', 40],
    ['complaints', 'violations.upheld_90d >= 2', 50],
  ].map(([id, when, weight]) => ({
    id: String(id),
    when: String(when),
    weight: Number(weight),
    hard: false,
    staff: { en: `In words: ${id}`, zh: `说明：${id}` },
    seller: null,
  })),
}
const weightOf = new Map(rules.rules.map(({ id, weight }) => [id, weight]))

/** What intake leaves behind of one signal. */
const keepSignal = async (seq: number, isTrue: string[], values: Partial<Record<FeatureName, boolean | number>>) => {
  const { kysely } = world.app.database
  const seller = await kysely
    .selectFrom('seller')
    .select('key_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', 'shop')
    .executeTakeFirstOrThrow()
  const body = { type: 'login', ip: '203.0.113.9', device: 'fp-9' }
  const id = `sig-${seq}`
  const score = isTrue.reduce((sum, rule) => sum + (weightOf.get(rule) ?? 0), 0)
  const decision = {
    program: 'aliexpress',
    version: 1,
    outcome: score >= 50 ? 'open' : 'none',
    score,
    contributions: isTrue.map((rule) => ({ rule, weight: weightOf.get(rule), hard: false })),
    notAsked: [rules.rules.findIndex(({ id }) => id === 'complaints')],
  }
  const at = new Date(world.nowMs() + seq * 60_000)
  const layout = await layoutFor(world.app.database, [
    'login.device_is_new',
    'orders.ratio_to_usual',
    'violations.upheld_90d',
  ])
  const inputs = packInputs(layout.features, { values, missing: { 'violations.upheld_90d': 'no-such-signal' } })
  await kysely
    .insertInto('signal')
    .values({
      tenant_id: tenantId,
      seller_id: 'shop',
      seq,
      id,
      type: 'login',
      occurred_at: at,
      received_at: at,
      late: seq === 2,
      facts: '{}',
      body_sealed: await world.app.keys.encrypt(seller.key_id, JSON.stringify(body), {
        table: 'signal',
        column: 'body_sealed',
        row: `${tenantId}/shop/${id}`,
      }),
      layout: layout.no,
      inputs: JSON.stringify(inputs.values),
      missing: inputs.missing,
      decisions: JSON.stringify([decision]),
    })
    .execute()
}

beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('Market')
  tenantId = tenant.tenantId
  await registerASeller(tenant.marketplace, 'shop')
  reviewer = await world.staff(tenantId, 'reviewer')
  stranger = await world.staff((await world.tenant('Elsewhere')).tenantId, 'admin')
  const body = JSON.stringify(rules)
  const now = new Date(world.nowMs())
  await world.app.database.kysely
    .insertInto('rule_set_version')
    .values({
      tenant_id: tenantId,
      program: 'aliexpress',
      version: 1,
      state: 'published',
      body,
      body_sha256: createHash('sha256').update(body).digest('hex'),
      base_version: null,
      restores_version: null,
      hands: ['installation'],
      drafted_by: 'installation',
      drafted_at: now,
      edited_by: 'installation',
      edited_at: now,
      proposed_by: null,
      proposed_at: null,
      published_by: 'installation',
      published_at: now,
      looked_at_by: null,
    })
    .execute()
  await keepSignal(1, [], { 'login.device_is_new': false })
  await keepSignal(2, ['new-device'], { 'login.device_is_new': true, 'orders.ratio_to_usual': 1.5 })
  await keepSignal(3, ['new-device', 'large-order'], { 'login.device_is_new': true, 'orders.ratio_to_usual': 9 })
  await keepSignal(4, ['large-order'], { 'login.device_is_new': false, 'orders.ratio_to_usual': 9 })
})
afterAll(() => world.close())

test('[TR4] a reviewer reads what every signal changed, page by page', async () => {
  const { body } = await reviewer.call<RiskTimeline>('GET', '/desk/api/sellers/shop/risk?limit=3')
  const said = body.entries.map(({ seq, late, decisions: [one] }) => [
    seq,
    late,
    one?.scoreBefore,
    one?.score,
    one?.added.map(({ rule }) => rule),
    one?.removed.map(({ rule }) => rule),
  ])
  expect(said).toEqual([
    [4, false, 70, 40, [], ['new-device']],
    [3, false, 30, 70, ['large-order'], []],
    [2, true, 0, 30, ['new-device'], []],
  ])
  expect(body.entries[1]?.decisions[0]?.added[0]?.words.en).toBe('In words: large-order')
  expect(body.next).toBe(2)
  const older = await reviewer.call<RiskTimeline>('GET', '/desk/api/sellers/shop/risk?limit=3&before=2')
  expect(older.body.entries.map(({ seq, decisions }) => [seq, decisions[0]?.scoreBefore])).toEqual([[1, null]])
  expect(older.body.next).toBeNull()
})

test('[TR4] every point is explained by what its rule read, and what could not be asked by what was missing', async () => {
  const { body } = await reviewer.call<RiskExplanation>('GET', '/desk/api/sellers/shop/risk/3')
  const [decision] = body.decisions
  expect(decision).toMatchObject({ score: 70, opensAt: 50, personAt: 80, outcome: 'open' })
  expect(decision?.contributions).toMatchObject([
    { rule: 'large-order', weight: 40, isNew: true, reads: [{ feature: 'orders.ratio_to_usual', value: 9 }] },
    { rule: 'new-device', weight: 30, isNew: false, reads: [{ feature: 'login.device_is_new', value: true }] },
  ])
  expect(decision?.notAsked).toMatchObject([
    { rule: 'complaints', weight: 50, reads: [{ feature: 'violations.upheld_90d', missing: 'no-such-signal' }] },
  ])
  const first = await reviewer.call<RiskExplanation>('GET', '/desk/api/sellers/shop/risk/1')
  expect(first.body.inputs).toContainEqual({ feature: 'login.device_is_new', value: false, missing: null })
})

test('[EV4] what the marketplace sent is opened only by a look that is kept', async () => {
  const before = await reviewer.call<RiskExplanation>('GET', '/desk/api/sellers/shop/risk/3')
  expect(before.body.looks).toEqual([])
  expect(JSON.stringify(before.body)).not.toContain('203.0.113.9')
  const looked = await reviewer.call<SignalBody>('POST', '/desk/api/sellers/shop/risk/3/look')
  expect(looked.body.body).toMatchObject({ ip: '203.0.113.9' })
  const after = await reviewer.call<RiskExplanation>('GET', '/desk/api/sellers/shop/risk/3')
  expect(after.body.looks).toHaveLength(1)
})

test('[TR1] what is not there, and what is another marketplace’s, are the same', async () => {
  for (const path of ['/desk/api/sellers/shop/risk', '/desk/api/sellers/shop/risk/3'])
    expect((await stranger.call('GET', path)).status).toBe(404)
  expect((await stranger.call('POST', '/desk/api/sellers/shop/risk/3/look')).status).toBe(404)
  expect((await reviewer.call('GET', '/desk/api/sellers/shop/risk/99')).status).toBe(404)
  const kept = await world.app.database.kysely.selectFrom('signal_look').select('no').execute()
  expect(kept).toHaveLength(1)
})
