import { createHmac } from 'node:crypto'
import { registrationSchema } from '#contracts/registration.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import type { Database, Tx } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'

type Reader = Tx | Database['kysely']

export type StoredSeller = {
  id: string
  keyId: string
  identityHash: string
  /** [SI1] The same for all shops of one legal entity of this marketplace; null when it was stored before we asked. */
  entityHash: string | null
  language: string
  site: string
  createdAtMs: number
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
    entityHash: row.entity_hash,
    language: row.language,
    site: row.site,
    createdAtMs: row.created_at.getTime(),
    registration: registrationSchema.parse(JSON.parse(opened.text)),
  }
}

export const sealRegistration = (app: App, keyId: string, tenantId: string, registration: Registration) =>
  app.keys.encrypt(keyId, JSON.stringify(registration), place(tenantId, registration.sellerId))

/**
 * The same identity in the same marketplace gives the same hash [AT4]; keyed with the tenant's own key, so that the
 * hash of a number cannot be searched for outside, and tenants cannot be joined.
 */
export const identityHashOf = async (app: App, tenantId: string, idNumber: string): Promise<string> =>
  keyedHash(app, tenantId, 'identity-hash', idNumber)

/** What is hashed, so that the same number in two roles tells nothing of the other role. */
export type HashPurpose =
  | 'identity-hash'
  | 'entity-hash'
  | 'licence-hash'
  | 'phone-hash'
  | 'bank-account-hash'
  | 'email-hash'

const keyedHash = async (app: App, tenantId: string, purpose: HashPurpose, number: string): Promise<string> =>
  (await hashesOf(app, tenantId))(purpose, number)

/** Keyed hashes of one marketplace; ask once where several are wanted. */
export const hashesOf = async (
  app: App,
  tenantId: string,
): Promise<(purpose: HashPurpose, value: string) => Promise<string>> => {
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return async (purpose, value) => {
    const salt = await app.keys.commitmentSalt(tenant.key_id, purpose)
    return createHmac('sha256', salt).update(value.trim().toUpperCase()).digest('hex')
  }
}

/**
 * [SI1] Shops with the same credit code are one entity, wherever they are; of those without one, shops of the same person.
 * Keyed as the hash of an identity is, and another hash than that, so that neither tells the other.
 */
export const entityHashOf = (app: App, tenantId: string, registration: Registration): Promise<string> =>
  registration.creditCode?.trim()
    ? keyedHash(app, tenantId, 'entity-hash', `code ${registration.creditCode}`)
    : keyedHash(app, tenantId, 'entity-hash', `person ${registration.legalRepresentative.idNumber}`)

/** Shops that were stored before entities were known learn theirs when they are next used. */
export const knowEntity = async (app: App, tenantId: string, seller: StoredSeller): Promise<void> => {
  if (seller.entityHash !== null) return
  await app.database.kysely
    .updateTable('seller')
    .set({ entity_hash: await entityHashOf(app, tenantId, seller.registration) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', seller.id)
    .where('entity_hash', 'is', null)
    .execute()
}
