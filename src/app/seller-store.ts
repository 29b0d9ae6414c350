import { createHmac } from 'node:crypto'
import { registrationSchema } from '#contracts/registration.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from './app.ts'
import type { Database, Tx } from './ports/database.ts'
import { decryptText, isSealed } from './ports/keys.ts'

type Reader = Tx | Database['kysely']

export type StoredSeller = {
  id: string
  keyId: string
  identityHash: string
  language: string
  site: string
  registration: Registration
}

const place = (tenantId: string, sellerId: string) => ({
  table: 'seller',
  column: 'registration_sealed',
  row: `${tenantId}/${sellerId}`,
})

export const readSeller = async (
  app: App,
  reader: Reader,
  tenantId: string,
  sellerId: string,
): Promise<StoredSeller | null> => {
  const row = await reader
    .selectFrom('seller')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sellerId)
    .executeTakeFirst()
  if (!row || !isSealed(row.registration_sealed)) return null
  const opened = await decryptText(app.keys, row.registration_sealed, place(tenantId, sellerId))
  if (!opened.ok) return null
  return {
    id: row.id,
    keyId: row.key_id,
    identityHash: row.identity_hash,
    language: row.language,
    site: row.site,
    registration: registrationSchema.parse(JSON.parse(opened.text)),
  }
}

export const sealRegistration = (app: App, keyId: string, tenantId: string, registration: Registration) =>
  app.keys.encrypt(keyId, JSON.stringify(registration), place(tenantId, registration.sellerId))

/**
 * The same identity in the same marketplace gives the same hash [AT4]; keyed with the tenant's own key, so that the
 * hash of a number cannot be searched for outside, and tenants cannot be joined.
 */
export const identityHashOf = async (app: App, tenantId: string, idNumber: string): Promise<string> => {
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow()
  const salt = await app.keys.commitmentSalt(tenant.key_id, 'identity-hash')
  return createHmac('sha256', salt).update(idNumber.trim().toUpperCase()).digest('hex')
}
