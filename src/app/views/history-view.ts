import type { z } from 'zod'
import type { historyLineView } from '#contracts/desk-api.ts'
import type { Actor, CaseEvent, CaseEventData } from '#domain/case/events.ts'
import { isSealed } from '../ports/keys.ts'
import { iso } from './instants.ts'

/** The history of a case as staff reads it; `names` are those of staff by their ids. */
export const historyLines = (
  events: readonly CaseEvent[],
  names: ReadonlyMap<string, string>,
): z.input<typeof historyLineView>[] =>
  events.map((event, index) => ({
    seq: index + 1,
    at: iso(event.atMs),
    type: event.data.type,
    actor: actorName(event.actor),
    by: event.actor.kind === 'staff' ? (names.get(event.actor.id) ?? null) : null,
    params: historyParams(event.data),
  }))

const actorName = (actor: Actor): string => ('id' in actor ? `${actor.kind}:${actor.id}` : actor.kind)

/** The plain members of an event: what is sealed, nested or long is left to the evidence. */
const historyParams = (data: CaseEventData): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) =>
      name !== 'type' &&
      (typeof value === 'number' || (typeof value === 'string' && value.length <= 80 && !isSealed(value)))
        ? [[name, value]]
        : Array.isArray(value) && value.every((one) => typeof one === 'string')
          ? [[name, value.join(',')]]
          : [],
    ),
  )
