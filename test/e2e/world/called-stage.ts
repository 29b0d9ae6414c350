import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { createDuty } from '#app/calls/duty-roster.ts'
import { createApiKey } from '#app/integration/api-keys.ts'
import { storePrograms } from '#app/programs.ts'
import type { Role } from '#contracts/desk-api.ts'
import type { DutyAsked } from '#contracts/desk-calls.ts'
import { scopes } from '#contracts/marketplace-api.ts'
import type { Program } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'
import type { Held } from '#main/build-app.ts'
import { readConfig } from '#main/config.ts'
import { demoTenantId } from '#main/demo/installation/set-up.ts'
import { totpCode } from '#main/demo/installation/totp.ts'
import { openPublicApi } from '#main/demo/market/public-api.ts'
import { inventedCard, inventedRegistration } from '#main/demo/media/render/invented-identity.ts'
import { type RunningServer, startServer } from '#main/serve.ts'
import { programWithCalls } from '#test/world/a-program.ts'
import { openBrowser } from './browser.ts'
import type { StaffSignIn } from './real-server.ts'

/** A marketplace whose procedure is held in calls, on a server in this process, and a browser to look at it. */
export type CalledStage = {
  readonly url: string
  readonly browser: Browser
  signIn(role: Role): StaffSignIn
  /** On every day around the clock, in Jakarta, unless said otherwise. */
  putOnDuty(role: Role, changes?: Partial<DutyAsked>): Promise<void>
  /** A case of a new shop at the site in Jakarta, and the personal link to it. */
  openCase(sellerId: string, registration?: Partial<Registration>): Promise<{ id: string; link: string }>
}

/** `held` is a clock that a test holds. */
export type StageSetting = { held?: Held; program?: Program }

/** No program that ships holds calls yet, so the server learns one from its test. To be called where hooks may be registered. */
export const openCalledStage = ({ held = {}, program = programWithCalls() }: StageSetting = {}): CalledStage => {
  let opened: { server: RunningServer; browser: Browser; apiKey: string } | undefined
  let folder = ''
  const stage = () => {
    if (!opened) throw new Error('the stage is open in tests and hooks only')
    return opened
  }
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-calls-'))
    const config = readConfig({ DATA_DIR: path.join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent', ROLE: 'api' })
    const [server, browser] = await Promise.all([startServer(config, held), openBrowser()])
    server.app.programs.set(program.name, program)
    await storePrograms(server.app.database, [program], Date.now())
    const asked = { name: 'test', scopes: [...scopes], expiresAtMs: null }
    const { secret } = await createApiKey(server.app, { tenantId: demoTenantId }, asked)
    opened = { server, browser, apiKey: secret }
  })
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.server.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get url() {
      return stage().server.url
    },
    get browser() {
      return stage().browser
    },
    signIn(role) {
      const found = stage()
        .server.demo?.signIns()
        .find((one) => one.role === role)
      if (!found) throw new Error(`the demo has no ${role}`)
      return { ...found, codeNow: () => totpCode(found.totpSecret, Date.now()) }
    },
    async putOnDuty(role, changes = {}) {
      const { app } = stage().server
      const { id } = await app.database.kysely
        .selectFrom('staff')
        .select('id')
        .where('tenantId', '=', demoTenantId)
        .where('role', '=', role)
        .executeTakeFirstOrThrow()
      const made = await createDuty(
        app,
        { tenantId: demoTenantId },
        {
          reviewerId: id,
          site: 'ID',
          zone: 'Asia/Jakarta',
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          hours: { from: '00:00', to: '00:00' },
          breaks: [],
          firstDay: '2020-01-01',
          lastDay: null,
          languages: ['en'],
          programs: ['called'],
          ...changes,
        },
      )
      if (!made.ok) throw new Error(`the duty was refused: ${made.refusal.code}`)
    },
    async openCase(sellerId, registration = {}) {
      const marketplace = openPublicApi(stage().server.url, stage().apiKey)
      await marketplace.putSeller(inventedRegistration(inventedCard('a'), { sellerId, site: 'ID', ...registration }))
      const { id } = await marketplace.openCase({ sellerId, program: 'called', noticedAt: null, note: null })
      return { id, link: (await marketplace.link(id)).url }
    },
  }
}
