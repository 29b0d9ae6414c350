import { createHash } from 'node:crypto'
import { parseProgram } from '#contracts/program.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import type { Program } from '#domain/program.ts'
import type { App } from './app.ts'
import type { Database, Tx } from './ports/database.ts'

const key = (name: string, version: number) => `${name}@${version}`
const cache = new WeakMap<App, Map<string, Program>>()

/** The program a case was opened with, whatever version is current now. */
export const programOf = async (app: App, tx: Tx, name: string, version: number): Promise<Program> => {
  const current = app.programs.get(name)
  if (current?.version === version) return current
  const known = cache.get(app) ?? new Map<string, Program>()
  cache.set(app, known)
  const cached = known.get(key(name, version))
  if (cached) return cached
  const row = await tx
    .selectFrom('program_version')
    .select('body')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst()
  const parsed = row ? parseProgram(row.body) : null
  if (!parsed?.ok) throw new Error(`program ${key(name, version)} is not readable any more`)
  known.set(key(name, version), parsed.value)
  return parsed.value
}

/**
 * Stores the shipped programs so that cases keep the version they were opened with. Throws when a version that is
 * already stored reads differently now: change the version, not the past.
 */
export const storePrograms = async (database: Database, programs: Iterable<Program>, nowMs: number): Promise<void> => {
  for (const program of programs) {
    const body = canonicalJson(program)
    const sha256 = createHash('sha256').update(body).digest('hex')
    await database.kysely
      .insertInto('program_version')
      .values({ name: program.name, version: program.version, body, body_sha256: sha256, added_at: new Date(nowMs) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const stored = await database.kysely
      .selectFrom('program_version')
      .select('body_sha256')
      .where('name', '=', program.name)
      .where('version', '=', program.version)
      .executeTakeFirstOrThrow()
    if (stored.body_sha256 !== sha256)
      throw new Error(`program ${key(program.name, program.version)} was changed without a new version number`)
  }
}
