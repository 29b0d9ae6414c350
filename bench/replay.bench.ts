import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { layoutFor, packInputs } from '#app/rules/kept-inputs.ts'
import { replaySignals, replayStart } from '#app/rules/replay-signals.ts'
import { compileRuleSet } from '#domain/risk/compile-rules.ts'
import { featureNames } from '#domain/risk/features.ts'
import { emptyProfile, featuresOf } from '#domain/risk/profile.ts'
import type { SignalFacts } from '#domain/risk/signal.ts'
import { loadPrograms } from '#main/load-programs.ts'
import { loadRuleSets } from '#main/load-rule-sets.ts'
import { migrate } from '#providers/database/migrate.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { startPostgres } from '#test/world/postgres.ts'
import type { Bench, BenchResult, Cell } from './bench-result.ts'

const sizes = [10_000, 100_000, 1_000_000]
const signalsOfSeller = 100
const tenantId = 'bench'
const untilMs = Date.UTC(2026, 5, 30)
const dayMs = 86_400_000
/** All signals were received within this time. */
const spanDays = 60

const cities = [
  { country: 'CN', latitudeDeg: 30.3, longitudeDeg: 120.2 },
  { country: 'CN', latitudeDeg: 22.5, longitudeDeg: 114.1 },
  { country: 'ES', latitudeDeg: 40.4, longitudeDeg: -3.7 },
]

/** Facts as they come in: mostly logins and orders, now and then something that rules weigh. */
const someFacts = (): SignalFacts[] => {
  const facts: SignalFacts[] = []
  for (let no = 0; no < 60; no++)
    facts.push({
      type: 'login',
      ip: `ip-hash-of-some-length-${no % 9}`,
      ipNetwork: `network-hash-of-some-length-${no % 4}`,
      device: `device-hash-of-some-length-${no % 5}`,
      place: cities[no % 40 === 0 ? 2 : no % 2] ?? null,
      network: no % 10 === 0 ? 'public-wifi' : 'home',
      isProxy: no % 12 === 0,
    })
  for (let no = 0; no < 40; no++) facts.push({ type: 'order', amount: 20 + ((no * 37) % 300), currency: 'USD' })
  for (let no = 0; no < 12; no++)
    facts.push({ type: 'listings-added', count: 1 + ((no * 53) % 260), category: no % 3 === 0 ? 'beauty' : 'toys' })
  facts.push({ type: 'withdrawal', amount: 900, currency: 'USD' }, { type: 'shop-opened' })
  facts.push({ type: 'registration-changed', member: 'phone', inRegister: null })
  facts.push({ type: 'complaint', about: 'counterfeit', outcome: 'upheld' }, { type: 'violation' })
  return facts
}

/** What a decision was asked with, of the size it has in the table. */
const someInputs = () =>
  featuresOf({
    profile: emptyProfile,
    seller: {
      site: 'ES',
      kind: 'company',
      mainCategory: 'toys',
      categories: ['toys', 'garden'],
      phoneRealNameLevel: 2,
      licence: { validTo: '2030-01-01' },
      hasCompanyName: true,
      hasCreditCode: true,
      personalEmail: false,
      emailDomainMismatch: false,
      contradictions: [],
      differsFromRegister: false,
      registeredAtMs: untilMs - 400 * dayMs,
    },
    standing: {
      callNoShows: 0,
      failedVerifications: 0,
      openCommitments: 0,
      linkedShops: 0,
      linkedFailures: 0,
      shopsOnNetwork: 1,
    },
    signalType: 'login',
    nowMs: untilMs,
  })

/** Signals `from` to before `to`, written by the database itself: a hundred a seller, evenly over the time. */
const insertSignals = async (database: OpenDatabase, from: number, to: number): Promise<void> => {
  const facts = someFacts().map((one) => JSON.stringify(one))
  const decisions = [{ program: 'aliexpress', version: 1, outcome: 'none', score: 2, contributions: [], notAsked: [] }]
  const layout = await layoutFor(database, featureNames)
  const inputs = packInputs(layout.features, someInputs())
  await sql`
    insert into signal (tenant_id, seller_id, seq, id, type, occurred_at, received_at, late, facts, body_sealed, layout, inputs,
      missing, decisions)
    select ${tenantId}, 'seller-' || lpad((i / ${signalsOfSeller}::int)::text, 8, '0'), i % ${signalsOfSeller}::int + 1, 'signal-' || i,
      f.facts ->> 'type', t.at, t.at + interval '1 second', false, f.facts, repeat('x', 300), ${layout.no}::int, ${JSON.stringify(inputs.values)}::json,
      ${inputs.missing}, ${JSON.stringify(decisions)}::json
    from generate_series(${from}::int, ${to - 1}::int) as i,
      lateral (select ((${facts}::text[])[1 + (i::bigint * 7919) % ${facts.length}::int])::json as facts) as f,
      lateral (select ${new Date(untilMs - spanDays * dayMs)}::timestamptz
        + (i % ${signalsOfSeller}::int) * interval '14 hours' as at) as t`.execute(database.kysely)
}

/** The draft differs from what is published in weights, a limit, a threshold, one rule more and one less. */
const bothRules = () => {
  const published = loadRuleSets(loadPrograms()).get('aliexpress')
  if (!published) throw new Error('there is no rule set to replay')
  const [proxy] = published.set.rules.filter(({ id }) => id === 'proxy')
  if (!proxy) throw new Error('there is no rule to change')
  const rules = published.set.rules.filter(({ id }) => id !== 'ip-churn')
  const draft = compileRuleSet({
    ...published.set,
    thresholds: { open: 9, person: 20 },
    rules: [...rules, { ...proxy, id: 'proxy-abroad', when: 'login.proxy && login.country != "CN"' }],
  })
  if (!draft.ok) throw new Error(JSON.stringify(draft.problems))
  return { draft: draft.value, published: { version: 1, rules: published }, sinceMs: untilMs - spanDays * dayMs }
}

const replayBench = async (): Promise<BenchResult> => {
  const postgres = await startPostgres()
  const database = await openDatabase({
    url: await postgres.newDatabase(),
    dataDir: tmpdir(),
    transactionLimitMs: 600_000,
  })
  try {
    await migrate(database)
    const rules = bothRules()
    const rows: Cell[][] = []
    let there = 0
    for (const size of sizes) {
      const step = 50_000
      for (; there < size; there = Math.min(size, there + step))
        await insertSignals(database, there, Math.min(size, there + step))
      await sql`analyze signal`.execute(database.kysely)
      const cpuBefore = process.cpuUsage()
      const beganMs = performance.now()
      const asked = { tenantId, rules }
      const { replay, read } = await replaySignals(database, asked, await replayStart(database, asked), () => true)
      const seconds = (performance.now() - beganMs) / 1000
      const { user, system } = process.cpuUsage(cpuBefore)
      const { signals, sellers, openings, changes } = replay.result()
      if (read !== size || signals !== size || sellers !== size / signalsOfSeller)
        throw new Error(`read ${read} of ${size} signals, decided ${signals}, of ${sellers} sellers`)
      rows.push([
        size,
        sellers,
        Math.round(seconds * 10) / 10,
        Math.round(((user + system) / 1e6) * 10) / 10,
        Math.round((seconds / size) * 1e6 * 10) / 10,
        Math.round(process.memoryUsage().rss / 2 ** 20),
        openings.before,
        changes.opened.sellers,
        changes.notOpened.sellers,
        changes.changed.sellers,
      ])
    }
    return {
      title: 'Replay of past signals under two rule sets of 32 rules, PostgreSQL',
      columns: [
        'signals',
        'sellers',
        'seconds',
        'CPU seconds of ours',
        'µs a signal',
        'memory MB',
        'opened before',
        'opened',
        'not opened',
        'changed',
      ],
      rows,
      notes: [
        `${signalsOfSeller} signals a seller over ${spanDays} days; profiles are folded anew, the published rules and the draft are both asked.`,
        'One process, one connection; PostgreSQL runs beside it. Footing: signals that were generated, so counts of cases mean nothing.',
      ],
    }
  } finally {
    await database.close()
    await postgres.stop()
  }
}

export const bench: Bench = { name: 'replay', run: replayBench }
