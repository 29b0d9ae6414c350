import type { Role } from '#contracts/desk-api.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { App } from '../app.ts'
import { tellRulePersonJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import type { RuleCaller, RulePlace } from './rule-versions.ts'

/** Who drafts, proposes and publishes rules. */
export const ruleRoles: readonly Role[] = ['compliance', 'admin']

/** What those who answer for rules are mailed about when one of them does it. */
export type RuleNews = 'proposed' | 'rolled-back' | 'retired'

/** Mails everybody else who answers for rules; the jobs are stored with the change. */
export const tellRulePeople = async (
  app: App,
  tx: Tx,
  caller: RuleCaller,
  { program, version }: RulePlace,
  news: RuleNews,
): Promise<void> => {
  const others = await tx
    .selectFrom('staff')
    .select('id')
    .where('tenantId', '=', caller.tenantId)
    .where('active', '=', true)
    .where('role', 'in', ruleRoles)
    .execute()
  for (const { id } of others)
    if (caller.by !== `staff/${id}`)
      await app.queue.enqueue(tx, tellRulePersonJob, { tenantId: caller.tenantId, program, version, news, staffId: id })
}

/** Sends one of these mails. Throws when it should be tried again. */
export const tellRulePerson = async (
  app: App,
  { tenantId, program, version, news, staffId }: { tenantId: string; staffId: string; news: RuleNews } & RulePlace,
): Promise<void> => {
  const { kysely } = app.database
  const person = await kysely
    .selectFrom('staff')
    .leftJoin('staff_invite', 'staff_invite.staff_id', 'staff.id')
    .innerJoin('tenant', 'tenant.id', 'staff.tenantId')
    .select(['staff.name', 'staff.email', 'staff_invite.language', 'tenant.name as marketplace'])
    .where('staff.id', '=', staffId)
    .where('staff.tenantId', '=', tenantId)
    .where('staff.active', '=', true)
    .executeTakeFirst()
  const event = await kysely
    .selectFrom('rule_set_event')
    .select(['by', 'why', 'no'])
    .where('tenant_id', '=', tenantId)
    .where('program', '=', program)
    .where('version', '=', version)
    .where('what', '=', news)
    .orderBy('no', 'desc')
    .executeTakeFirst()
  if (!person || !event) return
  const language: StaffLanguage = person.language ?? 'en'
  const author = await kysely
    .selectFrom('staff')
    .select('name')
    .where('tenantId', '=', tenantId)
    .where('id', '=', event.by.slice('staff/'.length))
    .executeTakeFirst()
  const title = app.programs.get(program)?.title
  const mail = app.words.rulesChanged(language, {
    name: person.name,
    marketplace: person.marketplace,
    program: title?.[language] ?? title?.en ?? program,
    version,
    news,
    author: author?.name ?? person.marketplace,
    why: event.why ?? '',
    url: `${app.settings.publicUrl}/desk/rules/${program}/${version}`,
  })
  const delivery = await app.mail.send({ id: `rules-${event.no}-${staffId}`, to: person.email, ...mail })
  if (delivery.state === 'deferred') throw new Error(`mail deferred: ${delivery.code}`)
}
