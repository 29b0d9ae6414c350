import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#contracts/desk-api.ts'
import { scopes } from '#contracts/marketplace-api.ts'
import type { RouteRow } from '#http/doors.ts'
import { ruleSetWith, ruleWith } from '../world/a-rule-set.ts'
import { calledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/**
 * Who gets through which door, generated from the table of all routes: nobody, keys without the scope, sellers and staff
 * of this and of another marketplace. What may not be seen looks like what is not there, and no answer to a stranger
 * holds anything of the tenant that owns the thing.
 */
let world: ServerWorld
let here: Marketplace
let elsewhere: Marketplace

const roles: readonly Role[] = ['reviewer', 'supervisor', 'compliance', 'admin']

type Marketplace = {
  tenantId: string
  key: Person
  keyWithout: (scope: string) => Promise<Person>
  seller: Person
  staff: Record<Role, Person>
  ids: Record<string, string>
}

const openMarketplace = async (name: string): Promise<Marketplace> => {
  const tenant = await world.tenant(name)
  const key = tenant.marketplace
  await registerASeller(key, 'shop')
  const asked = {
    sellerId: 'shop',
    program: 'aliexpress',
    noticedAt: new Date(world.nowMs() - 80 * 3_600_000).toISOString(),
  }
  const opened = await key.call<{ id: string; restrictions: { id: string }[] }>('POST', '/v1/cases', asked)
  const caseId = opened.body.id
  const seller = await world.sellerOf(key, caseId)
  const consent = { textVersion: '2026-11', language: 'zh', agreed: true }
  await seller.call('POST', `/s/api/cases/${caseId}/consent`, consent)
  const rehearsal = await seller.call<{ rehearsalId: string }>('POST', `/s/api/cases/${caseId}/rehearsals`)
  const { rehearsalId } = rehearsal.body
  const bytes = new Uint8Array([1, 2, 3])
  await seller.raw('PUT', `/s/api/recordings/${rehearsalId}/chunks/0`, {
    body: bytes,
    headers: { 'x-chunk-sha256': createHash('sha256').update(bytes).digest('hex'), 'x-media-end-ms': '500' },
  })
  const device = {
    browser: { name: 'chrome', version: 130, mobile: false },
    camera: { widthPx: 1280, heightPx: 720, framesPerSecond: 30, label: 'C' },
    microphone: { peakRms01: 0.2, label: 'M' },
    longestStallMs: 40,
    mediaError: null,
  }
  await seller.call('POST', `/s/api/cases/${caseId}/device-checks`, device)
  const attempt = await seller.call<{ attemptId: string; recordingId: string }>(
    'POST',
    `/s/api/cases/${caseId}/attempts`,
  )
  const home = await seller.call<{ notices: { id: string }[] }>('GET', '/s/api/home')
  const webhook = await key.call<{ id: string }>('POST', '/v1/webhooks', {
    url: 'https://example.com/hook',
    events: ['*'],
  })
  const ruleId = `rule-of-${name.toLowerCase()}`
  await key.call('PUT', '/v1/rules', ruleSetWith({ rules: [ruleWith({ id: ruleId })] }))
  const staff = {} as Record<Role, Person>
  for (const role of roles) staff[role] = await world.staff(tenant.tenantId, role)
  const apiKey = await staff.admin.call<{ key: { id: string } }>('POST', '/desk/api/api-keys', {
    name: 'k',
    scopes: ['cases'],
  })
  const replay = await staff.admin.call<{ id: string }>('POST', '/desk/api/replays', {
    program: 'aliexpress',
    version: 1,
    since: '2026-01-01T00:00:00Z',
  })
  const calls = await calledMarketplace(world, tenant.tenantId)
  const reviewer = await calls.reviewer()
  const dutyId = await calls.duty(reviewer.id)
  const called = await calls.seller('called-shop')
  const booked = await called.books((await called.starts())[0] ?? '')
  const listed = await staff.admin.call<{ staff: { id: string; role: Role }[] }>('GET', '/desk/api/staff')
  const split = { type: 'split', other: 'called-shop', why: 'nothing in common' }
  const ruling = await staff.admin.call<{ id: string }>('POST', '/desk/api/sellers/shop/link-rulings', split)
  return {
    tenantId: tenant.tenantId,
    key,
    keyWithout: (scope) => tenant.keyWith(scopes.filter((one) => one !== scope)),
    seller,
    staff,
    ids: {
      sellerId: 'shop',
      caseId,
      restrictionId: opened.body.restrictions[0]?.id ?? '',
      webhookId: webhook.body.id,
      noticeId: home.body.notices[0]?.id ?? '',
      attemptId: attempt.body.attemptId,
      stepId: 'id-front',
      recordingId: rehearsalId,
      rehearsalId,
      seq: '0',
      frameId: 'frm_unknown',
      askId: 'snp_unknown',
      snapshotId: 'snp_unknown',
      keyId: apiKey.body.key.id,
      dutyId,
      bookingId: booked.body.call?.booked?.id ?? '',
      ruleId,
      replayId: replay.body.id,
      otherId: 'nobody-alike',
      rulingId: ruling.body.id,
      program: 'aliexpress',
      version: '7',
      site: 'ID',
      day: '2026-12-25',
      staffId: listed.body.staff.find((one) => one.role === 'compliance')?.id ?? '',
    },
  }
}

beforeAll(async () => {
  world = await openServerWorld()
  here = await openMarketplace('Here')
  elsewhere = await openMarketplace('Elsewhere')
})
afterAll(() => world.close())

const address = (route: RouteRow, ids: Record<string, string>): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name]
    if (!id) throw new Error(`the test knows no ${name} for ${route.path}`)
    return encodeURIComponent(id)
  })

const ask = async (person: Person, route: RouteRow, ids: Record<string, string>) => {
  const method = route.method.toUpperCase()
  const init = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }
  const response = await person.raw(method, address(route, ids), init)
  if (response.headers.get('content-type')?.includes('event-stream')) {
    await response.body?.cancel()
    return { status: response.status, text: '' }
  }
  return { status: response.status, text: await response.text() }
}

const say = (route: RouteRow) => `${route.method.toUpperCase()} ${route.path}`

const guarded = () => world.routes.filter((route) => route.access.door !== 'public')

describe('route × role × tenant', () => {
  it('every route says who may pass, and only the two entrances, and the badges, are open to all', () => {
    expect(world.routes.length).toBeGreaterThan(40)
    expect(world.routes.filter((route) => route.access.door === 'public').map(say)).toEqual([
      'GET /v1/badges/{badgeId}',
      'POST /s/api/session',
      'POST /desk/api/welcome',
    ])
  })

  it('nobody gets through any other door', async () => {
    for (const route of guarded()) {
      const { status } = await ask(world.nobody, route, here.ids)
      expect(status, say(route)).toBe(401)
    }
  })

  it('no caller gets through a door that is not theirs', async () => {
    const callers = { marketplace: here.key, seller: here.seller, desk: here.staff.admin }
    for (const route of guarded())
      for (const [door, person] of Object.entries(callers)) {
        if (door === route.access.door) continue
        const { status } = await ask(person, route, here.ids)
        expect(status, `${door} at ${say(route)}`).toBe(401)
      }
  })

  it('a key without the scope is told that nothing is there', async () => {
    for (const route of guarded()) {
      if (route.access.door !== 'marketplace') continue
      const { status } = await ask(await here.keyWithout(route.access.scope), route, here.ids)
      expect(status, say(route)).toBe(404)
    }
  })

  it('staff without the role are told that nothing is there', async () => {
    for (const route of guarded()) {
      if (route.access.door !== 'desk') continue
      for (const role of roles) {
        if (route.access.roles.includes(role)) continue
        const { status } = await ask(here.staff[role], route, here.ids)
        expect(status, `${role} at ${say(route)}`).toBe(404)
      }
    }
  })

  it('nothing of another marketplace is seen or changed', async () => {
    const before = await here.key.call('GET', `/v1/cases/${here.ids.caseId}/events`)
    // Each of those who would get through at home: whoever lacks the role as well would prove nothing of the tenant.
    const strangers = ({ access }: RouteRow): Person[] => {
      if (access.door === 'desk') return access.roles.map((role) => elsewhere.staff[role])
      return [access.door === 'marketplace' ? elsewhere.key : elsewhere.seller]
    }
    const secrets = Object.entries(here.ids).filter(
      ([name]) => !['sellerId', 'stepId', 'seq', 'site', 'day', 'program', 'version'].includes(name),
    )
    for (const route of guarded()) {
      for (const stranger of strangers(route)) {
        const { status, text } = await ask(stranger, route, here.ids)
        const ownPath = address(route, here.ids)
        for (const [name, id] of secrets) {
          if (ownPath.includes(encodeURIComponent(id))) continue
          expect(text, `${name} in the answer of ${say(route)}`).not.toContain(id)
        }
        // Sites, programs and days are named alike everywhere: whoever strikes one out does so in their own marketplace.
        const asksForOne = /\{(?!sellerId|site|program)\w+\}/.test(route.path) && !route.path.includes('/holidays/')
        if (asksForOne && !route.path.includes('/notices/'))
          expect([404, 409, 422], `${status} at ${say(route)}`).toContain(status)
      }
    }
    const after = await here.key.call('GET', `/v1/cases/${here.ids.caseId}/events`)
    expect(after.body).toEqual(before.body)
  })

  it('a link used by one device is refused on another', async () => {
    const link = await here.key.call<{ url: string }>('POST', `/v1/cases/${here.ids.caseId}/link`)
    const token = link.body.url.split('#')[1]
    const first = await world.nobody.call('POST', '/s/api/session', { token })
    expect(first.status).toBe(200)
    const other = await elsewhere.seller.call<{ code: string }>('POST', '/s/api/session', { token })
    expect(other.status).toBe(410)
    expect(other.body.code).toBe('link-used')
  })

  it('a change that comes from a foreign page is refused', async () => {
    const foreign = { origin: 'https://evil.example' }
    const language = await here.seller.call('PUT', '/s/api/language', { language: 'en' }, foreign)
    expect(language.status).toBe(404)
    const opened = await here.staff.admin.call('POST', '/desk/api/api-keys', { name: 'x', scopes: ['cases'] }, foreign)
    expect(opened.status).toBe(404)
  })
})
