import { createHash } from 'node:crypto'
import type { App } from '../app.ts'
import { isUniqueViolation } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'
import type { KeyCaller } from './api-keys.ts'

/** An `Idempotency-Key` is remembered for a day, with the answer it got, sealed under the tenant's key. */
const rememberMs = 24 * 3_600_000

export type Remembered = { status: number; body: string }

const place = (caller: KeyCaller, key: string) => ({
  table: 'idempotency',
  column: 'body_sealed',
  row: `${caller.tenantId}/${caller.keyId}/${key}`,
})

export const requestHash = (method: string, path: string, body: string): string =>
  createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex')

/** The answer given before, `other` when the key was used for another request, null when it is new. */
export const recall = async (
  app: App,
  caller: KeyCaller,
  key: string,
  hash: string,
): Promise<Remembered | 'other' | null> => {
  const row = await app.database.kysely
    .selectFrom('idempotency')
    .selectAll()
    .where('tenant_id', '=', caller.tenantId)
    .where('api_key_id', '=', caller.keyId)
    .where('key', '=', key)
    .where('created_at', '>', new Date(app.clock.nowMs() - rememberMs))
    .executeTakeFirst()
  if (!row) return null
  if (row.request_hash !== hash) return 'other'
  if (!isSealed(row.body_sealed)) return null
  const opened = await decryptText(app.keys, row.body_sealed, place(caller, key))
  return opened.ok ? { status: row.status, body: opened.text } : null
}

export const remember = async (
  app: App,
  caller: KeyCaller,
  key: string,
  hash: string,
  answer: Remembered,
): Promise<void> => {
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', caller.tenantId)
    .executeTakeFirstOrThrow()
  const sealed = await app.keys.encrypt(tenant.key_id, answer.body, place(caller, key))
  const row = {
    request_hash: hash,
    status: answer.status,
    body_sealed: sealed,
    created_at: new Date(app.clock.nowMs()),
  }
  try {
    await app.database.kysely
      .insertInto('idempotency')
      .values({ ...row, tenant_id: caller.tenantId, api_key_id: caller.keyId, key })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'api_key_id', 'key'])
          .doUpdateSet(row)
          .where('idempotency.created_at', '<=', new Date(app.clock.nowMs() - rememberMs)),
      )
      .execute()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}
