import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { defineJob } from '#app/ports/queue.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { openQueue } from '#providers/queue/open-queue.ts'
import { startPostgres } from '#test/world/postgres.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'

const transactionsPerClient = 200
const clientCounts = [1, 8, 24]
const wakeUps = 100
const delayed = 20

const ping = defineJob({ name: 'bench-ping', payload: z.strictObject({}) })

const rounded = (value: number | null): Cell => (value === null ? 'none' : Math.round(value * 10) / 10)
const summary = (samples: number[]): Cell[] => [rounded(percentile(samples, 0.5)), rounded(percentile(samples, 0.95))]

/** Transactions of two writes each, durable when answered, from several clients at once. */
async function commits(database: OpenDatabase, clients: number): Promise<Cell[]> {
  const tookMs: number[] = []
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let no = 0; no < transactionsPerClient; no++) {
        const beganMs = performance.now()
        await database.transaction(async (tx) => {
          await sql`insert into bench_event (client, body) values (${client}, ${'x'.repeat(300)})`.execute(tx)
          await sql`update bench_case set n = n + 1 where id = ${client}`.execute(tx)
        })
        tookMs.push(performance.now() - beganMs)
      }
    }),
  )
  const perSecond = Math.round((clients * transactionsPerClient * 1000) / (performance.now() - startedMs))
  return [`${clients} clients: commits/s`, perSecond, ...summary(tookMs)]
}

async function reads(database: OpenDatabase): Promise<Cell[]> {
  const tookMs: number[] = []
  for (let no = 0; no < 500; no++) {
    const beganMs = performance.now()
    await sql`select * from bench_case where id = ${no % 24}`.execute(database.kysely)
    tookMs.push(performance.now() - beganMs)
  }
  return ['reads of one row', Math.round(500_000 / tookMs.reduce((a, b) => a + b)), ...summary(tookMs)]
}

/** From asking for a job in a transaction until its handler runs, and how late delayed jobs start. */
async function jobs(database: OpenDatabase): Promise<Cell[][]> {
  const queue = await openQueue(database, { jobs: [ping], worker: true })
  let started: (() => void) | undefined
  const startedMs: number[] = []
  queue.work(
    ping,
    async () => {
      startedMs.push(performance.now())
      started?.()
    },
    { concurrency: delayed },
  )
  const wakeMs: number[] = []
  for (let no = 0; no < wakeUps; no++) {
    const next = new Promise<void>((resolve) => {
      started = resolve
    })
    const askedMs = performance.now()
    await database.transaction((tx) => queue.enqueue(tx, ping, {}))
    await next
    wakeMs.push(performance.now() - askedMs)
  }
  startedMs.length = 0
  const allStarted = new Promise<void>((resolve) => {
    started = () => startedMs.length === delayed && resolve()
  })
  const dueMs: number[] = []
  for (let no = 0; no < delayed; no++) {
    const inMs = 1_000 + no * 137
    dueMs.push(performance.now() + inMs)
    await database.transaction((tx) => queue.enqueue(tx, ping, {}, { startAfter: new Date(Date.now() + inMs) }))
  }
  await allStarted
  await queue.stop()
  const lateMs = startedMs.sort((a, b) => a - b).map((ms, index) => ms - dueMs[index]!)
  return [
    ['job: asked to started', Math.round(1000 / (percentile(wakeMs, 0.5) ?? Number.NaN)), ...summary(wakeMs)],
    ['delayed job: lateness', '', ...summary(lateMs)],
  ]
}

async function measure(name: string, database: OpenDatabase): Promise<Cell[][]> {
  await database.pool.query(`
    create table bench_event (id int generated always as identity primary key, client int not null, body text not null);
    create table bench_case (id int primary key, n int not null);
    insert into bench_case select id, 0 from generate_series(0, 63) as id;`)
  const rows: Cell[][] = []
  for (const clients of clientCounts) rows.push(await commits(database, clients))
  rows.push(await reads(database), ...(await jobs(database)))
  await database.close()
  return rows.map((row) => [name, ...row])
}

async function run(): Promise<BenchResult> {
  const rows: Cell[][] = []
  const notes = [
    'A commit is two writes in one transaction, on the disk when it is answered, on both engines.',
    'PostgreSQL is the system’s, on loopback; the data of both lies in the system’s temporary folder, fsync on.',
  ]
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  try {
    const beganMs = performance.now()
    const first = await openDatabase({ url: undefined, dataDir })
    const madeMs = performance.now()
    await first.close()
    const closedMs = performance.now()
    const embedded = await openDatabase({ url: undefined, dataDir })
    rows.push(['embedded', 'first start', '', rounded(madeMs - beganMs), ''])
    rows.push(['embedded', 'later start', '', rounded(performance.now() - closedMs), ''])
    rows.push(...(await measure('embedded', embedded)))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  const server = await startPostgres({ durable: true }).catch((error: unknown) => {
    notes.push(`PostgreSQL was not measured: ${error instanceof Error ? error.message : 'it did not start'}`)
  })
  if (server) {
    try {
      rows.push(
        ...(await measure(
          'PostgreSQL',
          await openDatabase({ url: await server.newDatabase(), dataDir, poolSize: 24 }),
        )),
      )
    } finally {
      await server.stop()
    }
  }
  return { title: 'Database and jobs', columns: ['engine', 'what', 'per second', 'p50 ms', 'p95 ms'], rows, notes }
}

export const bench: Bench = { name: 'database', run }
