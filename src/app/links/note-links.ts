import { sql } from 'kysely'
import { type LinkKind, registeredKinds } from '#domain/links/link.ts'
import { dialledNumber } from '#domain/phone-code.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import type { Tx } from '../ports/database.ts'
import { hashesOf } from '../sellers/seller-store.ts'

/** One value that a shop holds, seen at an instant; `caseId` says where, if it was in a case. */
export type SeenLink = { sellerId: string; kind: LinkKind; valueHash: string; atMs: number; caseId?: string }

const rowsAtOnce = 500

/**
 * [TR3] Stores what shops hold, in the caller's transaction and in one statement for up to 500 values. Telling the same twice,
 * late or out of order changes nothing but when it was first and last seen; the last is kept to the day, so that a shop that
 * signs in every minute writes nothing. Rows are written in the order of their key: two callers never wait for each other.
 */
export const noteLinks = async (tx: Tx, tenantId: string, seen: readonly SeenLink[]): Promise<void> => {
  const rows = [...merged(seen).values()].map((link) => ({
    tenant_id: tenantId,
    value_hash: link.valueHash,
    seller_id: link.sellerId,
    kind: link.kind,
    first_seen: new Date(link.firstMs),
    last_seen: new Date(link.lastMs),
    ended_at: null,
    case_id: link.caseId ?? null,
  }))
  rows.sort((a, b) => (keyOf(a.value_hash, a.seller_id, a.kind) < keyOf(b.value_hash, b.seller_id, b.kind) ? -1 : 1))
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto('shop_link')
      .values(rows.slice(from, from + rowsAtOnce))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'value_hash', 'seller_id', 'kind'])
          .doUpdateSet({
            first_seen: sql`least(shop_link.first_seen, excluded.first_seen)`,
            last_seen: sql`greatest(shop_link.last_seen, excluded.last_seen)`,
            ended_at: null,
          })
          .where(
            sql<boolean>`shop_link.ended_at is not null or excluded.first_seen < shop_link.first_seen
              or excluded.last_seen > shop_link.last_seen + interval '1 day'`,
          ),
      )
      .execute()
}

type MergedLink = Omit<SeenLink, 'atMs'> & { firstMs: number; lastMs: number }

const keyOf = (valueHash: string, sellerId: string, kind: string) => `${valueHash} ${kind} ${sellerId}`

const merged = (seen: readonly SeenLink[]): Map<string, MergedLink> => {
  const links = new Map<string, MergedLink>()
  for (const { atMs, ...link } of seen) {
    const key = keyOf(link.valueHash, link.sellerId, link.kind)
    const known = links.get(key)
    const firstMs = Math.min(atMs, known?.firstMs ?? atMs)
    const lastMs = Math.max(atMs, known?.lastMs ?? atMs)
    links.set(key, { ...link, firstMs, lastMs })
  }
  return links
}

export type RegisteredLink = { kind: LinkKind; valueHash: string }

/** What of a registration may be shared with other shops, as keyed hashes of this marketplace. */
export const registeredLinksOf = async (
  app: App,
  tenantId: string,
  registration: Registration,
): Promise<RegisteredLink[]> => {
  const { legalRepresentative, signatories, creditCode, phone, bankAccountHash, email } = registration
  const hash = await hashesOf(app, tenantId)
  const links: RegisteredLink[] = []
  const add = async (kind: LinkKind, purpose: Parameters<typeof hash>[0], value: string | null) => {
    if (value?.trim()) links.push({ kind, valueHash: await hash(purpose, value) })
  }
  await add('person', 'identity-hash', legalRepresentative.idNumber)
  for (const { idNumber } of signatories) await add('signatory', 'identity-hash', idNumber)
  await add('licence', 'licence-hash', creditCode)
  await add('phone', 'phone-hash', dialledNumber(phone) ?? phone.replace(/\D/g, ''))
  await add('bank-account', 'bank-account-hash', bankAccountHash)
  await add('email', 'email-hash', email)
  return links
}

/** [TR3] What a registration says a shop holds; what the one before said and this one does not is past from now on. */
export const noteRegistration = async (
  tx: Tx,
  tenantId: string,
  sellerId: string,
  links: readonly RegisteredLink[],
  atMs: number,
): Promise<void> => {
  await noteLinks(
    tx,
    tenantId,
    links.map((link) => ({ ...link, sellerId, atMs })),
  )
  const held = links.map(({ kind, valueHash }) => `${kind} ${valueHash}`)
  await tx
    .updateTable('shop_link')
    .set({ ended_at: new Date(atMs) })
    .where('tenant_id', '=', tenantId)
    .where('seller_id', '=', sellerId)
    .where('kind', 'in', [...registeredKinds])
    .where('ended_at', 'is', null)
    .$if(held.length > 0, (query) => query.where(sql<string>`kind || ' ' || value_hash`, 'not in', held))
    .execute()
}
