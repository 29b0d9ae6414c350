import { sql } from 'kysely'
import { nextWebhookTry } from '#domain/webhook-retry.ts'
import type { App } from './app.ts'
import { deliverWebhooksJob } from './job-definitions.ts'
import { decryptText, isSealed } from './ports/keys.ts'
import { secretPlace } from './webhook-endpoints.ts'

type Due = {
  event_id: string
  endpoint_id: string
  case_id: string | null
  tries: number
  url: string
  secret_sealed: string
  body: string
}

/** Longer than one delivery may take: another node leaves a claimed delivery alone for so long. */
const claimMs = 60_000

/**
 * Delivers what is waiting, at least once, each case's events to each endpoint in order: an event waits until the one
 * before it was delivered or given up. `caseId` narrows to one case; null takes whatever is due.
 */
export const deliverWebhooks = async (app: App, caseId: string | null): Promise<void> => {
  for (;;) {
    const due = await claim(app, caseId)
    if (!due) return
    await deliver(app, due)
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
    returning d.event_id, d.endpoint_id, d.case_id, d.tries, e.url, e.secret_sealed, v.body`.execute(
    app.database.kysely,
  )
  return rows.rows[0] ?? null
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
    if (retryAtMs !== null)
      await app.queue.enqueue(tx, deliverWebhooksJob, { caseId: due.case_id }, { startAfter: new Date(retryAtMs) })
  })
}
