import { type ChildProcess, fork, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createApiKey } from '#app/integration/api-keys.ts'
import type { Registration } from '#domain/registration.ts'
import { startPostgres } from '#test/world/postgres.ts'
import { publishRules } from '#test/world/published-rules.ts'
import { aLogin, sendSignal } from '#test/world/sent-signals.ts'
import { openServerWorld, registerASeller } from '#test/world/server-world.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'
import { coreSecondsOf } from './process-tree.ts'
import type { LoadAnswer, LoadOrder } from './signals-load.ts'
import { fillPast } from './signals-past.ts'

/** `npm run bench -- signals --past=1000000` measures over fewer. */
const pastCount = Number(process.argv.find((one) => one.startsWith('--past='))?.slice(7) ?? 10_000_000)
const sendingShops = Math.min(2_000, Math.max(200, Math.round(pastCount / 1_000)))
const singlesPerSecond = 2_000
const singlesSeconds = 30
const connections = 48
const batchCount = 6

const rounded = (value: number | null): Cell => (value === null ? 'none' : Math.round(value * 10) / 10)

async function run(): Promise<BenchResult> {
  const postgres = await startPostgres({ durable: true })
  try {
    const databaseUrl = await postgres.newDatabase()
    const world = await openServerWorld({ databaseUrl })
    try {
      const { tenantId, marketplace } = await world.tenant('A marketplace')
      const rules = world.app.presetRules.get('aliexpress')
      if (!rules) throw new Error('the rules that ship are not there')
      await publishRules(world, tenantId, rules)
      world.passes(3_000)
      for (let shop = 0; shop < sendingShops; shop += 1)
        await registerASeller(marketplace, `shop-${shop}`, somebody(shop))
      const asked = { sellerId: 'shop-0', program: 'aliexpress' }
      const opened = await marketplace.call<{ id: string }>('POST', '/v1/cases', asked)
      const first = await sendSignal(marketplace, aLogin('first', 'shop-0', world.nowMs()))
      if (first.status !== 202) throw new Error(`the first signal was refused: ${JSON.stringify(first.body)}`)
      await fillPast(databaseUrl, { tenantId, signalId: 'first' }, pastCount)
      const key = await createApiKey(
        world.app,
        { tenantId },
        { name: 'load', scopes: ['signals', 'cases'], expiresAtMs: null },
      )
      const server = await startServer(databaseUrl, world.keysUrl)
      try {
        const processes = { server: server.pid, postgres: postgres.pid }
        const args = [key.secret, String(sendingShops), opened.body.id]
        return await measure(server.url, args, rules.rules.length, processes)
      } finally {
        await server.stop()
      }
    } finally {
      await world.close()
    }
  } finally {
    await postgres.stop()
  }
}

/** Nobody shares anything with anybody: what is shared is measured by the bench of links. */
const somebody = (no: number): Partial<Registration> => ({
  // A site that the rules look at.
  site: 'ES',
  legalRepresentative: { name: '张样本', formerNames: [], idNumber: `P${no}`, idValidTo: null },
  creditCode: null,
  phone: `+86 139 ${String(no).padStart(8, '0')}`,
  email: `shop-${no}@example.com`,
})

type Processes = { server: number; postgres: number }
type Used = Processes & { sender: number }
/** What was answered, and the processor time that each process spent on it, in seconds. */
type Measured = LoadAnswer & { used: Used }

async function measure(url: string, args: string[], ruleCount: number, processes: Processes): Promise<BenchResult> {
  const load = fork(fileURLToPath(new URL('./signals-load.ts', import.meta.url)), [url, ...args])
  const used = async (): Promise<Used> => ({
    server: await coreSecondsOf(processes.server),
    postgres: await coreSecondsOf(processes.postgres),
    sender: await coreSecondsOf(load.pid ?? 0),
  })
  const order = async (what: LoadOrder): Promise<Measured> => {
    const before = await used()
    const answer = await ask(load, what)
    const after = await used()
    const spent = (who: keyof Used) => after[who] - before[who]
    return { ...answer, used: { server: spent('server'), postgres: spent('postgres'), sender: spent('sender') } }
  }
  try {
    // What is slow only the first time is no figure.
    await order({ do: 'singles', perSecond: 500, seconds: 4, connections })
    const alone = await order({ do: 'look', seconds: 5, duringBatches: 0 })
    const singles = await order({
      do: 'singles',
      perSecond: singlesPerSecond,
      seconds: singlesSeconds,
      connections,
    })
    const full = await order({ do: 'singles', perSecond: 1_000_000, seconds: 0.02, connections })
    const batches = await order({ do: 'batches', count: batchCount, size: 10_000 })
    const beside = await order({ do: 'look', seconds: 0, duringBatches: batchCount })
    const row = (what: string, { tookMs, wrong, done, used }: Measured, perSecond: Cell): Cell[] => {
      // Of what only looks there is nothing to divide by.
      const each = (seconds: number): Cell => (done > 0 ? Math.round((seconds * 1e6) / done) : '')
      return [
        what,
        perSecond,
        rounded(percentile(tookMs, 0.5)),
        rounded(percentile(tookMs, 0.99)),
        wrong,
        each(used.server),
        each(used.postgres),
        each(used.sender),
      ]
    }
    const rate = ({ done, seconds }: LoadAnswer) => Math.round(done / seconds)
    return {
      title: 'Signals in, one node on PostgreSQL',
      columns: ['what', 'per second', 'p50 ms', 'p99 ms', 'not as expected', 'server µs', 'PostgreSQL µs', 'sender µs'],
      rows: [
        row(`single signals, ${singlesPerSecond}/s asked for ${singlesSeconds} s`, singles, rate(singles)),
        row(`single signals, as fast as they are answered`, full, rate(full)),
        row('batches of 10,000, one after the other', batches, rate(batches)),
        row('reading a case, nothing beside it', alone, ''),
        row('reading a case while batches are taken', beside, ''),
      ],
      notes: [
        `${pastCount.toLocaleString('en')} signals were there before; ${sendingShops.toLocaleString('en')} shops send; each signal is decided by the ${ruleCount} rules that ship for AliExpress.`,
        'A signal is answered when it is on the disk: sealed, hashed, folded, decided and stored. Of single signals the time counts from when they were to be sent.',
        'Server, PostgreSQL (fsync on) and the process that sends share the machine. Their columns are processor time per signal.',
      ],
    }
  } finally {
    load.disconnect()
  }
}

const ask = (load: ChildProcess, what: LoadOrder): Promise<LoadAnswer> =>
  new Promise((resolve, reject) => {
    const broke = () => reject(new Error('the process that sends has ended'))
    load.once('exit', broke)
    load.once('message', (answer: LoadAnswer) => {
      load.off('exit', broke)
      resolve(answer)
    })
    load.send(what)
  })

const cli = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url))

/** One node with every role, as `serve` starts it, on the database that was laid out. */
async function startServer(databaseUrl: string, keysUrl: string) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    KEYS_URL: keysUrl,
    DEMO: '0',
    AUTH_SECRET: 'a secret for this measurement only, 32 characters',
    LOG_LEVEL: 'warn',
    WORKERS: '1',
  }
  const more = process.env.BENCH_NODE_ARGS?.split(' ') ?? []
  const child = spawn(process.execPath, ['--no-warnings', ...more, cli, 'serve'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/readyz`).catch(() => null)
    if (ready?.ok) break
    if (tries > 300 || child.exitCode !== null) throw new Error(`the server did not start: ${complaint}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

export const bench: Bench = { name: 'signals', run }
