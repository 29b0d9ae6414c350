import { sql } from 'kysely'
import type { EntityShop } from '#domain/case/entity.ts'
import type { App } from '../app.ts'

/** Another shop, and the newest of its cases. */
export type ShopBeside = EntityShop & {
  sellerId: string
  /** [EL2] The same person stands for both shops. */
  samePerson: boolean
  newest: {
    caseId: string
    program: string
    status: string
    openedAtMs: number
    decidedAtMs: number | null
  } | null
}

type BesideRow = {
  id: string
  site: string
  identity_hash: string
  same_person: boolean
  case_id: string | null
  program: string | null
  status: string | null
  opened_at: Date | null
  decided_at: Date | null
}

/** Some shops as seen from another one, by site and id. */
export const readShopsBeside = async (
  app: App,
  tenantId: string,
  sellerId: string,
  others: readonly string[],
): Promise<ShopBeside[]> => {
  if (others.length === 0) return []
  const { rows } = await sql<BesideRow>`
    select seller.id, seller.site, seller.identity_hash, seller.identity_hash = own.identity_hash as same_person,
      newest.id as case_id, newest.program, newest.status, newest.opened_at, newest.decided_at
    from seller
    join seller own on own.tenant_id = seller.tenant_id and own.id = ${sellerId}
    left join lateral (
      select id, program, status, opened_at, decided_at from verification_case
      where tenant_id = seller.tenant_id and seller_id = seller.id order by opened_at desc limit 1
    ) as newest on true
    where seller.tenant_id = ${tenantId} and seller.id = any(${[...others]}::text[])
    order by seller.site, seller.id`.execute(app.database.kysely)
  return rows.map((row) => ({
    sellerId: row.id,
    site: row.site,
    identityHash: row.identity_hash,
    samePerson: row.same_person,
    newest:
      row.case_id && row.program && row.status && row.opened_at
        ? {
            caseId: row.case_id,
            program: row.program,
            status: row.status,
            openedAtMs: row.opened_at.getTime(),
            decidedAtMs: row.decided_at?.getTime() ?? null,
          }
        : null,
  }))
}
