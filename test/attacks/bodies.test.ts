import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleLimits } from '#domain/risk/rule-limits.ts'
import { aRegistration } from '../world/a-registration.ts'
import { ruleSetWith, ruleWith } from '../world/a-rule-set.ts'
import { aLogin } from '../world/sent-signals.ts'
import type { Person } from '../world/server-world.ts'
import { openServerWorld, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** Every body of the marketplace's interface with wrong types, unknown, huge and empty members: a clear answer, nothing stored. */
let world: ServerWorld
let key: Person

beforeAll(async () => {
  world = await openServerWorld()
  key = (await world.tenant('A marketplace')).marketplace
  await registerASeller(key, 'shop')
})
afterAll(() => world.close())

type Problem = { status: number; code: string; errors?: { field: string; message: string }[] }
type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Good = Record<string, Json>

/** `hugeBytes` are more than the door takes. */
type Body = { method: string; path: string; good: Good; hugeBytes?: number }
const bodies: Body[] = [
  {
    method: 'PUT',
    path: '/v1/sellers/other',
    good: { ...(aRegistration() as unknown as Good), sellerId: 'other' },
  },
  {
    method: 'POST',
    path: '/v1/cases',
    good: { sellerId: 'shop', program: 'aliexpress', note: 'why', noticedAt: null },
  },
  { method: 'POST', path: '/v1/webhooks', good: { url: 'https://example.com/hook', events: ['*'] } },
  { method: 'POST', path: '/v1/restrictions/none/ack', good: { change: 'applied' } },
  {
    method: 'POST',
    path: '/v1/signals',
    good: aLogin('signal-1', 'shop', Date.now(), { userAgent: 'a browser', network: 'home' }) as unknown as Good,
  },
  {
    method: 'PUT',
    path: '/v1/sellers/shop/capabilities',
    good: { asOf: '2026-11-01T00:00:00Z', restricted: ['orders'], ownReasons: [] },
  },
  {
    method: 'PUT',
    path: '/v1/capabilities',
    good: { reports: [{ sellerId: 'shop', asOf: '2026-11-01T00:00:00Z', restricted: ['orders'], ownReasons: [] }] },
  },
  { method: 'PUT', path: '/v1/rules', good: ruleSetWith() as unknown as Good, hugeBytes: 2 * 1024 * 1024 + 1 },
]

/** What a body is called in the table of routes. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)

/** Every member of a body, nested ones too, by its path. */
const members = (value: Json, at: string[] = []): string[][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...members(inner, [...at, name])])
    : []

const memberOf = (body: Json, [name, ...rest]: string[]): Json =>
  name === undefined ? body : memberOf((body as Good)[name] ?? null, rest)

const replaced = (body: Json, at: string[], by: Json): Json => {
  const [name, ...rest] = at
  if (name === undefined) return by
  return { ...(body as Record<string, Json>), [name]: replaced((body as Record<string, Json>)[name] ?? null, rest, by) }
}

const counted = async () => {
  const stored = (table: 'seller' | 'signal' | 'rule_set_version') =>
    world.app.database.kysely
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirst()
  const [cases, sellers, signals, rules, hooks] = await Promise.all([
    key.call<{ cases: unknown[] }>('GET', '/v1/cases'),
    stored('seller'),
    stored('signal'),
    stored('rule_set_version'),
    key.call<{ webhooks: unknown[] }>('GET', '/v1/webhooks'),
  ])
  return { cases: cases.body.cases.length, sellers, signals, rules, hooks: hooks.body.webhooks.length }
}

const refused = async (method: string, path: string, body: unknown): Promise<Problem> => {
  const answer = await key.call<Problem>(method, path, body)
  expect(answer.status, `${method} ${path} ${JSON.stringify(body).slice(0, 200)}`).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  return answer.body
}

describe('bodies that are wrong', () => {
  it('every body of the marketplace is among those that are tried', async () => {
    const documented = (await (await world.nobody.raw('GET', '/openapi.json')).json()) as {
      paths: Record<string, Record<string, { requestBody?: object }>>
    }
    const withBody = Object.entries(documented.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) => (requestBody ? [{ method, path }] : [])),
    )
    for (const { method, path } of withBody) {
      const isTried = bodies.some((one) => one.method === method.toUpperCase() && patternOf(path).test(one.path))
      expect(isTried, `${method} ${path}`).toBe(true)
    }
    expect(withBody).toHaveLength(bodies.length)
  })

  it('a member of a wrong type is named', async () => {
    const before = await counted()
    let asked = 0
    for (const { method, path, good } of bodies)
      for (const at of members(good))
        for (const wrong of [{ no: { such: 1 } }, 12.5, ['x', { y: 1 }], true] as Json[]) {
          // A number for a number may be right.
          if (typeof wrong !== 'object' && typeof wrong === typeof memberOf(good, at)) continue
          const problem = await refused(method, path, replaced(good, at, wrong))
          expect(
            problem.errors?.some((error) => error.field.startsWith(at[0] ?? '')),
            `${at.join('.')} in ${JSON.stringify(problem)}`,
          ).toBe(true)
          asked += 1
        }
    expect(asked).toBeGreaterThan(100)
    expect(await counted()).toEqual(before)
  })

  it('an unknown member is refused by its name', async () => {
    const before = await counted()
    for (const { method, path, good } of bodies) {
      const problem = await refused(method, path, { ...good, surprise: 1 })
      expect(problem.errors).toContainEqual({ field: 'surprise', message: 'unknown field' })
    }
    expect(await counted()).toEqual(before)
  })

  it('huge, empty and malformed bodies get an answer and leave nothing', async () => {
    const before = await counted()
    for (const { method, path, good, hugeBytes = 400_000 } of bodies) {
      expect((await refused(method, path, { ...good, surprise: 'x'.repeat(hugeBytes) })).code).toMatch(/too-large$/)
      for (const empty of [{}, [], null, '', 0]) await refused(method, path, empty)
      const headers = { 'content-type': 'application/json' }
      const torn = await key.raw(method, path, { body: '{"sellerId": "sh', headers })
      expect([torn.status, ((await torn.json()) as Problem).code]).toEqual([400, 'malformed-json'])
      const deep = await key.raw(method, path, { body: `${'['.repeat(50_000)}${']'.repeat(50_000)}`, headers })
      expect(deep.status).toBeGreaterThanOrEqual(400)
      expect(deep.status).toBeLessThan(500)
      const other = await key.raw(method, path, { body: 'a=b', headers: { 'content-type': 'text/plain' } })
      expect(other.status).toBe(415)
    }
    expect(await counted()).toEqual(before)
  })

  it('[TR4] as many rules as there may be, with words of some length, pass the door of rules', async () => {
    const rules = Array.from({ length: ruleLimits.rules }, (_, no) =>
      ruleWith({
        id: `rule-${no}`,
        when: `orders.largest_24h > ${no}.5 && ${'login.proxy || '.repeat(60)}login.device_is_new`,
        staff: { zh: '说明'.repeat(100), en: 'In words. '.repeat(30) },
        seller: { zh: '说明'.repeat(100), en: 'In words. '.repeat(30) },
      }),
    )
    const body = ruleSetWith({ rules })
    expect(JSON.stringify(body).length).toBeGreaterThan(1_000_000)
    const { status, body: answer } = await key.call('PUT', '/v1/rules', body)
    expect([status, answer]).toMatchObject([200, { program: 'aliexpress', state: 'draft' }])
  })

  it('long and strange texts in every member are stored whole or refused, never cut', async () => {
    for (const text of ['x'.repeat(5_000), '\u0000', '\ud800', '‮txt', "'; drop table seller; --"]) {
      const answer = await key.call<Problem>('PUT', '/v1/sellers/strange', {
        ...aRegistration({ companyName: text }),
        sellerId: 'strange',
      })
      expect([200, 422], `${JSON.stringify(text.slice(0, 20))}: ${JSON.stringify(answer.body)}`).toContain(
        answer.status,
      )
    }
  })

  it('the same Idempotency-Key gets the same answer, another request under it is refused', async () => {
    const body = { sellerId: 'shop', program: 'aliexpress', note: null, noticedAt: null }
    const first = await key.call<{ id: string }>('POST', '/v1/cases', body, { 'idempotency-key': 'once' })
    const again = await key.call<{ id: string }>('POST', '/v1/cases', body, { 'idempotency-key': 'once' })
    expect(first.status).toBe(201)
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    expect(again.headers.get('idempotent-replay')).toBe('true')
    const other = await key.call<Problem>('POST', '/v1/cases', { ...body, note: 'else' }, { 'idempotency-key': 'once' })
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-conflict'])
  })
})
