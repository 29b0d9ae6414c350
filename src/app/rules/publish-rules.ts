import { accept, type Result } from '#domain/refusal.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { App } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import type { Drafted } from './rule-drafts.ts'
import { checkRules, compileStored, forgetPublishedRules } from './rule-sets.ts'
import {
  changeVersion,
  conflict,
  findVersion,
  insertVersion,
  type RuleCaller,
  type RulePlace,
  recordRuleEvent,
  stepVersion,
  undivided,
} from './rule-versions.ts'
import { tellRulePeople } from './tell-rule-people.ts'

/** `publishedVersion` is the one that the caller has seen deciding, null for none: another one is a conflict. */
export type Publication = { publishedVersion: number | null; why: string }

/** [TR4] Four eyes: whoever had no hand in a proposal publishes it. What decided until now is retired with it. */
export const publishProposal = (
  app: App,
  caller: RuleCaller,
  place: Drafted,
  { publishedVersion, why }: Publication,
): Promise<Result<RulePlace>> =>
  effective(
    app,
    caller,
    stepVersion(app, caller, place, 'publish', async (tx, row, atMs) => {
      const compiled = checkRules(app, row.body)
      if (!compiled.ok) return conflict('rules', { problems: compiled.problems.length })
      const retired = await retirePublished(tx, caller, row.program, publishedVersion)
      if (!retired.ok) return retired
      await changeVersion(tx, row, { state: 'published', published_by: caller.by, published_at: new Date(atMs) })
      await recordRuleEvent(tx, caller, row, 'published', { atMs, why })
      return accept({ program: row.program, version: row.version })
    }),
  )

/** Sends a proposal back for good; a new draft can begin with it. */
export const rejectProposal = (app: App, caller: RuleCaller, place: Drafted, why: string): Promise<Result<RulePlace>> =>
  stepVersion(app, caller, place, 'reject', async (tx, row, atMs) => {
    await changeVersion(tx, row, { state: 'rejected' })
    await recordRuleEvent(tx, caller, row, 'rejected', { atMs, why })
    return accept({ program: row.program, version: row.version })
  })

/**
 * [TR4] Publishes what was published before, anew and as a version of its own. One person can do it, since rules that hit the
 * wrong sellers are to be stopped at once; the others who answer for rules are told, and one of them looks at it afterwards.
 */
export const rollBack = (
  app: App,
  caller: RuleCaller,
  to: RulePlace,
  { publishedVersion, why }: Publication,
): Promise<Result<RulePlace>> =>
  effective(
    app,
    caller,
    stepVersion(app, caller, { ...to, revision: null }, 'restore', async (tx, row, atMs) => {
      const compiled = compileStored(row.body)
      if (!compiled.ok) return conflict('rules', { problems: compiled.problems.length })
      const retired = await retirePublished(tx, caller, row.program, publishedVersion)
      if (!retired.ok) return retired
      const version = await insertVersion(tx, caller, row.body as RuleSet, {
        atMs,
        base_version: publishedVersion,
        state: 'published',
        restores_version: row.version,
      })
      const place = { program: row.program, version }
      await recordRuleEvent(tx, caller, { ...place, revision: 1 }, 'rolled-back', { atMs, why })
      await tellRulePeople(app, tx, caller, place, 'rolled-back')
      return accept(place)
    }),
  )

/** [TR4] Stops the rules of a program altogether: signals are taken and open no case until others are published. */
export const retireRules = (app: App, caller: RuleCaller, place: RulePlace, why: string): Promise<Result<RulePlace>> =>
  effective(
    app,
    caller,
    stepVersion(app, caller, { ...place, revision: null }, 'retire', async (tx, row, atMs) => {
      await changeVersion(tx, row, { state: 'retired' })
      await recordRuleEvent(tx, caller, row, 'retired', { atMs, why })
      await tellRulePeople(app, tx, caller, place, 'retired')
      return accept(place)
    }),
  )

/**
 * Publishes the rules that ship with the product for every program that never had any, as the set-up of an installation: nobody
 * had a hand in them, and the history says so.
 */
export const installPresetRules = async (app: App, tenantId: string): Promise<void> => {
  const caller: RuleCaller = { tenantId, by: 'installation' }
  for (const [program, rules] of app.presetRules)
    await effective(
      app,
      caller,
      undivided(app, async (tx) => {
        const known = await tx
          .selectFrom('rule_set_version')
          .select('version')
          .where('tenant_id', '=', tenantId)
          .where('program', '=', program)
          .executeTakeFirst()
        if (known) return accept(null)
        const atMs = app.clock.nowMs()
        const version = await insertVersion(tx, caller, rules, { atMs, base_version: null, state: 'published' })
        await recordRuleEvent(tx, caller, { program, version, revision: 1 }, 'published', { atMs })
        return accept(null)
      }),
    )
}

/** Somebody else has looked at a roll-back. */
export const lookAtRollBack = (app: App, caller: RuleCaller, place: RulePlace): Promise<Result<RulePlace>> =>
  stepVersion(app, caller, { ...place, revision: null }, 'look-at', async (tx, row, atMs) => {
    await changeVersion(tx, row, { looked_at_by: caller.by })
    await recordRuleEvent(tx, caller, row, 'looked-at', { atMs })
    return accept(place)
  })

const retirePublished = async (
  tx: Tx,
  caller: RuleCaller,
  program: string,
  seen: number | null,
): Promise<Result<null>> => {
  const published = await findVersion(tx, caller, program, 'published')
  if ((published?.version ?? null) !== seen) return conflict('published', { version: published?.version ?? null })
  if (published) await changeVersion(tx, published, { state: 'retired' })
  return accept(null)
}

/** What decides has changed: this node knows it at once, the others within two seconds. */
const effective = async <T>(app: App, caller: RuleCaller, step: Promise<Result<T>>): Promise<Result<T>> => {
  const done = await step
  if (done.ok) forgetPublishedRules(app, caller.tenantId)
  return done
}
