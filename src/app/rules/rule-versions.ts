import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import { type Refusal, type Result, refuse } from '#domain/refusal.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { type RuleAuthor, type RuleStep, type RuleVersionStanding, refusedRuleStep } from '#domain/risk/rule-version.ts'
import type { App, Caller } from '../app.ts'
import { type Database, isUniqueViolation, type Tx } from '../ports/database.ts'
import type { Schema } from '../ports/schema.ts'

/** Who changes rules, as it is written into the history. */
export type RuleCaller = Caller & { by: RuleAuthor }

/** One version of one program's rules. */
export type RulePlace = { program: string; version: number }
export type RuleRow = Selectable<Schema['rule_set_version']>

/** What happened to rules, as the history names it. */
export type RuleEventName =
  | 'drafted'
  | 'edited'
  | 'proposed'
  | 'taken-back'
  | 'discarded'
  | 'rejected'
  | 'published'
  | 'rolled-back'
  | 'retired'
  | 'looked-at'

export const sealRules = (rules: RuleSet): { body: string; body_sha256: string } => {
  const body = canonicalJson(rules)
  return { body, body_sha256: createHash('sha256').update(body).digest('hex') }
}

/** A version, held against everybody else until the transaction ends. */
export const lockVersion = (tx: Tx, { tenantId }: Caller, place: RulePlace): Promise<RuleRow | undefined> =>
  tx
    .selectFrom('rule_set_version')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('program', '=', place.program)
    .where('version', '=', place.version)
    .forUpdate()
    .executeTakeFirst()

/** The published version of a program, or its draft or proposal. */
export const findVersion = (
  reader: Tx | Database['kysely'],
  { tenantId }: Caller,
  program: string,
  which: 'published' | 'open',
): Promise<RuleRow | undefined> =>
  reader
    .selectFrom('rule_set_version')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .where('state', 'in', which === 'published' ? ['published'] : ['draft', 'proposed'])
    .executeTakeFirst()

export const standingOf = (row: RuleRow): RuleVersionStanding => ({
  state: row.state,
  hands: row.hands,
  wasPublished: row.published_at !== null,
  restoredAlone: row.restores_version !== null && row.looked_at_by === null,
})

export const changeVersion = (
  tx: Tx,
  row: RuleRow,
  change: Partial<Omit<RuleRow, 'body' | 'tenant_id' | 'program' | 'version'>> & { body?: string },
) =>
  tx
    .updateTable('rule_set_version')
    .set(change)
    .where('tenant_id', '=', row.tenant_id)
    .where('program', '=', row.program)
    .where('version', '=', row.version)
    .execute()

/** Written with the change itself, and never changed after. */
export const recordRuleEvent = (
  tx: Tx,
  caller: RuleCaller,
  place: RulePlace & { revision: number },
  what: RuleEventName,
  { atMs, why = null }: { atMs: number; why?: string | null },
) =>
  tx
    .insertInto('rule_set_event')
    .values({
      tenant_id: caller.tenantId,
      program: place.program,
      version: place.version,
      revision: place.revision,
      what,
      by: caller.by,
      at: new Date(atMs),
      why,
    })
    .execute()

/** The next version of a program's rules; that two are made at once is refused by the table. */
export const insertVersion = async (
  tx: Tx,
  caller: RuleCaller,
  rules: RuleSet,
  {
    atMs,
    ...rest
  }: {
    atMs: number
    base_version: number | null
    state: 'draft' | 'published'
    restores_version?: number
  },
): Promise<number> => {
  const newest = await tx
    .selectFrom('rule_set_version')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('tenant_id', '=', caller.tenantId)
    .where('program', '=', rules.program)
    .executeTakeFirst()
  const version = (newest?.version ?? 0) + 1
  const at = new Date(atMs)
  const isPublished = rest.state === 'published'
  await tx
    .insertInto('rule_set_version')
    .values({
      tenant_id: caller.tenantId,
      program: rules.program,
      version,
      ...sealRules(rules),
      restores_version: null,
      ...rest,
      hands: [caller.by],
      drafted_by: caller.by,
      drafted_at: at,
      edited_by: caller.by,
      edited_at: at,
      proposed_by: null,
      proposed_at: null,
      published_by: isPublished ? caller.by : null,
      published_at: isPublished ? at : null,
      looked_at_by: null,
    })
    .execute()
  return version
}

type Step<T> = (tx: Tx, row: RuleRow, atMs: number) => Promise<Result<T>>

/**
 * Takes one step with one version, if the version and whoever asks allow it. `revision` is the one that the caller has seen:
 * when somebody else has saved since, the answer is a conflict that says so, and nothing is changed.
 */
export const stepVersion = <T>(
  app: App,
  caller: RuleCaller,
  place: RulePlace & { revision: number | null },
  step: RuleStep,
  work: Step<T>,
): Promise<Result<T>> =>
  undivided(app, async (tx) => {
    const row = await lockVersion(tx, caller, place)
    if (!row) return refuse('not-found')
    const refused = refusedRuleStep(standingOf(row), step, caller.by)
    if (refused) return refuse(refused)
    if (place.revision !== null && place.revision !== row.revision)
      return conflict('revision', { revision: row.revision })
    return work(tx, row, app.clock.nowMs())
  })

/** What another person or node has done at the same time is a conflict, and whoever asks looks again. */
export const undivided = async <T>(app: App, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await app.database.transaction(work)
  } catch (error) {
    if (isUniqueViolation(error)) return conflict('version')
    throw error
  }
}

/** `what` says which: somebody saved (`revision`), a draft is open (`draft`), another version decides now (`published`). */
export const conflict = (
  what: 'revision' | 'draft' | 'published' | 'version' | 'rules',
  details: Refusal['details'] = {},
): { ok: false; refusal: Refusal } => refuse('conflict', { what, ...details })
