import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseSettings, type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { startPostgres } from './postgres.ts'

/** Both engines, for suites that hold on each: `describe.each(engines)('… on %s', (kind) => …)`. */
export const engines = ['embedded', 'postgres'] as const

export type TestEngine = {
  /** An empty database of its own, closed and removed by `stop`. Open it a second time with the `settings` it returns. */
  open(settings?: Partial<DatabaseSettings>): Promise<OpenDatabase & { settings: DatabaseSettings }>
  stop(): Promise<void>
}

/** Prepares one engine for a test file. */
export async function startTestEngine(kind: (typeof engines)[number]): Promise<TestEngine> {
  const server = kind === 'postgres' ? await startPostgres() : undefined
  const opened: OpenDatabase[] = []
  const folders: string[] = []
  return {
    async open(settings) {
      const dataDir = server ? 'unused' : await newDataDirectory()
      if (!server) folders.push(dataDir)
      const complete = { url: await server?.newDatabase(), dataDir, ...settings }
      const database = await openDatabase(complete)
      opened.push(database)
      return Object.assign(database, { settings: complete })
    },
    async stop() {
      for (const database of opened) await database.close()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
      await server?.stop()
    },
  }
}

/** A data directory with an empty embedded database in it, copied from a cache because making one takes seconds. */
export async function newDataDirectory(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-data-'))
  cpSync(await emptyCluster(), join(dataDir, 'database', 'cluster'), { recursive: true })
  return dataDir
}

async function emptyCluster(): Promise<string> {
  const root = join(import.meta.dirname, '../..')
  const manifest = readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const cached = join(root, '.cache', `empty-cluster-${version}`)
  // A link would be copied as a link, and every test would write into the one cluster behind it.
  if (existsSync(cached)) return realpathSync(cached)
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-data-'))
  await (await openDatabase({ url: undefined, dataDir })).close()
  mkdirSync(join(root, '.cache'), { recursive: true })
  const aside = `${cached}.${process.pid}`
  cpSync(join(dataDir, 'database', 'cluster'), aside, { recursive: true })
  rmSync(dataDir, { recursive: true })
  // Another test process may have been faster; then its copy is as good.
  if (existsSync(cached)) rmSync(aside, { recursive: true })
  else renameSync(aside, cached)
  return cached
}
