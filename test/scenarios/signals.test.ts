import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey, revokeApiKey, setKeyScopes } from '#app/integration/api-keys.ts'
import { openRiskCaseJob } from '#app/job-definitions.ts'
import { publishedRules, replaySignals, replayStart } from '#app/rules/replay-signals.ts'
import { assessSeller } from '#app/signals/assess-seller.ts'
import { openRiskCase } from '#app/signals/open-risk-case.ts'
import { forgetOldAddresses, shopsOnNetwork } from '#app/signals/sign-in-addresses.ts'
import type { RiskExplanation, RiskTimeline } from '#contracts/desk-risk.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { compileRuleSet } from '#domain/risk/compile-rules.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { publishRules } from '../world/published-rules.ts'
import { aLogin, aSignal, type BatchAnswer, sendSignal, sendSignals } from '../world/sent-signals.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** What a marketplace tells of accounts, and the cases that its rules open because of it. */
const dayMs = 86_400_000
let world: ServerWorld
let tenantId: string
let key: Person
let lead: Person
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  key = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
})
afterAll(() => world.close())

const rules: RuleSet = {
  program: 'aliexpress',
  sites: null,
  lists: {},
  thresholds: { open: 60, person: 100 },
  rules: [
    {
      id: 'violations',
      when: 'violations.count_90d >= 2',
      weight: 60,
      hard: false,
      staff: { zh: '90 天内违规 2 次以上', en: 'Two violations or more in 90 days' },
      seller: { zh: '近期多次违规', en: 'several violations lately' },
    },
    {
      id: 'impossible-travel',
      when: 'login.impossible_travel',
      weight: 70,
      hard: false,
      staff: { zh: '异地登录', en: 'Signed in from two places too far apart' },
      seller: null,
    },
    {
      id: 'no-licence',
      when: '!shop.has_licence',
      weight: 100,
      hard: true,
      staff: { zh: '未填执照', en: 'No licence on file' },
      seller: { zh: '缺少营业执照', en: 'there is no licence on file' },
    },
  ],
}

/** This node does no jobs: those that wait are done here, and done twice, as after a crash. */
const openWaiting = async () => {
  const { rows } = await sql<{ id: string; data: unknown }>`
    select id, data from pgboss.job where name = 'open-risk-case' and state = 'created'`.execute(
    world.app.database.kysely,
  )
  for (const { id, data } of rows) {
    const opening = openRiskCaseJob.payload.parse(data)
    await openRiskCase(world.app, opening)
    await openRiskCase(world.app, opening)
    await sql`delete from pgboss.job where id = ${id}`.execute(world.app.database.kysely)
  }
  return rows.length
}
const casesOf = async (sellerId: string) =>
  (await key.call<{ cases: { id: string; status: string }[] }>('GET', `/v1/cases?seller=${sellerId}`)).body.cases
const violation = (id: string, sellerId: string, agoMs = 0) =>
  aSignal(id, sellerId, world.nowMs() - agoMs, { type: 'violation', number: `V-${id}` })

describe('[TR1] signals', () => {
  it('of a registered seller are taken; where no rules are published there is no decision, and that is said', async () => {
    await registerASeller(key, 'early')
    const taken = await sendSignal(key, aLogin('early-1', 'early', world.nowMs()))
    expect([taken.status, taken.body]).toEqual([
      202,
      { result: 'accepted', id: 'early-1', late: false, rules: 'none-published', decisions: [] },
    ])
  })

  it('sent again is the same signal, with the answer of the first time', async () => {
    await publishRules(world, tenantId, rules)
    world.passes(3_000)
    await registerASeller(key, 'again')
    const signal = violation('again-1', 'again')
    const first = await sendSignal(key, signal)
    const second = await sendSignal(key, signal)
    expect(first.body).toMatchObject({
      rules: 'asked',
      decisions: [{ program: 'aliexpress', outcome: 'none', score: 0 }],
    })
    expect([second.status, second.body]).toEqual([200, { ...first.body, result: 'duplicate' }])
    const another = await sendSignal(key, { ...signal, sellerId: 'early' })
    expect([another.status, another.body.code]).toEqual([422, 'id-taken'])
  })

  it('that are wrong lose none of the others, and each is told why', async () => {
    await registerASeller(key, 'mixed')
    const now = world.nowMs()
    const good = violation('mixed-1', 'mixed')
    const { status, body } = await sendSignals(key, [
      good,
      good,
      { ...violation('mixed-2', 'mixed'), extra: 1 },
      violation('mixed-3', 'nobody'),
      aLogin('mixed-4', 'mixed', now + 6 * 60_000),
      aLogin('mixed-5', 'mixed', now - 101 * dayMs),
      { ...violation('mixed-6', 'mixed'), data: { type: 'violation', number: 'x'.repeat(1_000_000) } },
      null,
      aLogin('mixed-7', 'mixed', now - dayMs),
    ])
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 2, duplicate: 1, refused: 6 })
    expect(body.results.map(({ id, result, code }) => [id, code ?? result])).toEqual([
      ['mixed-1', 'accepted'],
      ['mixed-1', 'duplicate'],
      ['mixed-2', 'invalid-request'],
      ['mixed-3', 'seller-unknown'],
      ['mixed-4', 'from-the-future'],
      ['mixed-5', 'too-old'],
      ['mixed-6', 'too-large'],
      [null, 'invalid-request'],
      ['mixed-7', 'accepted'],
    ])
    expect(body.results[2]?.errors).toEqual([{ field: 'extra', message: 'unknown field' }])
    expect(body.results.at(-1)?.late).toBe(true)
  })

  it('alone are refused with the code of what is wrong', async () => {
    const refused = async (signal: unknown) => {
      const { status, body, headers } = await sendSignal(key, signal)
      return [status, body.code, headers.get('content-type')]
    }
    const problem = 'application/problem+json'
    expect(await refused(violation('alone-1', 'nobody'))).toEqual([422, 'seller-unknown', problem])
    expect(await refused({ id: 'alone-2' })).toEqual([422, 'invalid-request', problem])
    expect(await refused({ ...violation('alone-3', 'again'), data: 'x'.repeat(20_000) })).toEqual([
      413,
      'too-large',
      problem,
    ])
    expect(await refused({ signals: [] })).toEqual([422, 'invalid-request', problem])
    expect(await refused({ signals: [violation('alone-4', 'again')], more: 1 })).toEqual([
      422,
      'invalid-request',
      problem,
    ])
    const broken = await key.raw('POST', '/v1/signals', {
      body: '{"signals":[{"id":"a"},]}',
      headers: { 'content-type': 'application/json' },
    })
    expect(broken.status).toBe(400)
  })

  it('more than ten thousand at once are refused with the limit, and none is taken', async () => {
    const many = Array.from({ length: 10_001 }, (_, no) => violation(`many-${no}`, 'again'))
    const { status, body } = await key.call<{ title: string }>('POST', '/v1/signals', { signals: many })
    expect([status, body.title]).toEqual([413, expect.stringContaining('10000 signals')])
    const { rows } = await sql`select id from signal where id like 'many-%'`.execute(world.app.database.kysely)
    expect(rows).toHaveLength(0)
  })

  it('ten thousand in one call are all taken, and whoever comes meanwhile is not kept waiting for their end', async () => {
    for (const shop of ['crowd', 'beside']) await registerASeller(key, shop)
    const order: string[] = []
    const many = Array.from({ length: 10_000 }, (_, no) =>
      aSignal(`crowd-${no}`, 'crowd', world.nowMs(), { type: 'shop-opened' }),
    )
    const batch = sendSignals(key, many).then((answer) => {
      order.push('batch')
      return answer
    })
    const single = sendSignal(key, violation('beside-1', 'beside')).then((answer) => {
      order.push('single')
      return answer
    })
    expect((await single).body.result).toBe('accepted')
    expect((await batch).body).toMatchObject({ accepted: 10_000, duplicate: 0, refused: 0 })
    expect(order).toEqual(['single', 'batch'])
    const { rows } = await sql<{ n: string; last: number }>`select count(*) as n, max(seq) as last from signal
      where seller_id = 'crowd'`.execute(world.app.database.kysely)
    expect(rows[0]).toEqual({ n: '10000', last: 10_000 })
  }, 120_000)

  it('under one Idempotency-Key are answered once; another body under it is a conflict', async () => {
    const batch = { signals: [aLogin('keyed-1', 'again', world.nowMs())] }
    const send = (body: unknown) => key.call<BatchAnswer>('POST', '/v1/signals', body, { 'idempotency-key': 'one' })
    const first = await send(batch)
    const second = await send(batch)
    expect(second.headers.get('idempotent-replay')).toBe('true')
    expect([second.body, second.body.accepted]).toEqual([first.body, 1])
    expect((await send({ signals: [violation('keyed-2', 'again')] })).status).toBe(409)
  })

  it('are refused with a key that is revoked, though it was right a moment ago', async () => {
    const asked = { name: 'short', scopes: ['signals'], expiresAtMs: null }
    const made = await createApiKey(world.app, { tenantId }, asked)
    const send = (id: string) =>
      world.nobody.call('POST', '/v1/signals', violation(id, 'nobody'), { authorization: `Bearer ${made.secret}` })
    expect((await send('short-1')).status).toBe(422)
    await revokeApiKey(world.app, { tenantId }, made.id)
    expect((await send('short-2')).status).toBe(401)
  })

  it('are taken with a key whose scopes came later, as those of an older demo do, and never again with one revoked', async () => {
    const made = await createApiKey(world.app, { tenantId }, { name: 'old', scopes: ['cases'], expiresAtMs: null })
    const send = (id: string) =>
      world.nobody.call('POST', '/v1/signals', violation(id, 'nobody'), { authorization: `Bearer ${made.secret}` })
    expect((await send('old-1')).status).toBe(404)
    await setKeyScopes(world.app, { tenantId }, made.id, ['cases', 'signals'])
    world.passes(1_000)
    expect((await send('old-2')).status).toBe(422)
    await revokeApiKey(world.app, { tenantId }, made.id)
    await setKeyScopes(world.app, { tenantId }, made.id, ['cases', 'signals'])
    world.passes(1_000)
    expect((await send('old-3')).status).toBe(401)
  })

  it('leave nothing readable behind: no address, no device, no number', async () => {
    await sendSignal(key, aLogin('sealed-1', 'again', world.nowMs(), { userAgent: 'Some Browser 1.0' }))
    await sendSignal(key, violation('sealed-2', 'early'))
    const { rows } = await sql<{ row: string }>`
      select signal::text as row from signal where id like 'sealed-%'`.execute(world.app.database.kysely)
    expect(rows).toHaveLength(2)
    for (const { row } of rows) expect(row).not.toMatch(/203\.0\.113|laptop|Some Browser|V-sealed/)
  })
})

describe('[TR3] a device', () => {
  it('that two shops sign in with is known to be theirs, and written once however often they do', async () => {
    for (const shop of ['desk-1', 'desk-2']) await registerASeller(key, shop)
    const logins = ['desk-1', 'desk-2', 'desk-1'].map((shop, no) =>
      aLogin(`desk-login-${no}`, shop, world.nowMs(), { device: 'one computer' }),
    )
    await sendSignals(key, logins)
    const { rows } = await sql<{ seller_id: string; value_hash: string }>`
      select seller_id, value_hash from shop_link where kind = 'device' and seller_id like 'desk-%' order by seller_id`.execute(
      world.app.database.kysely,
    )
    expect(rows.map((row) => row.seller_id)).toEqual(['desk-1', 'desk-2'])
    expect(new Set(rows.map((row) => row.value_hash)).size).toBe(1)
  })
})

describe('[TR2] [TR4] a case opened by signals', () => {
  it('says why to staff and seller, keeps the version, and opens once', async () => {
    await registerASeller(key, 'risky')
    await sendSignals(key, [violation('risky-1', 'risky', 2_000), violation('risky-2', 'risky', 1_000)])
    expect(await openWaiting()).toBe(1)
    const [opened, ...more] = await casesOf('risky')
    expect([opened?.status, more]).toEqual(['awaiting-seller', []])
    // While it is open nothing opens another one.
    await sendSignal(key, violation('risky-3', 'risky'))
    expect(await openWaiting()).toBe(0)

    const events = await key.call<{ events: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/v1/cases/${opened?.id}/events`,
    )
    expect(events.body.events[0]?.data).toMatchObject({
      way: 'signals',
      risk: {
        rulesVersion: 1,
        outcome: 'open',
        score: 60,
        contributions: [{ rule: 'violations', weight: 60, hard: false }],
        signalSeq: 2,
      },
    })
    const seller = await world.sellerOf(key, opened?.id ?? '')
    const { body: home } = await seller.call<SellerHome>('GET', '/s/api/home')
    expect(home.notices[0]?.body).toContain('近期多次违规')
    expect(home.case?.because).toEqual(['近期多次违规'])
    const { body: desk } = await lead.call<{ risk: { score: number; rules: { staff: Record<string, string> }[] } }>(
      'GET',
      `/desk/api/cases/${opened?.id}`,
    )
    expect(desk.risk).toMatchObject({ score: 60, rules: [{ staff: { en: 'Two violations or more in 90 days' } }] })
  })

  it('settles what it was about: the same standing score opens no second one, something new does', async () => {
    const [first] = await casesOf('risky')
    await lead.call('POST', `/desk/api/cases/${first?.id}/withdraw`, { why: 'we know these people' })
    await sendSignal(key, violation('risky-4', 'risky'))
    expect(await openWaiting()).toBe(0)
    const now = world.nowMs()
    const berlin = { country: 'DE', latitudeDeg: 52.5, longitudeDeg: 13.4 }
    const { body } = await sendSignals(key, [
      aLogin('risky-5', 'risky', now - 3_600_000),
      aLogin('risky-6', 'risky', now, { place: berlin, ip: '198.51.100.4' }),
    ])
    expect(body.results.at(-1)?.decisions).toMatchObject([{ outcome: 'open-with-person', score: 130 }])
    expect(await openWaiting()).toBe(1)
    expect((await casesOf('risky')).map(({ status }) => status)).toEqual(['awaiting-seller', 'withdrawn'])
  })

  it('comes of a registration, too, once it says what the rules ask for', async () => {
    await registerASeller(key, 'changed')
    await assessSeller(world.app, tenantId, 'changed', 'registration')
    expect(await openWaiting()).toBe(0)
    await registerASeller(key, 'changed', { licence: null })
    await assessSeller(world.app, tenantId, 'changed', 'registration')
    expect(await openWaiting()).toBe(1)
    expect(await casesOf('changed')).toHaveLength(1)
  })

  it('[TR4] leaves a step with version, inputs and reasons where a registration decided, and none where nothing changed', async () => {
    const steps = async () => (await lead.call<RiskTimeline>('GET', '/desk/api/sellers/changed/risk')).body.entries
    const [newest, first, ...none] = await steps()
    expect(none).toEqual([])
    expect(first).toMatchObject({ seq: 1, cause: 'registration', type: null, decisions: [{ score: 0 }] })
    expect(newest).toMatchObject({
      seq: 2,
      cause: 'registration',
      decisions: [{ version: 1, scoreBefore: 0, score: 100, added: [{ rule: 'no-licence' }] }],
      openedCase: { id: (await casesOf('changed'))[0]?.id },
    })
    const { body } = await lead.call<RiskExplanation>('GET', '/desk/api/sellers/changed/risk/2')
    expect(body.signalId).toBeNull()
    expect(body.decisions[0]?.contributions).toMatchObject([
      { rule: 'no-licence', reads: [{ feature: 'shop.has_licence', value: false }] },
    ])
    expect((await lead.call('POST', '/desk/api/sellers/changed/risk/2/look')).status).toBe(404)
    await assessSeller(world.app, tenantId, 'changed', 'links')
    expect(await steps()).toHaveLength(2)
    await sendSignal(key, aLogin('changed-1', 'changed', world.nowMs()))
    expect((await steps())[0]).toMatchObject({ seq: 3, cause: 'signal', type: 'login' })
  })
})

describe('[TR2] a network that shops share', () => {
  const shared = {
    ...rules,
    program: 'lazada',
    thresholds: { open: 60, person: null },
    rules: [{ ...rules.rules[0], id: 'shared', when: 'standing.shops_on_network >= 3', seller: null }],
  } as RuleSet
  const from = (ip: string, shops: readonly string[], changes: Record<string, unknown> = {}) =>
    sendSignals(
      key,
      shops.map((shop) => aLogin(`${shop}-${ip}-${world.nowMs()}`, shop, world.nowMs(), { ip, ...changes })),
    )
  const known = async (shop: string) =>
    (await shopsOnNetwork(world.app.database.kysely, tenantId, [shop], world.nowMs())).get(shop) ?? null
  const shopsOf = async (name: string, count: number) => {
    const names = Array.from({ length: count }, (_, no) => `${name}-${no}`)
    for (const shop of names) await registerASeller(key, shop)
    return names
  }

  it('is kept only while rules ask for it, and then counts the others', async () => {
    const office = await shopsOf('office', 4)
    await from('198.51.100.1', office)
    expect(await known('office-0')).toBeNull()
    await publishRules(world, tenantId, shared)
    world.passes(3_000)
    await from('198.51.100.1', office)
    expect(await known('office-0')).toBe(3)
    world.passes(11_000)
    const { body } = await from('198.51.100.1', ['office-0'])
    expect(body.results[0]?.decisions.find(({ program }) => program === 'lazada')?.score).toBe(60)
    // What each of them has elsewhere is its own, and who is alone there shares nothing.
    await from('198.51.100.2', ['office-0'])
    expect(await known('office-0')).toBe(3)
  })

  it('says nothing where strangers share it: a carrier, a cafe, an address of many', async () => {
    const strangers = await shopsOf('stranger', 22)
    await from('198.51.100.3', strangers.slice(0, 5), { network: 'mobile' })
    await from('198.51.100.4', strangers.slice(0, 5), { network: 'public-wifi' })
    expect(await known('stranger-0')).toBeNull()
    await from('198.51.100.5', strangers.slice(0, 20))
    expect(await known('stranger-0')).toBe(19)
    await from('198.51.100.5', strangers)
    expect(await known('stranger-0')).toBe(0)
  })

  it('is forgotten after thirty days', async () => {
    world.passes(31 * dayMs)
    expect(await known('office-0')).toBeNull()
    await forgetOldAddresses(world.app)
    const { rows } = await sql`select 1 from sign_in_address`.execute(world.app.database.kysely)
    expect(rows).toEqual([])
    await sql`update rule_set_version set state = 'retired' where program = 'lazada'`.execute(world.app.database.kysely)
    world.passes(3_000)
  })
})

describe('[TR7] a replay of what really happened', () => {
  it('knows of the cases that ran, of what they settled, and of those that a person opened', async () => {
    const hourMs = 3_600_000
    const travel = (id: string, sellerId: string) => {
      const berlin = { country: 'DE', latitudeDeg: 52.5, longitudeDeg: 13.4 }
      const now = world.nowMs()
      return [aLogin(`${id}-a`, sellerId, now - hourMs), aLogin(`${id}-b`, sellerId, now, { place: berlin })]
    }
    const withdraw = async (sellerId: string) => {
      world.passes(hourMs)
      const [newest] = await casesOf(sellerId)
      await lead.call('POST', `/desk/api/cases/${newest?.id}/withdraw`, { why: 'we know these people' })
      world.passes(hourMs)
    }
    const sinceMs = world.nowMs() + 1
    world.passes(hourMs)
    for (const shop of ['twice', 'by-hand']) await registerASeller(key, shop)
    await key.call('POST', '/v1/cases', { sellerId: 'by-hand', program: 'aliexpress' })
    await sendSignals(key, [violation('twice-1', 'twice'), violation('twice-2', 'twice')])
    await sendSignals(key, [violation('hand-1', 'by-hand'), violation('hand-2', 'by-hand')])
    await openWaiting()
    world.passes(hourMs)
    await sendSignal(key, violation('twice-3', 'twice'))
    for (const shop of ['twice', 'by-hand']) await withdraw(shop)
    await sendSignal(key, violation('twice-4', 'twice'))
    await sendSignal(key, violation('hand-3', 'by-hand'))
    expect(await openWaiting()).toBe(0)
    await sendSignals(key, [...travel('twice-5', 'twice'), ...travel('hand-4', 'by-hand')])
    expect(await openWaiting()).toBe(2)

    const published = await publishedRules(world.app.database, tenantId, 'aliexpress')
    const draft = compileRuleSet({ ...rules, rules: rules.rules.filter(({ id }) => id !== 'impossible-travel') })
    if (!published || !draft.ok) throw new Error('there are no rules to replay')
    const asked = { tenantId, rules: { draft: draft.value, published, sinceMs } }
    const start = await replayStart(world.app.database, asked)
    // This one and the one of the story above were withdrawn within hours.
    expect(start.usualCaseMs).toBeLessThan(dayMs)
    const { openings, changes } = (await replaySignals(world.app.database, asked, start, () => true)).replay.result()
    expect(openings).toEqual({ before: 2, after: 1, same: 0 })
    expect(changes.notOpened.samples).toMatchObject([
      { sellerId: 'by-hand', before: { seq: 5, rules: ['violations', 'impossible-travel'] }, after: null },
      { sellerId: 'twice', before: { seq: 6 }, after: null },
    ])
    // What had been settled before the first day is not opened again because the replay begins later.
    const later = { ...asked, rules: { ...asked.rules, sinceMs: sinceMs + 3 * hourMs } }
    const again = await replaySignals(world.app.database, later, start, () => true)
    expect(again.replay.result()).toMatchObject({ openings: { before: 2, after: 0 } })
  })
})
