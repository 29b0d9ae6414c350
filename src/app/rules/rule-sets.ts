import { parseRuleSet } from '#contracts/rule-set.ts'
import { type CompiledRules, type CompileResult, compileRuleSet } from '#domain/risk/compile-rules.ts'
import type { RuleProblem } from '#domain/risk/rule-set.ts'
import { programRuleProblems } from '#domain/risk/rule-set-problems.ts'
import type { App } from '../app.ts'

/** The rules of one program that decide just now. */
export type PublishedRuleSet = { program: string; version: number; rules: CompiledRules }

/** Another node's publication is seen after this at the latest. */
const rememberMs = 2_000

type Remembered = { atMs: number; sets: Promise<PublishedRuleSet[]> }
const cache = new WeakMap<App, Map<string, Remembered>>()

const rememberedBy = (app: App): Map<string, Remembered> => {
  const known = cache.get(app) ?? new Map<string, Remembered>()
  cache.set(app, known)
  return known
}

/**
 * [TR4] The published rule sets of a marketplace, one for each program that has one, by the program's name; no older than 2 s.
 * Not to be asked inside a transaction. A version never changes, so only which are published is asked again; what was compiled
 * is kept. A set that this release cannot compile any more is left out and logged: the others go on deciding.
 */
export const publishedRuleSets = (app: App, tenantId: string): Promise<PublishedRuleSet[]> => {
  const remembered = rememberedBy(app)
  const nowMs = app.clock.nowMs()
  const before = remembered.get(tenantId)
  if (before && Math.abs(nowMs - before.atMs) < rememberMs) return before.sets
  const sets = look(app, tenantId, before?.sets)
  const now = { atMs: nowMs, sets }
  remembered.set(tenantId, now)
  // A failed look is not remembered: whoever asks next looks again.
  sets.catch(() => remembered.get(tenantId) === now && remembered.delete(tenantId))
  return sets
}

/** What was published on this node decides at once here. */
export const forgetPublishedRules = (app: App, tenantId: string): void => {
  rememberedBy(app).delete(tenantId)
}

const look = async (
  app: App,
  tenantId: string,
  before: Promise<PublishedRuleSet[]> | undefined,
): Promise<PublishedRuleSet[]> => {
  const known = (await before?.catch(() => [])) ?? []
  const rows = await app.database.kysely
    .selectFrom('rule_set_version')
    .select(['program', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'published')
    .orderBy('program')
    .execute()
  const sets = await Promise.all(
    rows.map(
      ({ program, version }) =>
        known.find((one) => one.program === program && one.version === version) ??
        compiled(app, { tenantId, program, version }),
    ),
  )
  return sets.filter((one) => one !== null)
}

type Place = { tenantId: string; program: string; version: number }

const compiled = async (app: App, { tenantId, program, version }: Place): Promise<PublishedRuleSet | null> => {
  const row = await app.database.kysely
    .selectFrom('rule_set_version')
    .select('body')
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const read = compileStored(row.body)
  if (read.ok) return { program, version, rules: read.value }
  const fields = read.problems.map(({ field, code }) => `${field} ${code}`)
  app.log.error({ program, version, fields }, 'published rules cannot be run by this release')
  return null
}

/** Rules as they were stored, compiled anew: a release may have dropped a feature that they ask for. */
export const compileStored = (body: unknown): CompileResult => {
  const parsed = parseRuleSet(body)
  return parsed.ok ? compileRuleSet(parsed.value) : parsed
}

/** Rules before anybody agrees to them: whether they can be run, and whether they suit the program whose cases they open. */
export const checkRules = (app: App, body: unknown): CompileResult => {
  const parsed = parseRuleSet(body)
  if (!parsed.ok) return parsed
  const program = app.programs.get(parsed.value.program)
  const message = `there is no program ${parsed.value.program}`
  const ofProgram: RuleProblem[] = program
    ? programRuleProblems(parsed.value, program)
    : [{ field: 'program', code: 'unknown-name', message }]
  const compiled = compileRuleSet(parsed.value)
  if (compiled.ok && ofProgram.length === 0) return compiled
  return { ok: false, problems: [...ofProgram, ...(compiled.ok ? [] : compiled.problems)] }
}
