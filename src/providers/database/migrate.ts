import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Engine } from './engine.ts'

/**
 * Schema changes are plain numbered SQL files that are only ever added: `0001-tenants.sql`. Each runs once, whole, in one
 * transaction under a lock, so nodes that start together wait for each other.
 */
export type Migration = { version: number; name: string; checksum: string; sql: string }

/** The schema in the database and the files of this program do not belong together. */
export class SchemaMismatchError extends Error {
  override readonly name = 'SchemaMismatchError'
}

const migrationsDirectory = join(import.meta.dirname, 'migrations')
/** Any number that nothing else locks: "countersign" as digits of a phone pad. */
const advisoryLock = 2686868_73
const file = /^(\d{4})-([a-z0-9-]+)\.sql$/

/** Brings the schema up to this program's version. Returns the versions applied now. Throws `SchemaMismatchError`. */
export async function migrate(database: { engine: Engine }, directory = migrationsDirectory): Promise<number[]> {
  const migrations = await readMigrations(directory)
  const client = new pg.Client(database.engine.connection(null))
  client.on('error', () => {})
  await client.connect()
  try {
    const applied: number[] = []
    for (
      let next = await applyNext(client, migrations);
      next !== undefined;
      next = await applyNext(client, migrations)
    ) {
      applied.push(next)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** Reads and checks the files: numbered 1, 2, 3… without a gap. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name, index) => {
      const parts = file.exec(name)
      if (!parts) throw new SchemaMismatchError(`${name} is not called like NNNN-name.sql`)
      const version = Number(parts[1])
      if (version !== index + 1)
        throw new SchemaMismatchError(`migration ${index + 1} is missing or double: found ${name}`)
      const sql = await readFile(join(directory, name), 'utf8')
      return { version, name: parts[2]!, checksum: createHash('sha256').update(sql).digest('hex'), sql }
    }),
  )
}

/** Applies the first migration that is missing, if any. */
async function applyNext(client: pg.Client, migrations: Migration[]): Promise<number | undefined> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
    await client.query(
      `create table if not exists schema_migration (
        version integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`,
    )
    const { rows } = await client.query<AppliedMigration>(
      'select version, name, checksum from schema_migration order by version',
    )
    refuseMismatch(rows, migrations)
    const next = migrations[rows.length]
    if (next) {
      await client.query(next.sql)
      await client.query('insert into schema_migration (version, name, checksum) values ($1, $2, $3)', [
        next.version,
        next.name,
        next.checksum,
      ])
    }
    await client.query('commit')
    return next?.version
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

type AppliedMigration = { version: number; name: string; checksum: string }

function refuseMismatch(applied: AppliedMigration[], migrations: Migration[]) {
  const newest = applied.at(-1)
  if (newest && newest.version > migrations.length) {
    throw new SchemaMismatchError(
      `the database has schema ${newest.version} (${newest.name}), this program knows only up to ${migrations.length}: ` +
        'start a newer version of the program, or restore a backup taken before the update',
    )
  }
  for (const [index, { version, name, checksum }] of applied.entries()) {
    if (migrations[index]?.version === version && migrations[index].checksum === checksum) continue
    throw new SchemaMismatchError(
      `migration ${version} (${name}) was changed after it was applied here: migrations are only ever added`,
    )
  }
}
