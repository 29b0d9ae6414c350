import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfig } from '#main/config.ts'
import { totpCode } from '#main/demo/installation/totp.ts'
import { readDemoCredentials } from '#main/demo/play/credentials.ts'
import { openStory } from '#main/demo/play/story.ts'
import { seedStates } from '#main/demo/states/seed-states.ts'
import { type RunningServer, startServer } from '#main/serve.ts'

/** The demo as `serve` starts it: real server on a real port, its marketplace a real process. */
let folder: string
let server: RunningServer
const start = () =>
  startServer(readConfig({ DATA_DIR: path.join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent', ROLE: 'all' }))

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-demo-test-'))
  server = await start()
}, 180_000)
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

const demo = () => {
  if (!server.demo) throw new Error('no demo')
  return server.demo
}
const get = async <T>(at: string): Promise<T> => {
  const response = await fetch(`${server.url}${at}`, {
    headers: { authorization: `Bearer ${demo().apiKey().secret}` },
  })
  return (await response.json()) as T
}
const post = (at: string, form: Record<string, string>, headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.url}${at}`, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })
const takenFrom = async (sellerId: string): Promise<string[] | undefined> =>
  (await demo().marketplace()?.table())?.sellers.find((line) => line.sellerId === sellerId)?.taken

/** An HTTP request under a name of the sender's choosing, which `fetch` does not allow. */
const statusUnder = (host: string, at: string): Promise<number> =>
  new Promise((resolve, reject) => {
    http
      .get(`${server.url}${at}`, { headers: { host } }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      .once('error', reject)
  })

const soon = { timeout: 60_000, interval: 200 }

describe('the demo installation', () => {
  it('has staff who get in with password and code, and nobody without the code', async () => {
    const reviewer = demo()
      .signIns()
      .find((one) => one.role === 'reviewer')
    if (!reviewer) throw new Error('no reviewer')
    // As a browser says it: sign-in is bound to the address, on a port that the system picked as well.
    const headers = { 'content-type': 'application/json', origin: server.url }
    const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ email: reviewer.email, password: reviewer.password }),
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    expect((await fetch(`${server.url}/desk/api/me`, { headers: { cookie } })).status).toBe(401)
    const verified = await verifyCode(cookie, totpCode(reviewer.totpSecret, Date.now()))
    expect(verified.status).toBe(200)
  })

  it('draws its passwords and its key for itself, and keeps them over a restart', async () => {
    const before = { staff: demo().signIns(), key: demo().apiKey() }
    expect(new Set(before.staff.map((one) => one.password)).size).toBe(before.staff.length)
    await server.close()
    server = await start()
    expect({ staff: demo().signIns(), key: demo().apiKey() }).toEqual(before)
    const { webhooks } = await get<{ webhooks: unknown[] }>('/v1/webhooks')
    expect(webhooks).toHaveLength(1)
    const read = await readDemoCredentials({
      dataDir: path.join(folder, 'data'),
      blobsUrl: undefined,
      keysUrl: undefined,
    })
    expect(read?.apiKey).toBe(before.key.secret)
  })

  it('[RE1] opens a case by a form; the marketplace takes away what is due and says so', async () => {
    const form = { sellerId: 'kapok-home', late: '1' }
    const opened = await post('/demo/cases', form, { origin: server.url })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/demo#shop-kapok-home'])
    await vi.waitFor(async () => {
      expect(await takenFrom('kapok-home')).toEqual(['product_listing', 'withdrawal'])
      const { restrictions } = await get<{ restrictions: { state: string }[] }>('/v1/sellers/kapok-home/restrictions')
      expect(restrictions.map((one) => one.state)).toEqual(['applied', 'applied'])
    }, soon)
    const entered = await post('/demo/enter', { sellerId: 'kapok-home' }, { origin: server.url })
    expect(entered.headers.get('location')).toMatch(/^\/s\/enter#[\w-]{43}$/)
  })

  it('starts its marketplace again when it was killed, and what happened meanwhile is caught up with', async () => {
    const killed = demo().marketplace()?.processId()
    if (!killed) throw new Error('no marketplace is running')
    process.kill(killed, 'SIGKILL')
    await post('/demo/cases', { sellerId: 'lantern-lights', late: '1' }, { origin: server.url })
    await vi.waitFor(async () => {
      expect(demo().marketplace()?.processId()).not.toBe(killed)
      expect(await takenFrom('lantern-lights')).toEqual(expect.arrayContaining(['product_listing', 'withdrawal']))
    }, soon)
    const { webhooks } = await get<{ webhooks: unknown[] }>('/v1/webhooks')
    expect(webhooks).toHaveLength(1)
  })

  it('gets one case in every state through its own doors, and none twice', async () => {
    const [lead] = demo()
      .signIns()
      .filter((one) => one.role === 'supervisor')
    if (!lead) throw new Error('no supervisor')
    const settings = { baseUrl: server.url, apiKey: demo().apiKey().secret, lead, story: openStory(() => {}) }
    await seedStates(settings)
    await seedStates(settings)
    const statusOf = async (sellerId: string) =>
      (await get<{ cases: { status: string }[] }>(`/v1/cases?seller=${sellerId}`)).cases.map((one) => one.status)
    const open = ['awaiting-seller']
    for (const name of ['fresh', 'restricted', 'locked']) expect(await statusOf(`state-${name}`), name).toEqual(open)
    for (const name of ['offline', 'refused-papers']) expect(await statusOf(`state-${name}`)).toEqual(['offline'])
    await vi.waitFor(async () => expect(await statusOf('state-restored')).toEqual(['restored']), soon)
    expect(await statusOf('state-slow-market')).toEqual(['passed'])
    expect(await statusOf('state-withdrawn')).toEqual(['withdrawn'])
  })

  it('shows its secrets only under its own name, and takes forms only from its own pages', async () => {
    const { port } = new URL(server.url)
    expect(await statusUnder(`127.0.0.1:${port}`, '/demo')).toBe(200)
    expect(await statusUnder(`localhost:${port}`, '/demo')).toBe(200)
    expect(await statusUnder('rebound.example', '/demo')).toBe(421)
    expect(await statusUnder('rebound.example', '/demo/mail/x')).toBe(421)
    const form = { sellerId: 'ferry-gifts' }
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://elsewhere.example' }])
      expect((await post('/demo/cases', form, headers)).status).toBe(404)
    const { cases } = await get<{ cases: unknown[] }>('/v1/cases?seller=ferry-gifts')
    expect(cases).toEqual([])
  })

  it('shows every notice as a mail whose body can do nothing', async () => {
    const page = await (await fetch(`${server.url}/demo`)).text()
    const [, file] = /\/demo\/mail\/([0-9a-f]{32}\.eml)/.exec(page) ?? []
    const body = await fetch(`${server.url}/demo/mail/${file}/body`)
    expect(body.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/)
    expect(await body.text()).toContain('/s')
    expect((await fetch(`${server.url}/demo/mail/..%2Fmaster.key`)).status).toBe(404)
  })
})

const verifyCode = (cookie: string, code: string): Promise<Response> =>
  fetch(`${server.url}/api/auth/two-factor/verify-totp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: server.url },
    body: JSON.stringify({ code }),
  })
