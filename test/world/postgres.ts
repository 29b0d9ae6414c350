import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export type PostgresServer = {
  /** Of the maintenance database. */
  readonly url: string
  /** Of the process that all others of the server are children of. */
  readonly pid: number
  /** Creates an empty database and returns its URL. */
  newDatabase(): Promise<string>
  /** Ends it and removes its directory. */
  stop(): Promise<void>
}

const installHint =
  'install PostgreSQL for the tests: apt-get update && apt-get install -y --no-install-recommends postgresql'

/**
 * Starts the system's PostgreSQL on a free loopback port over a new directory, owned by this test run alone. As root it
 * runs as the `postgres` user, because the server refuses root. `durable` keeps fsync on, for benches and crash tests.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const bin = serverPrograms()
  const directory = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  const owner = serverOwner()
  if (owner) chownSync(directory, owner.uid, owner.gid)
  const data = join(directory, 'data')
  const run = { ...owner, cwd: directory, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }, stdio: 'ignore' as const }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], run)

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: directory,
    fsync: durable ? 'on' : 'off',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], run)
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  const url = urlOf('postgres')
  await untilAccepting(url, () => server.exitCode !== null)

  return {
    url,
    pid: server.pid ?? 0,
    async newDatabase() {
      const name = `test_${randomBytes(6).toString('hex')}`
      await withClient(url, (client) => client.query(`create database ${name}`))
      return urlOf(name)
    },
    async stop() {
      // SIGINT is the fast shutdown: it ends sessions and stops.
      if (server.exitCode === null) server.kill('SIGINT')
      await exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Debian keeps one directory for each version; the newest is taken. */
function serverPrograms(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isFinite) : []
  const newest = versions.sort((a, b) => a - b).at(-1)
  if (newest === undefined || newest < 15) throw new Error(installHint)
  return join(root, String(newest), 'bin')
}

function serverOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

async function untilAccepting(url: string, gaveUp: () => boolean) {
  for (;;) {
    try {
      return await withClient(url, (client) => client.query('select 1'))
    } catch (error) {
      if (gaveUp()) throw new Error('PostgreSQL did not start', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
