import type { ReplayRowView, ReplayView } from '#contracts/desk-replays.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { App } from '../app.ts'
import type { AuthorNames } from '../rules/read-rules.ts'
import { publishedRules } from '../rules/replay-signals.ts'
import { type ReplayRow, resultOfReplay } from '../rules/replays.ts'
import { ruleAuthorViewOf } from './rule-views.ts'

type Listed = Omit<ReplayRow, 'rules' | 'progress' | 'result'>

export const replayRowOf = (row: Listed, names: AuthorNames): ReplayRowView => ({
  id: row.id,
  program: row.program,
  version: row.version,
  revision: row.revision,
  publishedVersion: row.published_version,
  since: row.since.toISOString(),
  state: row.state,
  askedBy: ruleAuthorViewOf(row.asked_by, names),
  askedAt: row.asked_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  signalsTotal: row.signals_total,
  signalsDone: row.signals_done,
})

/** With the words of every rule that may be named in it, those of the draft before those of what is published. */
export const replayViewOf = async (app: App, row: ReplayRow, names: AuthorNames): Promise<ReplayView> => {
  const { program, tenant_id: tenantId, published_version: version } = row
  const published = version === null ? null : await publishedRules(app.database, tenantId, program, version)
  const rules = [...(published?.rules.set.rules ?? []), ...(row.rules as RuleSet).rules]
  return {
    ...replayRowOf(row, names),
    result: resultOfReplay(row),
    words: Object.fromEntries(rules.map(({ id, staff }) => [id, staff])),
  }
}
