import type { App } from '#app/app.ts'
import { createDuty } from '#app/calls/duty-roster.ts'
import type { DutyAsked } from '#contracts/desk-calls.ts'
import { siteZone } from '#domain/case/booked-call.ts'

/** Who of the demo's staff holds calls, and from when by the clock of the office: so a time is free every quarter of an hour. */
const holders = [
  { role: 'reviewer', from: '00:00' },
  { role: 'supervisor', from: '00:15' },
] as const

/** The shops of the demo sell here. */
const offices = [
  { program: 'lazada', site: 'MY', languages: ['en'] },
  { program: 'amazon', site: 'US', languages: ['en', 'zh'] },
] as const

/** [BK1] Puts the demo's staff on duty around the clock, once: whatever people change of the roster afterwards stays. */
export const putDemoOnDuty = async (app: App, tenantId: string): Promise<void> => {
  const { kysely } = app.database
  const known = await kysely
    .selectFrom('reviewer_duty')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (known) return
  const firstDay = new Date(app.clock.nowMs() - 24 * 60 * 60_000).toISOString().slice(0, 10)
  for (const { role, from } of holders) {
    const { id } = await kysely
      .selectFrom('staff')
      .select('id')
      .where('tenantId', '=', tenantId)
      .where('role', '=', role)
      .executeTakeFirstOrThrow()
    for (const { program, site, languages } of offices) {
      const rules = app.programs.get(program)
      if (!rules?.call) continue
      const duty: DutyAsked = {
        reviewerId: id,
        site,
        zone: siteZone(rules, site),
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        hours: { from, to: from },
        breaks: [],
        firstDay,
        lastDay: null,
        languages: [...languages],
        programs: [program],
      }
      const made = await createDuty(app, { tenantId }, duty)
      if (!made.ok) throw new Error(`the demo's ${role} cannot be put on duty: ${made.refusal.code}`)
    }
  }
}
