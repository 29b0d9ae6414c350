import type { Selectable } from 'kysely'
import type {
  RuleAuthorView,
  RuleEventView,
  RuleProgramRow,
  RuleVersionRow,
  RuleVersionView,
} from '#contracts/desk-rules.ts'
import { parseRuleSet } from '#contracts/rule-set.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { App } from '../app.ts'
import type { Schema } from '../ports/schema.ts'
import type { AuthorNames, RuleProgramFacts } from '../rules/read-rules.ts'
import { checkRules } from '../rules/rule-sets.ts'
import { type RuleEventName, type RuleRow, standingOf } from '../rules/rule-versions.ts'

export const ruleAuthorViewOf = (by: string, names: AuthorNames): RuleAuthorView => ({
  kind: by.startsWith('staff/') ? 'staff' : by.startsWith('key/') ? 'key' : 'installation',
  name: names.get(by) ?? null,
})

/** Everybody who is named in these rows. */
export const authorsOf = (rows: readonly (RuleRow | null)[]): (string | null)[] =>
  rows.flatMap((row) =>
    row ? [row.drafted_by, row.edited_by, row.proposed_by, row.published_by, row.looked_at_by] : [],
  )

export const ruleVersionRowOf = (row: RuleRow, names: AuthorNames): RuleVersionRow => {
  const done = (by: string, at: Date) => ({ by: ruleAuthorViewOf(by, names), at: at.toISOString() })
  return {
    version: row.version,
    state: row.state,
    revision: row.revision,
    drafted: done(row.drafted_by, row.drafted_at),
    edited: done(row.edited_by, row.edited_at),
    proposed: row.proposed_by && row.proposed_at ? done(row.proposed_by, row.proposed_at) : null,
    published: row.published_by && row.published_at ? done(row.published_by, row.published_at) : null,
    baseVersion: row.base_version,
    restoresVersion: row.restores_version,
    toBeLookedAt: standingOf(row).restoredAlone,
    lookedAtBy: row.looked_at_by === null ? null : ruleAuthorViewOf(row.looked_at_by, names),
  }
}

export const ruleProgramRowOf = (facts: RuleProgramFacts, names: AuthorNames): RuleProgramRow => ({
  program: facts.program,
  title: facts.title,
  published: facts.published && ruleVersionRowOf(facts.published, names),
  open: facts.open && ruleVersionRowOf(facts.open, names),
  hasPreset: facts.hasPreset,
})

export const ruleEventViewOf = (row: Selectable<Schema['rule_set_event']>, names: AuthorNames): RuleEventView => ({
  id: row.no,
  version: row.version,
  revision: row.revision,
  // Only `recordRuleEvent` writes these.
  what: row.what as RuleEventName,
  by: ruleAuthorViewOf(row.by, names),
  at: row.at.toISOString(),
  why: row.why,
})

/** Throws where a stored body has another shape: shapes of bodies only grow, and what is stored was parsed. */
export const storedRules = (row: RuleRow): RuleSet => {
  const parsed = parseRuleSet(row.body)
  if (!parsed.ok) throw new Error(`rules ${row.program}@${row.version} cannot be read any more`)
  return parsed.value
}

export const ruleVersionViewOf = (
  app: App,
  facts: {
    row: RuleRow
    title: Record<string, string>
    languages: string[]
    published: RuleRow | null
    why: string | null
  },
  names: AuthorNames,
  by: string,
): RuleVersionView => {
  const { row, published, ...rest } = facts
  const compiled = checkRules(app, row.body)
  return {
    ...rest,
    program: row.program,
    row: ruleVersionRowOf(row, names),
    rules: storedRules(row),
    problems: compiled.ok ? [] : compiled.problems,
    published:
      published && published.version !== row.version
        ? { version: published.version, rules: storedRules(published) }
        : null,
    publishedVersion: published?.version ?? null,
    ownHand: row.hands.includes(by),
  }
}
