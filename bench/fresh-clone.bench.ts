import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchResult, Cell } from './bench-result.ts'

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const startLimitMs = 8 * 60_000
const stopLimitMs = 20_000

/**
 * How long a person waits: from `git clone` to the first 200 on `/healthz`, by the commands of the README and nothing
 * else. Once with an empty package cache, once with a full one, and then a second start of the same checkout. The clone
 * holds what is committed.
 */
export const bench: Bench = {
  name: 'fresh-clone',
  async run(): Promise<BenchResult> {
    const rows: Cell[][] = []
    for (const cache of ['cold', 'warm'] as const) {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-fresh-'))
      try {
        const packageCache = join(folder, 'npm-cache')
        // Filled by a first round that is not measured, so that "warm" does not depend on this machine's history.
        if (cache === 'warm') await measureClone(join(folder, 'filler'), packageCache)
        const { cloneMs, firstMs, secondMs } = await measureClone(join(folder, 'clone'), packageCache)
        rows.push([cache, seconds(cloneMs), seconds(firstMs), seconds(cloneMs + firstMs), seconds(secondMs)])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
    return {
      title: 'Fresh clone to serving (first 200 on /healthz)',
      columns: ['package cache', 'clone s', 'npm start s', 'clone + start s', 'second npm start s'],
      rows,
      notes: [
        'npm start fetches Node (where the installed one is older), packages and model weights, and builds the pages.',
        'The clone is local; over a network add its transfer.',
      ],
    }
  },
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10

async function measureClone(
  checkout: string,
  packageCache: string,
): Promise<{ cloneMs: number; firstMs: number; secondMs: number }> {
  const cloneStart = performance.now()
  execFileSync('git', ['clone', '--quiet', projectRoot, checkout])
  const cloneMs = performance.now() - cloneStart
  const firstMs = await timeStart(checkout, packageCache)
  const secondMs = await timeStart(checkout, packageCache)
  return { cloneMs, firstMs, secondMs }
}

/** Milliseconds from `npm start` until the server answers. Stops the server before it returns. */
async function timeStart(checkout: string, packageCache: string): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const server = spawn('npm', ['start'], {
    cwd: checkout,
    env: freshEnvironment(port, packageCache),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that npm, the launcher and the server can be stopped together.
    detached: true,
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  try {
    while (performance.now() - startedAt < startLimitMs) {
      if (server.exitCode !== null) break
      if (await answers(port)) return performance.now() - startedAt
      await wait(50)
    }
    throw new Error(`npm start did not come to serve:\n${output.slice(-2000)}`)
  } finally {
    await stopGroup(server)
  }
}

/** The environment of a person who has just cloned: nothing of ours, and not the Node that this benchmark runs under. */
function freshEnvironment(port: number, packageCache: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|COUNTERSIGN_|PORT$|HOST$|DATA_DIR$|PUBLIC_URL$|\w+_URL$|ROLE$|DEMO$|NODE_ENV$)/.test(name),
  )
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(projectRoot) && !folder.includes('node_modules'))
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    PORT: String(port),
    npm_config_cache: packageCache,
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined) return
  const closed = server.exitCode === null ? once(server, 'close') : Promise.resolve()
  signalGroup(server.pid, 'SIGTERM')
  await Promise.race([closed, wait(stopLimitMs, undefined, { ref: false })])
  signalGroup(server.pid, 'SIGKILL')
}

function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal)
  } catch {
    // The group has ended already.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
