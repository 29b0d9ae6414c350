import type { App, Caller } from '../app.ts'
import { findVersion, type RulePlace, type RuleRow } from './rule-versions.ts'

export type RuleProgramFacts = {
  program: string
  title: Record<string, string>
  published: RuleRow | null
  open: RuleRow | null
  hasPreset: boolean
}

/** Names of whoever stands behind `staff/ID` and `key/ID`. */
export type AuthorNames = ReadonlyMap<string, string>

/** How the rules of every program stand, by the program's name. */
export const readRulePrograms = async (app: App, { tenantId }: Caller): Promise<RuleProgramFacts[]> => {
  const rows = await app.database.kysely
    .selectFrom('rule_set_version')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', ['draft', 'proposed', 'published'])
    .execute()
  return [...app.programs.values()]
    .map(({ name, title }) => ({
      program: name,
      title,
      published: rows.find(({ program, state }) => program === name && state === 'published') ?? null,
      open: rows.find(({ program, state }) => program === name && state !== 'published') ?? null,
      hasPreset: app.presetRules.has(name),
    }))
    .sort((one, other) => one.program.localeCompare(other.program, 'en'))
}

/** Versions and history of one program's rules, the newest first. */
export const readRuleProgram = async (app: App, caller: Caller, program: string) => {
  const facts = (await readRulePrograms(app, caller)).find((one) => one.program === program)
  if (!facts) return null
  const { kysely } = app.database
  const versions = await kysely
    .selectFrom('rule_set_version')
    .selectAll()
    .where('tenant_id', '=', caller.tenantId)
    .where('program', '=', program)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
  const events = await kysely
    .selectFrom('rule_set_event')
    .selectAll()
    .where('tenant_id', '=', caller.tenantId)
    .where('program', '=', program)
    .orderBy('no', 'desc')
    .limit(200)
    .execute()
  return { ...facts, versions, events }
}

/** One version with what decides now, and why it was proposed, published or rejected. */
export const readRuleVersion = async (app: App, caller: Caller, { program, version }: RulePlace) => {
  const { kysely } = app.database
  const row = await kysely
    .selectFrom('rule_set_version')
    .selectAll()
    .where('tenant_id', '=', caller.tenantId)
    .where('program', '=', program)
    .where('version', '=', version)
    .executeTakeFirst()
  const facts = app.programs.get(program)
  if (!row || !facts) return null
  const published = await findVersion(kysely, caller, program, 'published')
  const told = await kysely
    .selectFrom('rule_set_event')
    .select('why')
    .where('tenant_id', '=', caller.tenantId)
    .where('program', '=', program)
    .where('version', '=', version)
    .where('why', 'is not', null)
    .orderBy('no', 'desc')
    .executeTakeFirst()
  return { row, title: facts.title, languages: facts.languages, published: published ?? null, why: told?.why ?? null }
}

/** Of everybody who is named in these versions and events. */
export const readAuthorNames = async (
  app: App,
  { tenantId }: Caller,
  authors: readonly (string | null)[],
): Promise<AuthorNames> => {
  const ids = (kind: 'staff' | 'key') => [
    ...new Set(authors.flatMap((by) => (by?.startsWith(`${kind}/`) ? [by.slice(kind.length + 1)] : []))),
  ]
  const { kysely } = app.database
  const [staff, keys] = [ids('staff'), ids('key')]
  const people =
    staff.length === 0
      ? []
      : await kysely
          .selectFrom('staff')
          .select(['id', 'name'])
          .where('tenantId', '=', tenantId)
          .where('id', 'in', staff)
          .execute()
  const systems =
    keys.length === 0
      ? []
      : await kysely
          .selectFrom('api_key')
          .select(['id', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', keys)
          .execute()
  return new Map([
    ...people.map(({ id, name }): [string, string] => [`staff/${id}`, name]),
    ...systems.map(({ id, name }): [string, string] => [`key/${id}`, name]),
  ])
}
