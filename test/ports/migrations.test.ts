import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { migrate, readMigrations, SchemaMismatchError } from '#providers/database/migrate.ts'
import type { OpenDatabase } from '#providers/database/open-database.ts'
import { engines, startTestEngine, type TestEngine } from '#test/world/databases.ts'

const first = 'create table fruit (name text primary key);\n'
const second = "alter table fruit add column colour text;\ninsert into fruit values ('plum', 'blue');\n"

describe.each(engines)('migrations on %s', (kind) => {
  let engine: TestEngine
  let database: OpenDatabase
  let folder: string

  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const fruits = async () => (await sql`select * from fruit order by name`.execute(database.kysely)).rows
  const refusal = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

  beforeAll(async () => {
    engine = await startTestEngine(kind)
    database = await engine.open()
  })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-migrations-'))
    await sql`drop table if exists fruit, schema_migration`.execute(database.kysely)
    put('0001-fruit.sql', first)
    return () => rmSync(folder, { recursive: true })
  })
  afterAll(() => engine.stop())

  test('are applied once, in order, and new ones later', async () => {
    expect(await migrate(database, folder)).toEqual([1])
    put('0002-colour.sql', second)
    expect(await migrate(database, folder)).toEqual([2])
    expect(await migrate(database, folder)).toEqual([])
    expect(await fruits()).toEqual([{ name: 'plum', colour: 'blue' }])
  })

  test('leave nothing behind when they fail half-way, and can be mended', async () => {
    put('0002-colour.sql', `${second}select no_such_function();`)
    expect(await refusal(migrate(database, folder))).toMatchObject({ code: '42883' })
    expect(await fruits()).toEqual([])
    put('0002-colour.sql', second)
    expect(await migrate(database, folder)).toEqual([2])
  })

  test('refuse a schema that is newer than the program, and say what to do', async () => {
    put('0002-colour.sql', second)
    await migrate(database, folder)
    rmSync(join(folder, '0002-colour.sql'))
    const refused = await refusal(migrate(database, folder))
    expect(refused).toBeInstanceOf(SchemaMismatchError)
    expect((refused as Error).message).toMatch(/schema 2 \(colour\).*only up to 1.*newer version/s)
  })

  test('refuse a file that was changed after it had been applied', async () => {
    await migrate(database, folder)
    put('0001-fruit.sql', `${first}-- a harmless comment`)
    put('0002-colour.sql', second)
    const refused = await refusal(migrate(database, folder))
    expect(refused).toBeInstanceOf(SchemaMismatchError)
    expect((refused as Error).message).toContain('migration 1 (fruit) was changed')
    expect(await fruits()).toEqual([])
  })

  test('are applied by one of several that start together', async () => {
    put('0002-colour.sql', second)
    const applied = await Promise.all([migrate(database, folder), migrate(database, folder), migrate(database, folder)])
    expect(applied.flat().sort()).toEqual([1, 2])
  })

  test('of the product itself run on an empty database', async () => {
    const fresh = await engine.open()
    const applied = await migrate(fresh)
    expect(applied.length).toBeGreaterThan(0)
    expect(await migrate(fresh)).toEqual([])
  })
})

describe('the files of migrations', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-migrations-'))
    return () => rmSync(folder, { recursive: true })
  })

  test.each([
    ['a gap', ['0001-a.sql', '0003-c.sql']],
    ['a number twice', ['0001-a.sql', '0001-b.sql']],
    ['no number', ['first.sql']],
    ['a start other than one', ['0002-b.sql']],
  ])('are refused for %s', async (_, names) => {
    for (const name of names) writeFileSync(join(folder, name), 'select 1')
    await expect(readMigrations(folder)).rejects.toBeInstanceOf(SchemaMismatchError)
  })
})
