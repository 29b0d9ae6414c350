import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'

export const secretPlace = (endpointId: string) => ({
  table: 'webhook_endpoint',
  column: 'secret_sealed',
  row: endpointId,
})

/** Registers where a marketplace wants to be told. The signing secret is answered once and stored sealed. */
export const addWebhook = async (
  app: App,
  caller: Caller,
  asked: { url: string; events: string[] },
): Promise<{ id: string; secret: string; createdAtMs: number }> => {
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', caller.tenantId)
    .executeTakeFirstOrThrow()
  const id = app.ids.next('whk')
  // Standard Webhooks: 24 to 64 random bytes, base64, behind `whsec_`.
  const secret = `whsec_${Buffer.from(app.ids.secret(), 'base64url').toString('base64')}`
  const createdAtMs = app.clock.nowMs()
  await app.database.kysely
    .insertInto('webhook_endpoint')
    .values({
      id,
      tenant_id: caller.tenantId,
      url: asked.url,
      secret_sealed: await app.keys.encrypt(tenant.key_id, secret, secretPlace(id)),
      events: asked.events,
      created_at: new Date(createdAtMs),
      disabled_at: null,
    })
    .execute()
  return { id, secret, createdAtMs }
}

export const listWebhooks = (app: App, caller: Caller) =>
  app.database.kysely
    .selectFrom('webhook_endpoint')
    .select(['id', 'url', 'events', 'created_at'])
    .where('tenant_id', '=', caller.tenantId)
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .execute()

export const removeWebhook = async (app: App, caller: Caller, id: string): Promise<Result<null>> => {
  const removed = await app.database.kysely
    .updateTable('webhook_endpoint')
    .set({ disabled_at: new Date(app.clock.nowMs()) })
    .where('tenant_id', '=', caller.tenantId)
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return removed.numUpdatedRows > 0n ? accept(null) : refuse('not-found')
}
