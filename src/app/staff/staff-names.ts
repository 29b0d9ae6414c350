import type { CaseEvent } from '#domain/case/events.ts'
import type { App } from '../app.ts'

/** Names of the staff who did something in these events, or led a call in them, by their ids. */
export const staffNamesIn = async (
  app: App,
  tenantId: string,
  events: readonly CaseEvent[],
): Promise<Map<string, string>> => {
  const ids = events.flatMap(({ actor, data }) => [
    ...(actor.kind === 'staff' ? [actor.id] : []),
    ...(data.type === 'call-answered' ? [data.leader] : data.type === 'call-handed-over' ? [data.to] : []),
  ])
  if (ids.length === 0) return new Map()
  const staff = await app.database.kysely
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(staff.map(({ id, name }) => [id, name]))
}
