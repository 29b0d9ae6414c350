import { headPayload } from '#domain/evidence/signed-head.ts'
import type { App } from '../app.ts'

/**
 * [EV1] Signs the heads of chains that have grown since they were last signed. Done after the fact and in batches, so
 * that no door waits for a signature; a head that moved on meanwhile is signed with the next batch.
 */
export const signHeads = async (app: App): Promise<void> => {
  const grown = await app.database.kysely
    .selectFrom('verification_case')
    .select(['id', 'tenant_id', 'head_seq', 'head_hash'])
    .where('head_jws', 'is', null)
    .limit(500)
    .execute()
  const at = new Date(app.clock.nowMs()).toISOString()
  for (const row of grown) {
    const head = {
      caseId: row.id,
      seq: row.head_seq,
      hash: row.head_hash,
      tenantId: row.tenant_id,
      at,
      manifestSha256: null,
    }
    const jws = await app.keys.sign('chain-head', headPayload(head))
    await app.database.kysely
      .updateTable('verification_case')
      .set({ head_jws: jws })
      .where('id', '=', row.id)
      .where('head_seq', '=', row.head_seq)
      .execute()
  }
}
