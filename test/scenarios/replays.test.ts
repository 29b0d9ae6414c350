import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#app/ports/database.ts'
import { layoutFor, packInputs } from '#app/rules/kept-inputs.ts'
import { sealRules } from '#app/rules/rule-versions.ts'
import { resumeReplays, runReplay } from '#app/rules/run-replay.ts'
import type { ReplayRowView, ReplayView } from '#contracts/desk-replays.ts'
import { featureNames } from '#domain/risk/features.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { replayCommand } from '#main/cli-replay.ts'
import { migrate } from '#providers/database/migrate.ts'
import { openDatabase } from '#providers/database/open-database.ts'
import { temporaryFolder } from '../ports/temporary-folder.ts'
import { ruleSetWith, ruleWith } from '../world/a-rule-set.ts'
import { aLogin } from '../world/a-signal.ts'
import { calmSeller } from '../world/calm-seller.ts'
import { newDataDirectory } from '../world/databases.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** [TR7] What a draft would have done, asked for at the desk and on the command line, before anybody publishes it. */
let world: ServerWorld
let tenantId: string
let ada: Person
const dayMs = 86_400_000
const proxy = ruleWith({ id: 'proxy', when: 'login.proxy', weight: 4 })
const wifi = ruleWith({ id: 'wifi', when: 'login.network == "public-wifi"', weight: 2 })
const rulesOf = (changes: Partial<RuleSet> = {}) =>
  ruleSetWith({ thresholds: { open: 4, person: null }, rules: [proxy, wifi], ...changes })

/** Signals of one seller, one an hour: the first through a proxy, the rest as `network` says. */
const insertSignals = async (
  database: Database,
  sellerId: string,
  network: 'home' | 'public-wifi',
  isProxy: boolean,
) => {
  const facts = (seq: number) => JSON.stringify(aLogin({ network, isProxy: isProxy && seq === 1 }))
  const at = (seq: number) => new Date(Date.now() - 20 * dayMs + seq * 3_600_000)
  const layout = await layoutFor(database, featureNames)
  const inputs = packInputs(layout.features, { values: calmSeller, missing: {} })
  await database.kysely
    .insertInto('signal')
    .values(
      Array.from({ length: 300 }, (_, no) => ({
        tenant_id: tenantId,
        seller_id: sellerId,
        seq: no + 1,
        id: `${sellerId}-${no}`,
        type: 'login',
        occurred_at: at(no + 1),
        received_at: at(no + 1),
        late: false,
        facts: facts(no + 1),
        body_sealed: '',
        layout: layout.no,
        inputs: JSON.stringify(inputs.values),
        missing: inputs.missing,
        decisions: JSON.stringify([]),
      })),
    )
    .execute()
}

const version = async ({ kysely }: Database, no: number, state: 'published' | 'draft', rules: RuleSet) => {
  const now = new Date()
  await kysely.deleteFrom('rule_set_version').where('tenant_id', '=', tenantId).where('version', '=', no).execute()
  await kysely
    .insertInto('rule_set_version')
    .values({
      tenant_id: tenantId,
      program: rules.program,
      version: no,
      state,
      ...sealRules(rules),
      base_version: null,
      restores_version: null,
      hands: ['staff/ada'],
      drafted_by: 'staff/ada',
      drafted_at: now,
      edited_by: 'staff/ada',
      edited_at: now,
      proposed_by: null,
      proposed_at: null,
      published_by: null,
      published_at: state === 'published' ? now : null,
      looked_at_by: null,
    })
    .execute()
}

const thePast = async (database: Database) => {
  await insertSignals(database, 'always-home', 'home', false)
  await insertSignals(database, 'by-proxy', 'home', true)
  await insertSignals(database, 'by-wifi', 'public-wifi', false)
  await version(database, 1, 'published', rulesOf())
}

beforeAll(async () => {
  world = await openServerWorld()
  const tenant = await world.tenant('Here')
  tenantId = tenant.tenantId
  ada = await world.staff(tenantId, 'compliance')
  await thePast(world.app.database)
})
afterAll(() => world.close())

const since = () => new Date(world.nowMs() - 30 * dayMs).toISOString()
const ask = async (rules: RuleSet) => {
  await version(world.app.database, 2, 'draft', rules)
  return ada.call<{ id: string; code?: string }>('POST', '/desk/api/replays', {
    program: 'aliexpress',
    version: 2,
    since: since(),
  })
}
const look = async (id: string) => (await ada.call<ReplayView>('GET', `/desk/api/replays/${id}`)).body
/** Slices of one chunk each, as many as it takes; what a slice knows comes from the table alone. */
const through = async (replayId: string): Promise<ReplayView> => {
  for (let slice = 0; slice < 20; slice++) {
    await runReplay(world.app, { tenantId, replayId }, 0)
    const seen = await look(replayId)
    if (seen.state === 'done') return seen
  }
  throw new Error('the replay does not end')
}

describe('[TR7] a replay at the desk', () => {
  it('of a draft that asks more says who would have a case, and why; nothing is opened by it', async () => {
    const { status, body } = await ask(rulesOf({ rules: [proxy, { ...wifi, weight: 4 }] }))
    expect(status).toBe(201)
    expect(await look(body.id)).toMatchObject({ state: 'waiting', signalsDone: 0, publishedVersion: 1 })
    const { result, words } = await through(body.id)
    expect(result).toMatchObject({ signals: 900, sellers: 3, openings: { before: 1, after: 2, same: 1 } })
    expect(result?.changes.opened).toMatchObject({ sellers: 1, byRule: [{ rule: 'wifi', sellers: 1 }] })
    expect(result?.changes.opened.samples[0]).toMatchObject({ sellerId: 'by-wifi', after: { seq: 1, score: 4 } })
    expect(words).toMatchObject({ wifi: { en: expect.any(String) } })
    const cases = await world.app.database.kysely.selectFrom('verification_case').select('id').execute()
    expect(cases).toEqual([])
  })

  it('of a draft that asks less, or otherwise, says that', async () => {
    const less = await through((await ask(rulesOf({ thresholds: { open: 6, person: null } }))).body.id)
    expect(less.result?.changes.notOpened).toMatchObject({
      sellers: 1,
      samples: [{ sellerId: 'by-proxy', after: null }],
    })
    const other = rulesOf({
      rules: [proxy, ruleWith({ id: 'new-network', when: 'login.networks_7d >= 1', weight: 1 })],
    })
    const changed = await through((await ask(other)).body.id)
    expect(changed.result?.changes.changed).toMatchObject({ sellers: 1, byRule: [{ rule: 'new-network', sellers: 1 }] })
  })

  it('tells how far it is, and goes on where it stopped when a server ended in between', async () => {
    const { body } = await ask(rulesOf())
    await runReplay(world.app, { tenantId, replayId: body.id }, 0)
    expect(await look(body.id)).toMatchObject({ state: 'running', signalsDone: 400, signalsTotal: 900, result: null })
    const jobs = async () =>
      Number(
        (
          await sql<{ n: string }>`select count(*) as n from pgboss.job where name = 'run-replay'
            and state = 'created' and singleton_key = ${body.id}`.execute(world.app.database.kysely)
        ).rows[0]?.n,
      )
    await resumeReplays(world.app)
    expect(await jobs()).toBe(0)
    world.passes(100_000)
    await resumeReplays(world.app)
    expect(await jobs()).toBe(1)
    expect((await through(body.id)).result).toMatchObject({ signals: 900, openings: { before: 1, after: 1, same: 1 } })
  })

  it('can be cancelled, shows nothing then, and one is run at a time', async () => {
    const { body } = await ask(rulesOf())
    await runReplay(world.app, { tenantId, replayId: body.id }, 0)
    expect((await ask(rulesOf())).body.code).toBe('conflict')
    expect((await ada.call('POST', `/desk/api/replays/${body.id}/cancel`)).status).toBe(200)
    await runReplay(world.app, { tenantId, replayId: body.id })
    expect(await look(body.id)).toMatchObject({ state: 'cancelled', result: null })
    expect((await ada.call('POST', `/desk/api/replays/${body.id}/cancel`)).status).toBe(409)
    const again = await ask(rulesOf())
    expect(again.status).toBe(201)
    await through(again.body.id)
    const list = await ada.call<{ replays: ReplayRowView[] }>('GET', '/desk/api/replays?program=aliexpress')
    expect(list.body.replays.map(({ state }) => state)).toContain('cancelled')
  })

  it('is refused for a day that has not come, for rules that cannot be run, and to another marketplace', async () => {
    const asked = (program: string, sinceMs: number) =>
      ada.call('POST', '/desk/api/replays', { program, version: 2, since: new Date(sinceMs).toISOString() })
    expect((await asked('aliexpress', world.nowMs() + dayMs)).status).toBe(409)
    expect((await asked('nobody', world.nowMs() - dayMs)).status).toBe(404)
    expect((await ask(rulesOf({ rules: [ruleWith({ when: 'login.porxy' })] }))).status).toBe(409)
    const { body } = await ask(rulesOf())
    const stranger = await world.staff((await world.tenant('There')).tenantId, 'admin')
    expect((await stranger.call('GET', `/desk/api/replays/${body.id}`)).status).toBe(404)
    expect((await stranger.call('POST', `/desk/api/replays/${body.id}/cancel`)).status).toBe(404)
    await through(body.id)
  })
})

describe('[TR7] countersign replay', () => {
  const run = async (rules: unknown, changes: Record<string, unknown> = {}, env: Record<string, string> = {}) => {
    const file = path.join(await temporaryFolder(), 'draft.json')
    await writeFile(file, typeof rules === 'string' ? rules : JSON.stringify(rules))
    return replayCommand({ rules: file, since: '2026-01-01', language: 'en', ...changes }, env, () => {})
  }

  it('answers 64 with every problem for what cannot be used, before it opens anything', async () => {
    expect(await run('{')).toMatchObject({ code: 64, err: expect.stringContaining('is not JSON') })
    const wrong = rulesOf({ rules: [ruleWith({ when: 'login.porxy' }), ruleWith({ id: 'b', when: 'true' })] })
    const { code, err } = await run(wrong)
    expect({ code, lines: err?.trim().split('\n').length }).toEqual({ code: 64, lines: 3 })
    expect(await run(rulesOf(), { since: 'yesterday' })).toMatchObject({ code: 64 })
    expect(await run(rulesOf(), { since: '2999-01-01' })).toMatchObject({ code: 64 })
    expect(await run(rulesOf(), { language: 'tlh' })).toMatchObject({ code: 64 })
    const empty = await temporaryFolder()
    expect(await run(rulesOf(), {}, { DATA_DIR: empty })).toMatchObject({
      code: 64,
      err: expect.stringContaining('There is no database'),
    })
  })

  it('says what to do while a server holds the embedded database, and reads it when that has ended', async () => {
    const dataDir = await newDataDirectory()
    const database = await openDatabase({ url: undefined, dataDir })
    await migrate(database)
    tenantId = 'marketplace'
    await database.kysely
      .insertInto('tenant')
      .values({ id: tenantId, name: 'Here', key_id: 'key', created_at: new Date() })
      .execute()
    await thePast(database)
    const draft = rulesOf({ rules: [proxy, { ...wifi, weight: 4 }] })
    const asked = { since: new Date(Date.now() - 30 * dayMs).toISOString().slice(0, 10) }
    const held = await run(draft, asked, { DATA_DIR: dataDir })
    expect(held).toMatchObject({
      code: 1,
      err: expect.stringContaining('A running server holds the embedded database.'),
    })
    await database.close()

    const words = await run(draft, asked, { DATA_DIR: dataDir })
    expect(words.code).toBe(0)
    expect(words.out).toContain('Would open, and did not before: 1')
    expect(words.out).toContain('by-wifi: no case →')
    const json = await run(draft, { ...asked, json: true }, { DATA_DIR: dataDir })
    expect(JSON.parse(json.out ?? '')).toMatchObject({ published: 1, signals: 900, openings: { before: 1, after: 2 } })
    const nobody = await run(draft, { ...asked, tenant: 'nobody' }, { DATA_DIR: dataDir })
    expect(nobody).toMatchObject({ code: 64, err: expect.stringContaining('--tenant must be one of') })
  })
})
