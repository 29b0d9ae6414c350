import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Blobs } from '#app/ports/blobs.ts'
import { chainStart, sealChain, verifyChain } from '#domain/evidence/chain.ts'
import { appendLeaf, emptyFrontier, leafHash, root } from '#domain/evidence/merkle.ts'
import { openFileBlobs } from '#providers/blobs/file-blobs.ts'
import { openFileKeys } from '#providers/keys/file-keys.ts'
import { type Bench, type Cell, percentile } from './bench-result.ts'

/**
 * What encryption and durability cost: chunks as a run sends them, beside the least that any durable store must do (write,
 * fdatasync, rename, sync the folder) on the same disk at the same time; whole recordings; sealed fields; the chain.
 */
const puts = 150
const mb = 1_000_000

export const bench: Bench = {
  name: 'storage',
  async run() {
    // Not in the system's temporary folder, which is often memory: the disk is what is measured.
    const cache = path.join(import.meta.dirname, '..', '.cache')
    await mkdir(cache, { recursive: true })
    const folder = await mkdtemp(path.join(cache, 'bench-storage-'))
    try {
      return {
        title: 'Encrypted store, keys and evidence chain',
        columns: ['what', 'bytes', 'count', 'p50 ms', 'p95 ms', 'MB/s or 1/s'],
        rows: await measure(folder),
        notes: [
          '"bare" writes the same bytes unencrypted and makes them durable: the disk’s own share of a put.',
          'Durable means fdatasync and a synced folder; what the disk’s cache then does is the disk’s.',
        ],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(folder: string): Promise<Cell[][]> {
  const keys = await openFileKeys(path.join(folder, 'keys'))
  const blobs = await openFileBlobs(path.join(folder, 'blobs'), keys)
  const bare = path.join(folder, 'bare')
  await mkdir(bare)
  const { keyId } = await keys.createDataKey({ kind: 'case', tenantId: 'bench', id: 'bench' })
  const rows: Cell[][] = []

  for (const bytes of [50_000, 200_000, 500_000]) {
    const [ours, floor]: [number[], number[]] = [[], []]
    for (let no = 0; no < puts; no++) {
      const chunk = randomBytes(bytes)
      ours.push(await timed(() => blobs.put(keyId, `one/${bytes}/${no}`, chunk)))
      floor.push(await timed(() => writeBare(bare, `${bytes}-${no}`, chunk)))
    }
    rows.push(row('put a chunk', bytes, ours, bytes / mb), row('bare', bytes, floor, bytes / mb))
  }

  let together: number[] = []
  const wallMs = await timed(async () => {
    together = await timedPuts(blobs, keyId, 20)
  })
  // Puts overlap here, so the rate counts the time on the wall and not the sum of theirs.
  const rate = (together.length * 0.2) / (wallMs / 1000)
  rows.push([...row('put, 20 runs at once', 200_000, together).slice(0, -1), round(rate)])
  rows.push(...(await wholeRecording(blobs, keyId)))

  const place = { table: 'sellers', column: 'registration', row: 'sel_1' }
  const fields: number[] = []
  for (let no = 0; no < 2000; no++) {
    fields.push(await timed(async () => keys.decrypt(await keys.encrypt(keyId, 'x'.repeat(500), place), place)))
  }
  rows.push(row('seal and open a field', 500, fields))
  const made: number[] = []
  for (let no = 0; no < 100; no++) {
    made.push(await timed(() => keys.createDataKey({ kind: 'case', tenantId: 'bench', id: String(no) })))
  }
  rows.push(row('make a data key', 32, made))
  return [...rows, ...evidence()]
}

async function timedPuts(blobs: Blobs, keyId: string, runs: number): Promise<number[]> {
  const chunk = randomBytes(200_000)
  const perRun = Array.from({ length: runs }, async (_, run) => {
    const taken: number[] = []
    for (let no = 0; no < 10; no++) taken.push(await timed(() => blobs.put(keyId, `runs/${run}/${no}`, chunk)))
    return taken
  })
  return (await Promise.all(perRun)).flat()
}

async function wholeRecording(blobs: Blobs, keyId: string): Promise<Cell[][]> {
  const recording = randomBytes(64 * mb)
  const write = await timed(() => blobs.put(keyId, 'whole/recording', recording))
  const read = await timed(async () => {
    const got = await blobs.get(keyId, 'whole/recording')
    if (!got.ok) throw new Error(got.refusal)
    let bytes = 0
    for await (const part of got.bytes) bytes += part.length
    if (bytes !== recording.length) throw new Error('a recording came back short')
  })
  const seeks: number[] = []
  for (let no = 0; no < 100; no++) {
    const start = (no * 7_919_777) % (63 * mb)
    seeks.push(await timed(() => blobs.range(keyId, 'whole/recording', start, start + 100_000)))
  }
  return [
    row('write a recording', 64 * mb, [write], 64),
    row('read it, verified', 64 * mb, [read], 64),
    row('read a range of it', 100_000, seeks, 0.1),
  ]
}

function evidence(): Cell[][] {
  const event = { type: 'case-viewed', version: 1, at: '2026-01-01T00:00:00.000Z', actor: { kind: 'staff', id: 'u_1' } }
  const contents = Array.from({ length: 50_000 }, (_, no) => ({ ...event, data: { no, note: 'v1.k_x.y.z' } }))
  let events: ReturnType<typeof sealChain> = []
  const sealed = timedSync(() => {
    events = sealChain(chainStart('case_1'), contents)
  })
  const verified = timedSync(() => {
    if (!verifyChain(events).ok) throw new Error('a sound chain does not verify')
  })
  const grown = timedSync(() => {
    let frontier = emptyFrontier
    for (const { hash } of events) frontier = appendLeaf(frontier, leafHash(Buffer.from(hash, 'hex'))).frontier
    root(frontier)
  })
  const perSecond = (tookMs: number) => Math.round(events.length / (tookMs / 1000))
  return [
    ['seal events', 0, events.length, round(sealed), round(sealed), perSecond(sealed)],
    ['verify events', 0, events.length, round(verified), round(verified), perSecond(verified)],
    ['append to the tree', 32, events.length, round(grown), round(grown), perSecond(grown)],
  ]
}

/** `amount` per operation gives MB/s; without it, operations per second. */
function row(what: string, bytes: number, taken: number[], amount = 1): Cell[] {
  const totalS = taken.reduce((sum, each) => sum + each, 0) / 1000
  const rate = (amount * taken.length) / totalS
  return [what, bytes, taken.length, round(percentile(taken, 0.5)), round(percentile(taken, 0.95)), round(rate)]
}

const round = (value: number | null): number => Math.round((value ?? Number.NaN) * 100) / 100

async function writeBare(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const file = path.join(folder, name)
  const handle = await open(`${file}.tmp`, 'wx')
  await handle.writeFile(bytes)
  await handle.datasync()
  await handle.close()
  await rename(`${file}.tmp`, file)
  const parent = await open(folder, 'r')
  await parent.sync()
  await parent.close()
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await task()
  return performance.now() - startedMs
}

function timedSync(task: () => void): number {
  const startedMs = performance.now()
  task()
  return performance.now() - startedMs
}
