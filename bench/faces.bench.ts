import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openFaceShelf } from '#app/links/face-shelf.ts'
import { faceLength, packFace } from '#domain/links/face.ts'
import { openKeys } from '#providers/keys/open-keys.ts'
import { type Bench, type BenchResult, type Cell, percentile } from './bench-result.ts'

/**
 * [SC3] What it costs to compare one face with those of all other shops: time, the longest that anything else waits, and
 * memory. The faces are random numbers, which cost what real ones do and say nothing of who is told from whom.
 */
const sizes = [10_000, 100_000]
const times = 10
const openedFaces = 1_000

const random = (): Int8Array => packFace(Float32Array.from({ length: faceLength }, () => Math.random() - 0.5))
/** Made once: making them takes longer than comparing them. */
const pool = Array.from({ length: 1_000 }, random)
const drawn = (no: number): Int8Array => pool[no % pool.length]!
const rounded = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits

const compared = async (size: number): Promise<Cell[]> => {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const shelf = openFaceShelf()
  for (let no = 0; no < size; no += 1) shelf.put(`recording-${no}`, `shop-${no}`, drawn(no))
  globalThis.gc?.()
  const after = process.memoryUsage()
  const wanted = { exceptSeller: 'nobody', from01: 0.6, most: 3 }
  await shelf.nearest(random(), wanted)
  const waiting = monitorEventLoopDelay({ resolution: 1 })
  const tookMs: number[] = []
  const cpuMs: number[] = []
  for (let turn = 0; turn < times; turn += 1) {
    const face = random()
    waiting.enable()
    const beganMs = performance.now()
    const cpu = process.cpuUsage()
    await shelf.nearest(face, wanted)
    tookMs.push(performance.now() - beganMs)
    const { user, system } = process.cpuUsage(cpu)
    cpuMs.push((user + system) / 1_000)
    waiting.disable()
  }
  const megabytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20
  return [
    `one face with ${size.toLocaleString('en-GB')}`,
    rounded(percentile(cpuMs, 0.5) ?? 0),
    rounded(percentile(tookMs, 0.5) ?? 0),
    rounded(percentile(tookMs, 0.95) ?? 0),
    rounded(waiting.max / 1e6),
    rounded(megabytes, 0),
  ]
}

/** Each face lies sealed under the key of its own case, and is opened when the shelf is filled. */
const opened = async (): Promise<Cell[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-faces-'))
  try {
    const keys = await openKeys(`file:${join(folder, 'keys')}`, join(folder, 'data'))
    const sealed = []
    for (let no = 0; no < openedFaces; no += 1) {
      const { keyId } = await keys.createDataKey({ kind: 'case', tenantId: 't', id: `case-${no}` })
      const place = { table: 'face_template', column: 'face_sealed', row: `recording-${no}` }
      sealed.push({ place, text: await keys.encrypt(keyId, new Uint8Array(random().buffer), place) })
    }
    // As a node does that has just begun: nothing is in its memory.
    const fresh = await openKeys(`file:${join(folder, 'keys')}`, join(folder, 'data'))
    const tookMs: number[] = []
    const cpu = process.cpuUsage()
    for (const { place, text } of sealed) {
      const beganMs = performance.now()
      await fresh.decrypt(text, place)
      tookMs.push(performance.now() - beganMs)
    }
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = rounded((user + system) / 1_000 / sealed.length, 3)
    const [p50, p95, longest] = [0.5, 0.95, 1].map((p01) => rounded(percentile(tookMs, p01) ?? 0, 3))
    return ['one sealed face opened, its key read from the disk', cpuMs, p50 ?? 0, p95 ?? 0, longest ?? 0, 0]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const run = async (): Promise<BenchResult> => ({
  title: 'Faces compared with those of other shops',
  columns: ['what', 'processor time, p50 (ms)', 'p50 (ms)', 'p95 (ms)', 'longest that others wait (ms)', 'memory (MB)'],
  rows: [...(await inTurn(sizes)), await opened()],
  notes: [
    'Random faces: they cost what real ones do and tell nothing of accuracy.',
    'The first comparison after a start, or after ten idle minutes, opens all faces of the marketplace; later ones only what is new.',
  ],
})

const inTurn = async (all: readonly number[]): Promise<Cell[][]> => {
  const rows: Cell[][] = []
  for (const size of all) rows.push(await compared(size))
  return rows
}

export const bench: Bench = { name: 'faces', run }
