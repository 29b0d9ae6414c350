import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { App } from '../app.ts'
import { checkRules } from './rule-sets.ts'
import {
  changeVersion,
  conflict,
  findVersion,
  insertVersion,
  lockVersion,
  type RuleCaller,
  type RulePlace,
  recordRuleEvent,
  sealRules,
  stepVersion,
  undivided,
} from './rule-versions.ts'
import { tellRulePeople } from './tell-rule-people.ts'

/** What a draft begins with: rules that ship with the product, an earlier version, or nothing at all. */
export type DraftBeginning = { from: 'preset' } | { from: 'version'; version: number } | { from: 'nothing' }

export type Drafted = RulePlace & { revision: number }

const emptyRules = (program: string): RuleSet => ({
  program,
  sites: null,
  lists: {},
  thresholds: { open: 60, person: null },
  rules: [],
})

/** Begins the draft of a program. There is one at most: where there is one already, the answer is a conflict with its version. */
export const beginDraft = (
  app: App,
  caller: RuleCaller,
  program: string,
  beginning: DraftBeginning,
): Promise<Result<Drafted>> =>
  undivided(app, async (tx) => {
    if (!app.programs.has(program)) return refuse('program-unknown')
    const open = await findVersion(tx, caller, program, 'open')
    if (open) return conflict('draft', { version: open.version })
    const from =
      beginning.from === 'version' ? await lockVersion(tx, caller, { program, version: beginning.version }) : null
    const rules =
      beginning.from === 'nothing'
        ? emptyRules(program)
        : beginning.from === 'preset'
          ? app.presetRules.get(program)
          : (from?.body as RuleSet | undefined)
    return rules ? insertDraft(app, tx, caller, rules) : refuse('not-found')
  })

const insertDraft = async (
  app: App,
  tx: Parameters<typeof insertVersion>[0],
  caller: RuleCaller,
  rules: RuleSet,
): Promise<Result<Drafted>> => {
  const atMs = app.clock.nowMs()
  const published = await findVersion(tx, caller, rules.program, 'published')
  const base_version = published?.version ?? null
  const version = await insertVersion(tx, caller, rules, { atMs, base_version, state: 'draft' })
  const drafted = { program: rules.program, version, revision: 1 }
  await recordRuleEvent(tx, caller, drafted, 'drafted', { atMs })
  return accept(drafted)
}

/** Saves a draft over the revision that was read; what did not change makes no new revision. */
export const saveDraft = (
  app: App,
  caller: RuleCaller,
  place: RulePlace & { revision: number | null },
  rules: RuleSet,
): Promise<Result<Drafted>> =>
  stepVersion(app, caller, place, 'edit', async (tx, row, atMs) => {
    const sealed = sealRules({ ...rules, program: row.program })
    const { program, version } = row
    if (sealed.body_sha256 === row.body_sha256) return accept({ program, version, revision: row.revision })
    const revision = row.revision + 1
    await changeVersion(tx, row, {
      ...sealed,
      revision,
      edited_by: caller.by,
      edited_at: new Date(atMs),
      hands: [...new Set([...row.hands, caller.by])],
    })
    await recordRuleEvent(tx, caller, { program, version, revision }, 'edited', { atMs })
    return accept({ program, version, revision })
  })

/**
 * [TR4] What a marketplace's own systems send: makes the draft of the program or replaces it, and never publishes. With a
 * `revision` only that one is replaced. Without, what a person has edited is not written over, nor what is proposed.
 */
export const putDraft = async (
  app: App,
  caller: RuleCaller,
  rules: RuleSet,
  revision: number | null,
): Promise<Result<Drafted>> => {
  if (!app.programs.has(rules.program)) return refuse('program-unknown')
  const open = await findVersion(app.database.kysely, caller, rules.program, 'open')
  if (!open) {
    if (revision !== null) return conflict('revision')
    return undivided(app, (tx) => insertDraft(app, tx, caller, rules))
  }
  if (open.state === 'proposed') return conflict('draft', { version: open.version, state: open.state })
  if (revision === null && !open.edited_by.startsWith('key/'))
    return conflict('revision', { version: open.version, revision: open.revision })
  return saveDraft(app, caller, { ...open, revision: revision ?? open.revision }, rules)
}

/** Asks another person to publish a draft; rules that cannot be run are not proposed. */
export const proposeDraft = (app: App, caller: RuleCaller, place: Drafted, why: string): Promise<Result<Drafted>> =>
  stepVersion(app, caller, place, 'propose', async (tx, row, atMs) => {
    const compiled = checkRules(app, row.body)
    if (!compiled.ok) return conflict('rules', { problems: compiled.problems.length })
    await changeVersion(tx, row, {
      state: 'proposed',
      proposed_by: caller.by,
      proposed_at: new Date(atMs),
      hands: [...new Set([...row.hands, caller.by])],
    })
    await recordRuleEvent(tx, caller, row, 'proposed', { atMs, why })
    await tellRulePeople(app, tx, caller, row, 'proposed')
    return accept(place)
  })

/** A proposal becomes a draft again, so that it can be edited. */
export const takeProposalBack = (app: App, caller: RuleCaller, place: Drafted): Promise<Result<Drafted>> =>
  stepVersion(app, caller, place, 'take-back', async (tx, row, atMs) => {
    await changeVersion(tx, row, { state: 'draft', proposed_by: null, proposed_at: null })
    await recordRuleEvent(tx, caller, row, 'taken-back', { atMs })
    return accept(place)
  })

/** A draft that nobody wants any more; it can be read, and a new draft can begin with it. */
export const discardDraft = (app: App, caller: RuleCaller, place: Drafted): Promise<Result<Drafted>> =>
  stepVersion(app, caller, place, 'discard', async (tx, row, atMs) => {
    await changeVersion(tx, row, { state: 'rejected' })
    await recordRuleEvent(tx, caller, row, 'discarded', { atMs })
    return accept(place)
  })
