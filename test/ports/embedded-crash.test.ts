import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseInUseError, type DatabaseUnavailableError, isUnavailable } from '#app/ports/database.ts'
import { openDatabase } from '#providers/database/open-database.ts'
import { newDataDirectory } from '#test/world/databases.ts'
import { startProcess } from '#test/world/killed-process.ts'

const writer = join(import.meta.dirname, 'embedded-writer.ts')
const rounds = Number(process.env.CRASH_ROUNDS ?? 10)

describe('the embedded engine in a process that crashes', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await newDataDirectory()
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  test(`loses no acknowledged commit in ${rounds} rounds of kill -9 among 8 writers`, {
    timeout: 60_000 + rounds * 15_000,
  }, async () => {
    const acknowledged = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      const process = startProcess(writer, [dataDir])
      await process.untilLines(2 + Math.floor(Math.random() * 300))
      await process.kill()
      for (const line of process.lines) if (line !== 'ready') acknowledged.add(line)
    }
    const database = await openDatabase({ url: undefined, dataDir })
    try {
      const { rows } = await sql<{ key: string }>`select key from ledger`.execute(database.kysely)
      const kept = new Set(rows.map(({ key }) => key))
      expect([...acknowledged].filter((key) => !kept.has(key))).toEqual([])
      expect(acknowledged.size).toBeGreaterThan(rounds)
      const counter = await sql<{ n: number }>`select n from counter`.execute(database.kysely)
      expect(counter.rows[0]!.n).toBe(kept.size)
    } finally {
      await database.close()
    }
  })

  test('keeps a second process out while the first one lives, and lets it in when the first one was killed', async () => {
    const process = startProcess(writer, [dataDir])
    await process.untilLines(2)
    const refused = await openDatabase({ url: undefined, dataDir }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseInUseError)
    expect((refused as Error).message).toContain(String(process.child.pid))
    await process.kill()
    const database = await openDatabase({ url: undefined, dataDir })
    await database.close()
  })

  test('keeps this process from opening it twice', async () => {
    const database = await openDatabase({ url: undefined, dataDir })
    await expect(openDatabase({ url: undefined, dataDir })).rejects.toBeInstanceOf(DatabaseInUseError)
    await database.close()
    const reopened = await openDatabase({ url: undefined, dataDir })
    await reopened.close()
  })

  test('is not kept out by a lock whose pid now belongs to another program', async () => {
    const database = await openDatabase({ url: undefined, dataDir })
    const lock = join(dataDir, 'database', 'lock')
    const left = JSON.parse(readFileSync(lock, 'utf8')) as { startedAt: string }
    await database.close()
    // As a crash leaves it: this test's own pid lives, but was started at another time than the lock says.
    writeFileSync(lock, JSON.stringify({ ...left, startedAt: '1' }))
    const reopened = await openDatabase({ url: undefined, dataDir })
    await reopened.close()
  })

  test('begins anew where a crash left a half-made database', async () => {
    const halfMade = mkdtempSync(join(tmpdir(), 'countersign-data-'))
    mkdirSync(join(halfMade, 'database', 'cluster'), { recursive: true })
    writeFileSync(join(halfMade, 'database', 'cluster', 'PG_VERSION'), '18')
    writeFileSync(join(halfMade, 'database', 'cluster-unfinished'), '')
    for (let start = 0; start < 2; start++) {
      const database = await openDatabase({ url: undefined, dataDir: halfMade })
      await database.pool.query('create table if not exists kept (id int)')
      await database.pool.query('insert into kept values (1)')
      const { rows } = await database.pool.query('select count(*)::int as n from kept')
      expect(rows).toEqual([{ n: start + 1 }])
      await database.close()
    }
    rmSync(halfMade, { recursive: true })
  })

  test('fails every statement, says so once, and gives the directory free when the engine panics', async () => {
    const failures: DatabaseUnavailableError[] = []
    const database = await openDatabase({ url: undefined, dataDir, onFailure: (error) => failures.push(error) })
    const log = join(dataDir, 'database', 'cluster', 'pg_wal')
    // A write-ahead log that cannot be written makes PostgreSQL panic.
    renameSync(log, `${log}.away`)
    const statement = (text: string) => database.pool.query(text).catch((error: unknown) => error)
    await statement('select pg_switch_wal()')
    const outcomes = [await statement('create table never (id int)'), await statement('select 1')]
    expect(outcomes.map(isUnavailable)).toEqual([true, true])
    expect(failures).toHaveLength(1)
    await database.close()

    renameSync(`${log}.away`, log)
    const reopened = await openDatabase({ url: undefined, dataDir })
    const { rows } = await sql`select to_regclass('never') as never, 1 as works`.execute(reopened.kysely)
    expect(rows).toEqual([{ never: null, works: 1 }])
    await reopened.close()
  })
})
