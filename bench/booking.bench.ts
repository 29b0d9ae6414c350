import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '#providers/database/migrate.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { startPostgres } from '#test/world/postgres.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'
import type { NodeMessage } from './booking-node.ts'
import { clientCount, countDoubles, layOut, type RaceResult, race, slotCount, type Way, ways } from './booking-race.ts'

const rounded = (value: number | null): Cell => (value === null ? 'none' : Math.round(value * 10) / 10)

/** One race from the shot to the last answer; `runners` each run a part of the clients. */
async function measured(
  name: string,
  way: Way,
  database: OpenDatabase,
  runners: (() => Promise<RaceResult>)[],
): Promise<Cell[]> {
  const beganMs = performance.now()
  const results = await Promise.all(runners.map((run) => run()))
  const seconds = (performance.now() - beganMs) / 1000
  const sum = (of: (result: RaceResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const tookMs = results.flatMap((result) => result.tookMs)
  const booked = sum((result) => result.booked)
  const doubles = await countDoubles(database, way)
  if (way === 'database decides' && (booked !== slotCount || doubles > 0))
    throw new Error(`${booked} of ${slotCount} booked on ${name}, ${doubles} of them double`)
  const attempts = sum((result) => result.attempts)
  return [
    name,
    way,
    attempts,
    booked,
    doubles,
    Math.round(attempts / seconds),
    rounded(percentile(tookMs, 0.5)),
    rounded(percentile(tookMs, 0.95)),
  ]
}

const everyClient = Array.from({ length: clientCount }, (_, client) => client)

async function onEmbedded(): Promise<Cell[][]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const database = await openDatabase({ url: undefined, dataDir })
  try {
    await migrate(database)
    await layOut(database)
    const rows: Cell[][] = []
    for (const way of ways)
      rows.push(await measured('embedded', way, database, [() => race(database, way, everyClient)]))
    return rows
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function onPostgres(url: string, nodes: number): Promise<Cell[][]> {
  const database = await openDatabase({ url, dataDir: tmpdir() })
  const running = Array.from({ length: nodes }, (_, no) => startNode(url, no, nodes))
  try {
    await migrate(database)
    await layOut(database)
    await Promise.all(running.map(({ ready }) => ready))
    const rows: Cell[][] = []
    for (const way of ways) {
      const runners = running.map(
        ({ child }) =>
          () =>
            raceAt(child, way),
      )
      rows.push(await measured(`PostgreSQL, ${nodes} node${nodes > 1 ? 's' : ''}`, way, database, runners))
    }
    return rows
  } finally {
    for (const { child } of running) child.disconnect()
    await Promise.all(running.map(({ ended }) => ended))
    await database.close()
  }
}

function startNode(url: string, no: number, nodes: number) {
  const child = fork(fileURLToPath(new URL('./booking-node.ts', import.meta.url)), [url, String(no), String(nodes)])
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error('a node of the race ended before it began')))
  })
  return { child, ready, ended }
}

function raceAt(child: ChildProcess, way: Way): Promise<RaceResult> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: NodeMessage) => ('result' in message ? resolve(message.result) : reject(message)))
    child.once('exit', () => reject(new Error('a node of the race broke')))
    child.send(way)
  })
}

async function run(): Promise<BenchResult> {
  const rows = await onEmbedded()
  const notes = [
    `${clientCount} clients each try all ${slotCount} slots, the earliest first: ${clientCount * slotCount} attempts, of which ${slotCount} can succeed.`,
    'An attempt is one transaction, durable when it is answered; what the case, its notices and webhooks cost comes on top.',
    'PostgreSQL is the system’s, on loopback, fsync on; each node is a process of its own with a connection for each of its clients.',
  ]
  notes.push('The embedded engine runs one transaction after the other, so looking first happens to be safe there.')
  const server = await startPostgres({ durable: true }).catch((error: unknown) => {
    notes.push(`PostgreSQL was not measured: ${error instanceof Error ? error.message : 'it did not start'}`)
  })
  if (server) {
    try {
      for (const nodes of [1, 2]) rows.push(...(await onPostgres(await server.newDatabase(), nodes)))
    } finally {
      await server.stop()
    }
  }
  const columns = ['engine', 'way', 'attempts', 'booked', 'double', 'attempts/s', 'p50 ms', 'p95 ms']
  return { title: 'Booking: many clients, few times', columns, rows, notes }
}

export const bench: Bench = { name: 'booking', run }
