import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fireDueClocks } from '#app/cases/clocks.ts'
import { settleBadge } from '#app/restrictions/badges.ts'
import type { DeskBadges } from '#contracts/badge.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import { type BadgeStatement, verifyBadge } from '#domain/evidence/badge-statement.ts'
import { parseJwks } from '#domain/evidence/signed-jws.ts'
import type { Registration } from '#domain/registration.ts'
import { passedRun } from '../world/passed-run.ts'
import { openCaseOf } from '../world/seller-run.ts'
import { openServerWorld, type Person, registerASeller, type ServerWorld } from '../world/server-world.ts'

/** [RE3] What buyers are shown of a seller who was verified, and everything that takes it away again. */
let world: ServerWorld
let tenantId: string
let marketplace: Person
let lead: Person
let compliance: Person
beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('A marketplace')
  tenantId = tenant.tenantId
  marketplace = tenant.marketplace
  lead = await world.staff(tenantId, 'supervisor')
  compliance = await world.staff(tenantId, 'compliance')
})
afterAll(() => world.close())

type Spoken = BadgeStatement & { jws: string }
const spain: Partial<Registration> = { site: 'ES' }
const badgesOf = async (sellerId: string) =>
  (await lead.call<DeskBadges>('GET', `/desk/api/sellers/${sellerId}/badges`)).body
const publicly = (id: string) => world.nobody.call<Spoken>('GET', `/v1/badges/${id}`)
const hooks = async (caseId: string) => {
  const rows = await world.app.database.kysely
    .selectFrom('webhook_event')
    .select('type')
    .where('case_id', '=', caseId)
    .where('type', 'like', 'badge.%')
    .orderBy('position')
    .execute()
  return rows.map(({ type }) => type)
}

/** Passed, restored, and the job of the badge done. */
const badged = async (sellerId: string, asked: Parameters<typeof passedRun>[3] = {}) => {
  const run = await passedRun(world, marketplace, sellerId, {
    ...asked,
    registration: { ...spain, ...asked.registration },
  })
  await settleBadge(world.app, tenantId, run.caseId)
  const [badge] = (await badgesOf(sellerId)).badges
  return { ...run, badgeId: badge?.id ?? '' }
}

describe('[RE3] a badge', () => {
  it('comes with restoration, says nothing personal, and is checked offline', async () => {
    const noticedAt = new Date(world.nowMs() - 80 * 3_600_000).toISOString()
    const restricted = await passedRun(world, marketplace, 'restricted', { registration: spain, noticedAt })
    await settleBadge(world.app, tenantId, restricted.caseId)
    expect(await badgesOf('restricted')).toEqual({ badges: [], none: 'not-restored' })

    const read = { 'id-card.validity': { validTo: '2033-05-05' } }
    const { badgeId, caseId } = await badged('kapok', { read })
    await settleBadge(world.app, tenantId, caseId)
    expect(badgeId).toMatch(/^bdg_[A-Za-z0-9_-]{22}$/)
    expect(await hooks(caseId)).toEqual(['badge.issued'])
    const { body, headers } = await publicly(badgeId)
    const { jws, ...statement } = body
    expect(statement).toMatchObject({
      id: badgeId,
      status: 'valid',
      seller: 'kapok',
      marketplace: 'AliExpress',
      site: 'ES',
      how: 'video',
      validUntil: '2033-05-05T16:00:00.000Z',
      revokedAt: null,
      why: null,
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toBe('public, max-age=60, must-revalidate')
    expect(headers.getSetCookie()).toEqual([])

    const keys = parseJwks((await world.nobody.call('GET', '/.well-known/jwks.json')).body) ?? []
    expect(verifyBadge(jws, keys, world.nowMs())).toMatchObject({ ok: true, statement, standing: 'valid' })
    const changed = `${jws.slice(0, 200)}${jws[200] === 'A' ? 'B' : 'A'}${jws.slice(201)}`
    expect(verifyBadge(changed, keys, world.nowMs()).ok).toBe(false)
    for (const path of [`/v1/badges/${badgeId}`, `/v1/badges/${badgeId}.svg`, `/badge/${badgeId}`]) {
      const text = await (await world.nobody.raw('GET', path)).text()
      expect(text, path).not.toMatch(/张样本|示例贸易|91330100MA0000001A|110101199003070011|13800000000|seller@example/)
      expect(text, path).not.toContain(caseId)
    }
  })

  it('is not given on other sites, nor while the end of the card is not known', async () => {
    const abroad = await badged('abroad', { registration: { site: 'BR' } })
    expect([abroad.badgeId, (await badgesOf('abroad')).none]).toEqual(['', 'not-offered'])
    const representative = { name: '张样本', formerNames: [], idNumber: '110101199003070011', idValidTo: null }
    const endless = { registration: { legalRepresentative: representative } }
    const unknown = await badged('unknown-end', endless)
    expect([unknown.badgeId, (await badgesOf('unknown-end')).none]).toEqual(['', 'end-not-known'])
    const values = { idValidTo: '2031-01-01' }
    const reviewer = await world.staff(tenantId, 'reviewer')
    const confirmed = await reviewer.call('POST', `/desk/api/cases/${unknown.caseId}/registration`, { values })
    expect(confirmed.status).toBe(200)
    await settleBadge(world.app, tenantId, unknown.caseId)
    expect((await badgesOf('unknown-end')).badges[0]?.validUntil).toBe('2031-01-01T16:00:00.000Z')
    const lasting = await badged('endless', { ...endless, read: { 'id-card.validity': { validTo: '长期' } } })
    expect((await publicly(lasting.badgeId)).body).toMatchObject({ status: 'valid', validUntil: null })
  })

  it('falls with its first document, seen at once and told when the clock fires', async () => {
    const day = new Date(world.nowMs() + 200 * 86_400_000).toISOString().slice(0, 10)
    const licence = { validFrom: '2020-01-01', validTo: day, scope: '日用百货销售' }
    const { badgeId, caseId } = await badged('ending', { registration: { licence } })
    const before = await publicly(badgeId)
    world.passes(Date.parse(before.body.validUntil ?? '') - world.nowMs() - 1)
    expect((await publicly(badgeId)).body.status).toBe('valid')
    world.passes(1)
    expect((await publicly(badgeId)).body).toMatchObject({ status: 'expired', why: 'document-expired' })
    expect(await hooks(caseId)).toEqual(['badge.issued'])
    await fireDueClocks(world.app)
    await fireDueClocks(world.app)
    expect(await hooks(caseId)).toEqual(['badge.issued', 'badge.revoked'])
    const { body } = await publicly(badgeId)
    expect(body).toMatchObject({ status: 'expired', revokedAt: before.body.validUntil })
  })

  it('falls at the opening of another case, in the same breath, and another pass gives another one', async () => {
    const first = await badged('again')
    const caseId = await openCaseOf(marketplace, 'again', { registration: spain })
    expect((await publicly(first.badgeId)).body).toMatchObject({ status: 'revoked', why: 'verified-anew' })
    await settleBadge(world.app, tenantId, first.caseId)
    expect((await badgesOf('again')).badges).toHaveLength(1)
    const home = await (await world.sellerOf(marketplace, caseId)).call<SellerHome>('GET', '/s/api/home')
    expect(home.body.case).toMatchObject({ badge: { id: first.badgeId, status: 'revoked', why: 'case-reopened' } })

    const before = await badged('twice')
    const after = await badged('twice')
    expect((await badgesOf('twice')).badges).toMatchObject([
      { id: after.badgeId, status: 'valid' },
      { id: before.badgeId, status: 'revoked', why: 'case-reopened' },
    ])
  })

  it('is not given by a case that is no longer the newest', async () => {
    const old = await passedRun(world, marketplace, 'late-job', { registration: spain })
    await openCaseOf(marketplace, 'late-job', { registration: spain })
    await settleBadge(world.app, tenantId, old.caseId)
    expect((await badgesOf('late-job')).badges).toEqual([])
  })

  it('falls when the person behind it is banned at another shop, before that shop is looked at', async () => {
    const { badgeId } = await badged('sister')
    const banned = await openCaseOf(marketplace, 'brother', { registration: spain })
    const note = 'another person sat before the camera'
    await lead.call('POST', `/desk/api/cases/${banned}/ban`, { reason: 'stand-in', note })
    expect((await publicly(badgeId)).body.status).toBe('valid')
    await compliance.call('POST', `/desk/api/cases/${banned}/ban/settle`, { outcome: 'confirmed', note })
    expect((await publicly(badgeId)).body).toMatchObject({ status: 'revoked', why: 'withdrawn' })
    expect((await badgesOf('sister')).badges[0]?.why).toBe('banned')
  })

  it('falls when the registration names another person, and stands when it only says things anew', async () => {
    const own = { name: '张样本', formerNames: [], idNumber: '11010119900307002X', idValidTo: '2035-01-01' }
    const registered = { ...spain, legalRepresentative: own, creditCode: '91440300MA5G8B5J8Y' }
    const { badgeId, caseId } = await badged('sold', { registration: registered })
    await registerASeller(marketplace, 'sold', { ...registered, address: '别处', companyName: '新名' })
    await settleBadge(world.app, tenantId, caseId)
    expect((await publicly(badgeId)).body.status).toBe('valid')
    await registerASeller(marketplace, 'sold', { ...registered, creditCode: '91330100MA0000001A' })
    await settleBadge(world.app, tenantId, caseId)
    expect((await publicly(badgeId)).body).toMatchObject({ status: 'revoked', why: 'verified-anew' })
  })

  it('is taken by staff who may, with a reason that nobody else reads, and by nobody of another marketplace', async () => {
    const own = { name: '李样本', formerNames: [], idNumber: '110101199003070038', idValidTo: '2035-01-01' }
    const { badgeId, caseId } = await badged('taken', { registration: { legalRepresentative: own } })
    const note = 'shown on a shop that sells something else'
    const take = (person: Person) => person.call('POST', '/desk/api/sellers/taken/badge/revoke', { badgeId, note })
    const elsewhere = await world.tenant('Another marketplace')
    expect((await take(await world.staff(elsewhere.tenantId, 'admin'))).status).toBe(404)
    expect((await take(await world.staff(tenantId, 'reviewer'))).status).toBe(404)
    expect((await publicly(badgeId)).body.status).toBe('valid')
    expect((await take(lead)).status).toBe(200)
    expect((await take(lead)).status).toBe(200)
    expect(await hooks(caseId)).toEqual(['badge.issued', 'badge.revoked'])
    expect((await publicly(badgeId)).body).toMatchObject({ status: 'revoked', why: 'withdrawn' })
    const events = await marketplace.call('GET', `/v1/cases/${caseId}/events`)
    expect(JSON.stringify(events.body)).not.toContain(note)
    expect((await badgesOf('taken')).none).toBe('fallen')
  })
})

describe('[RE3] the picture and the page', () => {
  let badgeId: string
  beforeAll(async () => {
    const own = { name: '王样本', formerNames: [], idNumber: '110101199003070046', idValidTo: '2035-01-01' }
    badgeId = (await badged('shown', { registration: { legalRepresentative: own } })).badgeId
  })
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await world.nobody.raw('GET', path, { headers })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const head = 'This seller is no longer verified'

  it('speak the language they are asked for, else the reader’s', async () => {
    const says = { en: 'Verified seller', zh: '已验证卖家', es: 'Vendedor verificado', fr: 'Vendeur vérifié' }
    for (const [lang, text] of Object.entries(says))
      expect((await get(`/v1/badges/${badgeId}.svg?lang=${lang}`)).text).toContain(`>${text}</text>`)
    expect((await get(`/badge/${badgeId}`, { 'accept-language': 'pt, fr-FR;q=0.9' })).text).toContain(
      '<html lang="fr-FR">',
    )
    expect((await get(`/badge/${badgeId}?lang=xx`)).text).toContain('<html lang="en-GB">')
  })

  it('run no script; only the embedded one may be framed, and nothing sets a cookie', async () => {
    for (const path of [`/badge/${badgeId}`, `/badge/${badgeId}/embed`, `/v1/badges/${badgeId}.svg`]) {
      const { text, headers } = await get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(text, path).not.toMatch(/<script|javascript:|\son\w+=|undefined|\[object/i)
      expect(policy, path).toMatch(/^default-src 'none'/)
      expect(policy.includes('frame-ancestors *'), path).toBe(path.endsWith('/embed'))
      expect(headers.getSetCookie(), path).toEqual([])
      expect(headers.get('access-control-allow-credentials'), path).toBeNull()
      const css = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1]
      if (css === undefined) continue
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css))
      expect(policy, path).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`)
    }
  })

  it('say so on the page of another shop', async () => {
    expect((await get(`/v1/badges/${badgeId}.svg?shop=shown`)).text).toContain('Verified seller')
    const { text } = await get(`/v1/badges/${badgeId}.svg?shop=copycat`)
    expect(text).toContain('Badge of another shop')
    expect(text).not.toContain('Verified seller')
    const page = (await get(`/badge/${badgeId}?shop=copycat&lang=en`)).text
    expect(page).toContain('It was given to the shop shown')
    expect(page).not.toContain('This seller is verified')
    expect((await get(`/badge/${badgeId}?shop=${encodeURIComponent('"><b>')}`)).text).not.toContain('<b>')
  })

  it('are marked, so that whoever has them asks without a body', async () => {
    const first = await get(`/v1/badges/${badgeId}`)
    const mark = first.headers.get('etag') ?? ''
    world.passes(60_000)
    const again = await get(`/v1/badges/${badgeId}`, { 'if-none-match': mark })
    expect([again.status, again.text]).toEqual([304, ''])
    expect(again.headers.get('access-control-allow-origin')).toBe('*')
    const asked = await world.nobody.raw('HEAD', `/v1/badges/${badgeId}`)
    expect([asked.status, await asked.text()]).toEqual([200, ''])
  })

  it('know no badge that was never given, and cannot be guessed', async () => {
    for (const id of ['bdg_0000000000000000000000', 'bdg_', "bdg_' or 1=1", badgeId.toLowerCase().replace(/.$/, '_')]) {
      expect((await get(`/v1/badges/${encodeURIComponent(id)}`)).status, id).toBe(404)
      expect((await get(`/v1/badges/${encodeURIComponent(id)}.svg`)).status, id).toBe(404)
      expect((await get(`/badge/${encodeURIComponent(id)}/embed`)).status, id).toBe(404)
    }
    const { status, text } = await get('/badge/bdg_0000000000000000000000?lang=en')
    expect(status).toBe(404)
    expect(text).toContain('There is no such badge')
  })

  it('are found where messages are checked, too [SC1]', async () => {
    const { origin } = new URL(world.app.settings.publicUrl)
    for (const asked of [badgeId, `${origin}/badge/${badgeId}?lang=es`]) {
      const { status, headers } = await get(`/check?id=${encodeURIComponent(asked)}`)
      expect([status, headers.get('location')]).toEqual([302, `/badge/${badgeId}`])
    }
    expect((await get(`/check?id=${encodeURIComponent(`https://evil.example/badge/${badgeId}`)}`)).status).toBe(200)
  })

  it('say neutrally when it fell', async () => {
    const note = 'by mistake'
    await lead.call('POST', '/desk/api/sellers/shown/badge/revoke', { badgeId, note })
    expect((await get(`/v1/badges/${badgeId}.svg?lang=en`)).text).toContain('No longer verified')
    const { text } = await get(`/badge/${badgeId}?lang=en`)
    expect(text).toContain(head)
    expect(text).not.toMatch(/by-staff|by mistake|fraud|ban/i)
  })
})
