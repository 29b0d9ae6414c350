import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createOTP } from '@better-auth/utils/otp'
import { Registry } from 'prom-client'
import type { App } from '#app/app.ts'
import { createApiKey } from '#app/integration/api-keys.ts'
import type { Chance } from '#app/ports/clock.ts'
import type { Role } from '#contracts/desk-api.ts'
import { type Scope, scopes } from '#contracts/marketplace-api.ts'
import type { Registration } from '#domain/registration.ts'
import type { RouteRow } from '#http/doors.ts'
import { openNudgeHub } from '#http/nudges.ts'
import { buildServer } from '#http/server.ts'
import { type BuiltApp, buildApp } from '#main/build-app.ts'
import { readConfig } from '#main/config.ts'
import { openPublicWords } from '#main/public-words.ts'
import { openStaffDirectory } from '#providers/staff/open-staff-directory.ts'
import { programAliexpress } from './a-program.ts'
import { aRegistration } from './a-registration.ts'
import { newDataDirectory } from './databases.ts'

export type Answer<T> = { status: number; body: T; headers: Headers }

/** One caller with what they carry: an API key, or cookies as a browser keeps them. */
export type Person = {
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  /** For bytes in and out. */
  raw(method: string, path: string, init?: { body?: BodyInit; headers?: Record<string, string> }): Promise<Response>
}

export type ServerWorld = {
  app: App
  built: BuiltApp
  routes: RouteRow[]
  /** Time stands still but for this. */
  passes(ms: number): void
  nowMs(): number
  nobody: Person
  keysUrl: string
  /** A caller at this node with every right of a tenant that any node has made. */
  marketplaceOf(tenantId: string): Promise<Person>
  tenant(name: string): Promise<{ tenantId: string; marketplace: Person; keyWith(scopes: Scope[]): Promise<Person> }>
  staff(tenantId: string, role: Role): Promise<Person>
  /** An invited member who has chosen a password and nothing else; `signIn` is a new browser with it. */
  newcomer(tenantId: string, role: Role): Promise<{ staffId: string; password: string; signIn(): Promise<Person> }>
  /** A browser that carries nothing yet. */
  browser(): Person
  /** Sets up an authenticator the way a person does, and proves a code of it. */
  setUpCode(somebody: Person, password: string): Promise<void>
  /** A browser that has opened the seller link of a case. */
  sellerOf(marketplace: Person, caseId: string): Promise<Person>
  close(): Promise<void>
}

const origin = 'http://127.0.0.1:8080'

/** The whole product in this process, on an embedded database of its own, without a network and without a demo. */
export const openServerWorld = async ({
  databaseUrl,
  chance,
  besides,
}: {
  databaseUrl?: string
  /** A node of the same installation: on the same database, with the same keys. */
  besides?: ServerWorld
  /** What is drawn; left to chance when not given. */
  chance?: Chance
} = {}): Promise<ServerWorld> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-world-'))
  const dataDir = databaseUrl ? path.join(folder, 'data') : await newDataDirectory()
  let nowMs = Date.now()
  const config = readConfig({
    DATA_DIR: dataDir,
    DEMO: '0',
    AUTH_SECRET: 'a secret for tests only, thirty-two characters',
    LOG_LEVEL: 'silent',
    ROLE: 'api',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(besides ? { KEYS_URL: besides.keysUrl } : {}),
  })
  const built = await buildApp(config, { clock: { nowMs: () => nowMs }, ...(chance ? { chance } : {}) })
  const { app, database } = built
  app.programs.set('aliexpress', programAliexpress())
  const staff = openStaffDirectory({
    database,
    clock: app.clock,
    ids: app.ids,
    publicUrl: origin,
    secret: config.authSecret ?? '',
  })
  const hub = await openNudgeHub(app)
  const { api, routes } = buildServer({
    app,
    staff,
    hub,
    metrics: new Registry(),
    webRoot: path.join(folder, 'web'),
    publicWords: await openPublicWords(),
    callerAddress: (connected) => connected,
    ready: () => true,
  })

  let people = 0
  const person = (carried: Record<string, string> = {}): Person => {
    const cookies = new Map<string, string>()
    people += 1
    const remoteAddress = `192.0.2.${people}`
    const raw: Person['raw'] = async (method, at, { body, headers = {} } = {}) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await api.request(
        new URL(at, origin).href,
        {
          method,
          headers: { origin, ...(cookie ? { cookie } : {}), ...carried, ...headers },
          ...(body === undefined ? {} : { body }),
        },
        { incoming: { socket: { remoteAddress } } },
      )
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const at = pair.indexOf('=')
        cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      return response
    }
    return {
      raw,
      async call<T>(method: string, at: string, body?: unknown, headers: Record<string, string> = {}) {
        const response = await raw(method, at, {
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        })
        const text = await response.text()
        return { status: response.status, body: (text ? JSON.parse(text) : null) as T, headers: response.headers }
      },
    }
  }

  const keyPerson = async (tenantId: string, wanted: readonly Scope[]): Promise<Person> => {
    const { secret } = await createApiKey(app, { tenantId }, { name: 'test', scopes: [...wanted], expiresAtMs: null })
    return person({ authorization: `Bearer ${secret}` })
  }

  const newcomer: ServerWorld['newcomer'] = async (tenantId, role) => {
    const email = `${app.ids.next(role)}@staff.test`
    const password = 'a long password for tests'
    const invited = await staff.invite(tenantId, { email, name: role, role })
    if (!invited.ok) throw new Error(invited.refusal)
    const accepted = await staff.accept(invited.invite.setupToken, password)
    if (!accepted.ok) throw new Error(accepted.refusal)
    const signIn = async () => {
      const somebody = person()
      await somebody.call('POST', '/api/auth/sign-in/email', { email, password })
      return somebody
    }
    return { staffId: invited.invite.staff.staffId, password, signIn }
  }

  const setUpCode: ServerWorld['setUpCode'] = async (somebody, password) => {
    const enabled = await somebody.call<{ totpURI: string }>('POST', '/api/auth/two-factor/enable', { password })
    const secret = base32Bytes(new URL(enabled.body.totpURI).searchParams.get('secret') ?? '')
    const code = await createOTP(secret, { period: 30, digits: 6 }).totp()
    const verified = await somebody.call('POST', '/api/auth/two-factor/verify-totp', { code })
    if (verified.status !== 200) throw new Error(`second factor was refused: ${JSON.stringify(verified.body)}`)
  }

  return {
    app,
    built,
    routes,
    passes: (ms) => {
      nowMs += ms
    },
    nowMs: () => nowMs,
    nobody: person(),
    keysUrl: config.keysUrl,
    marketplaceOf: (tenantId) => keyPerson(tenantId, scopes),

    async tenant(name) {
      const tenantId = app.ids.next('tnt')
      const { keyId } = await app.keys.createDataKey({ kind: 'tenant', tenantId, id: tenantId })
      await app.database.kysely
        .insertInto('tenant')
        .values({ id: tenantId, name, key_id: keyId, created_at: new Date(nowMs) })
        .execute()
      return {
        tenantId,
        marketplace: await keyPerson(tenantId, scopes),
        keyWith: (wanted) => keyPerson(tenantId, wanted),
      }
    },

    newcomer,
    browser: () => person(),
    setUpCode,
    async staff(tenantId, role) {
      const { password, signIn } = await newcomer(tenantId, role)
      const somebody = await signIn()
      await setUpCode(somebody, password)
      return somebody
    },

    async sellerOf(marketplace, caseId) {
      const link = await marketplace.call<{ url: string }>('POST', `/v1/cases/${caseId}/link`)
      const browser = person()
      const entered = await browser.call('POST', '/s/api/session', { token: link.body.url.split('#')[1] })
      if (entered.status !== 200) throw new Error(`the link was refused: ${JSON.stringify(entered.body)}`)
      return browser
    },

    async close() {
      await hub.close()
      await built.close()
      await rm(folder, { recursive: true, force: true })
      await rm(dataDir, { recursive: true, force: true })
      await rm(`${dataDir}-keys`, { recursive: true, force: true })
    },
  }
}

/** RFC 4648, as authenticator apps get it. The library's generator wants the text it was made from. */
const base32Bytes = (text: string): string => {
  const bits = [...text.replace(/=+$/, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []
  return new TextDecoder().decode(new Uint8Array(bytes))
}

/** A seller whose registration the program accepts, but for what is changed. */
export const registerASeller = async (
  marketplace: Person,
  sellerId = 'seller-1',
  changes: Partial<Registration> = {},
): Promise<void> => {
  const registration = { ...aRegistration(changes), sellerId }
  const stored = await marketplace.call('PUT', `/v1/sellers/${sellerId}`, registration)
  if (stored.status !== 200) throw new Error(`the registration was refused: ${JSON.stringify(stored.body)}`)
}
