import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { ServerWorld } from './server-world.ts'

/** Puts rules in force for a marketplace in place of those that were, as two people would have done before the story begins. */
export const publishRules = async ({ app }: ServerWorld, tenantId: string, rules: RuleSet): Promise<number> => {
  const at = new Date(app.clock.nowMs())
  const place = { tenant_id: tenantId, program: rules.program }
  return app.database.transaction(async (tx) => {
    const before = await tx
      .selectFrom('rule_set_version')
      .select(({ fn }) => fn.max('version').as('version'))
      .where('tenant_id', '=', tenantId)
      .where('program', '=', rules.program)
      .executeTakeFirst()
    await tx
      .updateTable('rule_set_version')
      .set({ state: 'retired' })
      .where('tenant_id', '=', tenantId)
      .where('program', '=', rules.program)
      .where('state', '=', 'published')
      .execute()
    const version = (before?.version ?? 0) + 1
    await tx
      .insertInto('rule_set_version')
      .values({
        ...place,
        version,
        body: JSON.stringify(rules),
        body_sha256: 'not looked at',
        state: 'published',
        base_version: null,
        restores_version: null,
        hands: ['staff/one', 'staff/other'],
        drafted_by: 'staff/one',
        drafted_at: at,
        edited_by: 'staff/one',
        edited_at: at,
        proposed_by: 'staff/one',
        proposed_at: at,
        published_by: 'staff/other',
        published_at: at,
        looked_at_by: null,
      })
      .execute()
    return version
  })
}
