import { createHash } from 'node:crypto'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'

/** A seller link works once, for so long, and opens one session on one device. */
const linkLifeMs = 30 * 60_000
const sessionLifeMs = 12 * 60 * 60_000

export type SellerCaller = Caller & { sellerId: string; caseId: string; expiresAtMs: number }

/** Tokens are 256 random bits, so a plain hash is enough: nothing can be guessed from it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** `POST /v1/cases/{id}/link`: a link the marketplace shows to its signed-in seller. */
export const issueSellerLink = async (
  app: App,
  caller: Caller,
  caseId: string,
): Promise<Result<{ url: string; expiresAtMs: number }>> => {
  const found = await app.database.kysely
    .selectFrom('verification_case')
    .select('seller_id')
    .where('tenant_id', '=', caller.tenantId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (!found) return refuse('not-found')
  const token = app.ids.secret()
  const nowMs = app.clock.nowMs()
  const expiresAtMs = nowMs + linkLifeMs
  await app.database.kysely
    .insertInto('seller_link')
    .values({
      token_hash: hashToken(token),
      tenant_id: caller.tenantId,
      seller_id: found.seller_id,
      case_id: caseId,
      created_at: new Date(nowMs),
      expires_at: new Date(expiresAtMs),
      used_at: null,
    })
    .execute()
  // The token stands behind the `#`, so that it reaches neither a server's log nor a referrer.
  return accept({ url: `${app.settings.publicUrl}/s/enter#${token}`, expiresAtMs })
}

/**
 * Exchanges a link for a session. Only the first device gets one; the same device opening its link again keeps the
 * session it has, anybody else's replay is refused.
 */
export const enterBySellerLink = async (
  app: App,
  token: string,
  currentSession: string | null,
): Promise<Result<{ session: string; caller: SellerCaller }>> => {
  const nowMs = app.clock.nowMs()
  const linkHash = hashToken(token)
  const own = currentSession ? await readSession(app, currentSession) : null
  return app.database.transaction(async (tx) => {
    const link = await tx
      .selectFrom('seller_link')
      .selectAll()
      .where('token_hash', '=', linkHash)
      .forUpdate()
      .executeTakeFirst()
    if (!link) return refuse('link-expired')
    const bound = { tenantId: link.tenant_id, sellerId: link.seller_id, caseId: link.case_id }
    if (link.used_at) {
      return own && currentSession && own.linkHash === linkHash
        ? accept({ session: currentSession, caller: { ...bound, expiresAtMs: own.expiresAtMs } })
        : refuse('link-used')
    }
    if (link.expires_at.getTime() <= nowMs) return refuse('link-expired')
    const session = app.ids.secret()
    const expiresAtMs = nowMs + sessionLifeMs
    await tx
      .updateTable('seller_link')
      .set({ used_at: new Date(nowMs) })
      .where('token_hash', '=', linkHash)
      .execute()
    // One device at a time: a new session for the case ends the ones before.
    await tx
      .updateTable('seller_session')
      .set({ ended_at: new Date(nowMs) })
      .where('case_id', '=', link.case_id)
      .where('tenant_id', '=', link.tenant_id)
      .where('ended_at', 'is', null)
      .execute()
    await tx
      .insertInto('seller_session')
      .values({
        token_hash: hashToken(session),
        tenant_id: link.tenant_id,
        seller_id: link.seller_id,
        case_id: link.case_id,
        link_hash: linkHash,
        created_at: new Date(nowMs),
        expires_at: new Date(expiresAtMs),
        ended_at: null,
      })
      .execute()
    return accept({ session, caller: { ...bound, expiresAtMs } })
  })
}

const readSession = async (app: App, session: string) => {
  const row = await app.database.kysely
    .selectFrom('seller_session')
    .selectAll()
    .where('token_hash', '=', hashToken(session))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', new Date(app.clock.nowMs()))
    .executeTakeFirst()
  return row
    ? {
        tenantId: row.tenant_id,
        sellerId: row.seller_id,
        caseId: row.case_id,
        linkHash: row.link_hash,
        expiresAtMs: row.expires_at.getTime(),
      }
    : null
}

/** Whom a seller's cookie belongs to; null when it is unknown, ended or too old. */
export const sellerOf = async (app: App, session: string): Promise<SellerCaller | null> => readSession(app, session)
