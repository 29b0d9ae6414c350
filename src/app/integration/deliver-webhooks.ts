import { sql } from 'kysely'
import { nextWebhookTry } from '#domain/webhook-retry.ts'
import type { App } from '../app.ts'
import { deliverWebhooksJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import { secretPlace } from './webhook-endpoints.ts'

type Due = {
  event_id: string
  endpoint_id: string
  case_id: string | null
  tries: number
  url: string
  secret_sealed: string
  body: string
  is_stale: boolean
}

/** Longer than one delivery may take: another node leaves a claimed delivery alone for so long. */
const claimMs = 60_000

/**
 * [RE2] Of several messages about one restriction only the last is worth delivering: one that it should be taken, behind which it
 * was asked back, would take away what nobody wants taken. It is looked at when its turn has come, so that what is on its way
 * to the receiver at this moment is over before the later one begins.
 *
 * Delivers what is waiting, at least once, each case's events to each endpoint in order: an event waits until the one
 * before it was delivered or given up. `caseId` narrows to one case; null takes whatever is due.
 */
export const deliverWebhooks = async (app: App, caseId: string | null): Promise<void> => {
  for (;;) {
    const due = await claim(app, caseId)
    if (!due) return
    if (due.is_stale) await supersede(app, due)
    else await deliver(app, due)
  }
}

/** The first waiting delivery of some case and endpoint, if its time has come. */
const claim = async (app: App, caseId: string | null): Promise<Due | null> => {
  const now = new Date(app.clock.nowMs())
  const claimedUntil = new Date(now.getTime() + claimMs)
  const rows = await sql<Due>`
    with first as (
      select distinct on (d.endpoint_id, d.case_id) d.event_id, d.endpoint_id, d.next_try_at
      from webhook_delivery d
      where d.state = 'waiting' and (${caseId}::text is null or d.case_id = ${caseId})
      order by d.endpoint_id, d.case_id, d.position
    ), next as (
      select event_id, endpoint_id from first where next_try_at <= ${now} order by next_try_at limit 1
    )
    update webhook_delivery d set next_try_at = ${claimedUntil}
    from next, webhook_endpoint e, webhook_event v
    where d.event_id = next.event_id and d.endpoint_id = next.endpoint_id
      and d.next_try_at <= ${now} and e.id = d.endpoint_id and v.id = d.event_id
    returning d.event_id, d.endpoint_id, d.case_id, d.tries, e.url, e.secret_sealed, v.body, exists (
      select 1 from webhook_event later
      where later.restriction_id = v.restriction_id and later.position > v.position
    ) as is_stale`.execute(app.database.kysely)
  return rows.rows[0] ?? null
}

const supersede = async (app: App, due: Due): Promise<void> => {
  await app.database.kysely
    .updateTable('webhook_delivery')
    .set({ state: 'superseded', next_try_at: new Date(app.clock.nowMs()) })
    .where('event_id', '=', due.event_id)
    .where('endpoint_id', '=', due.endpoint_id)
    .where('state', '=', 'waiting')
    .execute()
}

/** Somebody who was away answers again: what else waits for them, with pauses of hours by now, need not wait any longer. */
const hurryTheRest = async (app: App, tx: Tx, endpointId: string): Promise<void> => {
  const now = new Date(app.clock.nowMs())
  const hurried = await tx
    .updateTable('webhook_delivery')
    .set({ next_try_at: now })
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'waiting')
    // A delivery that somebody claimed is under way; it comes within the length of a claim.
    .where('next_try_at', '>', new Date(now.getTime() + claimMs))
    .executeTakeFirst()
  if (hurried.numUpdatedRows > 0n) await app.queue.enqueue(tx, deliverWebhooksJob, { caseId: null })
}

const deliver = async (app: App, due: Due): Promise<void> => {
  const secret = isSealed(due.secret_sealed)
    ? await decryptText(app.keys, due.secret_sealed, secretPlace(due.endpoint_id))
    : null
  const atMs = app.clock.nowMs()
  const result = secret?.ok
    ? await app.webhooks.deliver({ url: due.url, secret: secret.text, id: due.event_id, atMs, body: due.body })
    : ({ state: 'failed', why: 'bad-url', status: null, gone: true } as const)
  const tries = due.tries + 1
  const retryAtMs =
    result.state === 'failed' && !result.gone ? nextWebhookTry(tries, app.clock.nowMs(), app.chance) : null
  await app.database.transaction(async (tx) => {
    await tx
      .updateTable('webhook_delivery')
      .set({
        tries,
        state: result.state === 'delivered' ? 'delivered' : retryAtMs === null ? 'given-up' : 'waiting',
        next_try_at: new Date(retryAtMs ?? app.clock.nowMs()),
        last_status: result.status,
        last_why: result.state === 'failed' ? result.why : null,
        delivered_at: result.state === 'delivered' ? new Date(app.clock.nowMs()) : null,
      })
      .where('event_id', '=', due.event_id)
      .where('endpoint_id', '=', due.endpoint_id)
      .execute()
    if (result.state === 'delivered' && due.tries > 0) await hurryTheRest(app, tx, due.endpoint_id)
    if (retryAtMs !== null)
      await app.queue.enqueue(tx, deliverWebhooksJob, { caseId: due.case_id }, { startAfter: new Date(retryAtMs) })
  })
}
