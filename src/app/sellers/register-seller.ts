import { readingLanguageOf } from '#domain/language.ts'
import { accept, type Result } from '#domain/refusal.ts'
import type { Registration } from '#domain/registration.ts'
import type { App, Caller } from '../app.ts'
import { settleBadgeJob } from '../job-definitions.ts'
import { noteRegistration, registeredLinksOf } from '../links/note-links.ts'
import { standingOf } from '../restrictions/badges.ts'
import { hasRules, keepSellerFacts, sellerFactsFor } from '../signals/know-seller.ts'
import { entityHashOf, identityHashOf, sealRegistration } from './seller-store.ts'

/** `PUT /v1/sellers/{id}`: stores or replaces what the marketplace has on file. Personal data is sealed on its way in. */
export const registerSeller = async (
  app: App,
  caller: Caller,
  registration: Registration,
): Promise<Result<{ created: boolean }>> => {
  const { tenantId } = caller
  const identityHash = await identityHashOf(app, tenantId, registration.legalRepresentative.idNumber)
  const entityHash = await entityHashOf(app, tenantId, registration)
  const known = await app.database.kysely
    .selectFrom('seller')
    .select(['key_id', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', registration.sellerId)
    .executeTakeFirst()
  const keyId =
    known?.key_id ?? (await app.keys.createDataKey({ kind: 'seller', tenantId, id: registration.sellerId })).keyId
  const sealed = await sealRegistration(app, keyId, tenantId, registration)
  const links = await registeredLinksOf(app, tenantId, registration)
  const now = new Date(app.clock.nowMs())
  const facts = await sellerFactsFor(app, registration, (known?.created_at ?? now).getTime())
  const isAsked = await hasRules(app, tenantId)
  const changed = {
    registration_sealed: sealed,
    identity_hash: identityHash,
    entity_hash: entityHash,
    site: registration.site,
    updated_at: now,
  }
  return app.database.transaction(async (tx) => {
    const updated = await tx
      .updateTable('seller')
      .set(changed)
      .where('tenant_id', '=', tenantId)
      .where('id', '=', registration.sellerId)
      .where('key_id', '=', keyId)
      .executeTakeFirst()
    const created = updated.numUpdatedRows === 0n
    const added = {
      tenant_id: tenantId,
      id: registration.sellerId,
      key_id: keyId,
      language: readingLanguageOf(registration.language),
      created_at: now,
    }
    if (created)
      await tx
        .insertInto('seller')
        .values({ ...changed, ...added })
        .execute()
    await noteRegistration(tx, tenantId, registration.sellerId, links, now.getTime())
    // [RE3] Whether it still names whom the badge was given to is asked of the keys, outside of this transaction.
    const badged = await standingOf(tx, tenantId, registration.sellerId)
    if (badged) await app.queue.enqueue(tx, settleBadgeJob, { tenantId, caseId: badged })
    await keepSellerFacts(app, tx, { tenantId, sellerId: registration.sellerId, facts, isAsked })
    return accept({ created })
  })
}
