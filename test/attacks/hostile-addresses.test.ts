import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#contracts/desk-api.ts'
import type { RouteRow } from '#http/doors.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/**
 * Every door of the route table, asked by somebody who may pass it with names that name nothing and bodies that say
 * nothing: the answer is a problem that the caller can read, never an error of ours, whatever the database or the file
 * system makes of such a name.
 */
let world: ServerWorld
let callers: { marketplace: Person; seller: Person; desk: Record<Role, Person> }

beforeAll(async () => {
  world = await openServerWorld()
  const { tenantId, marketplace } = await world.tenant('A marketplace')
  await registerASeller(marketplace, 'shop')
  const opened = await marketplace.call<{ id: string }>('POST', '/v1/cases', {
    sellerId: 'shop',
    program: 'aliexpress',
  })
  callers = {
    marketplace,
    seller: await world.sellerOf(marketplace, opened.body.id),
    desk: {
      reviewer: await world.staff(tenantId, 'reviewer'),
      supervisor: await world.staff(tenantId, 'supervisor'),
      compliance: await world.staff(tenantId, 'compliance'),
      admin: await world.staff(tenantId, 'admin'),
    },
  }
})
afterAll(() => world.close())

const whoMayPass = ({ access }: RouteRow): Person => {
  if (access.door === 'public') return world.nobody
  if (access.door !== 'desk') return callers[access.door]
  const role = access.roles[0]
  if (role === undefined) throw new Error('a door of the desk that nobody may pass')
  return callers.desk[role]
}

const asked = async (route: RouteRow, name: string, body: string) => {
  const method = route.method.toUpperCase()
  const init = method === 'GET' ? {} : { body, headers: { 'content-type': 'application/json' } }
  const path = route.path.replace(/\{\w+\}/g, () => name)
  const response = await whoMayPass(route).raw(method, path, init)
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('event-stream')) await response.body?.cancel()
  return { status: response.status, type, say: `${response.status} at ${method} ${path.slice(0, 120)} ${body}` }
}

/** Bytes that no text column takes, broken escapes, ways out of a folder, another language's quotes, and sheer length. */
const names = ['%00', 'a%00b', '%E0%A4%A', '%ED%A0%80', '..%2f..%2fpackage.json', "'%3B%20drop%20table%20seller--"]

describe('doors asked for what cannot be', () => {
  it.each([...names, 'x'.repeat(4_000)])('a name that names nothing is no error of ours: %s', async (name) => {
    const named = world.routes.filter(({ path }) => path.includes('{'))
    expect(named.length).toBeGreaterThan(50)
    for (const route of named) {
      const { status, type, say } = await asked(route, name, '{}')
      expect(status, say).toBeLessThan(500)
      if (status >= 400) expect(type, say).toBe('application/problem+json')
    }
  })

  it('a question that cannot be stored finds nothing', async () => {
    for (const route of world.routes.filter(({ method }) => method === 'get')) {
      const { status, say } = await asked({ ...route, path: `${route.path}?after=%00&q=%00&status=%00` }, 'none', '')
      expect(status, say).toBeLessThan(500)
    }
  })

  it.each(['{}', '[]', 'null', '0', '""', '{"surprise":1}', '{"__proto__":{"x":1}}', '{', '\\u0000'])(
    'a body that says nothing is no error of ours: %s',
    async (body) => {
      const changing = world.routes.filter(({ method }) => method !== 'get')
      expect(changing.length).toBeGreaterThan(50)
      for (const route of changing) {
        const { status, type, say } = await asked(route, 'none', body)
        expect(status, say).toBeLessThan(500)
        if (status >= 400) expect(type, say).toBe('application/problem+json')
      }
    },
  )

  it('without a demo the start page leads to a room that exists', async () => {
    const start = await world.nobody.raw('GET', '/')
    expect([start.status, start.headers.get('location')]).toEqual([302, '/s'])
  })

  it('pages and their files bear every address too', async () => {
    for (const name of names)
      for (const at of ['/assets/', '/s/', '/desk/', '/help/', '/check?id=', '/badge/', '/']) {
        const { status } = await world.nobody.raw('GET', `${at}${name}`)
        // 503: the pages are not built in this world.
        expect(status === 503 || status < 500, `${status} at ${at}${name}`).toBe(true)
      }
  })
})
