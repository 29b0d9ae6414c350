import { createHash, timingSafeEqual } from 'node:crypto'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App, Caller } from '../app.ts'

/** What a request with an API key may do. */
export type KeyCaller = Caller & { keyId: string; scopes: string[] }

/** `cs_live_<prefix>_<secret>`: the prefix finds the row, the secret's hash is compared in constant time. */
const form = /^cs_live_([A-Za-z0-9]{12})_([A-Za-z0-9_-]{43})$/

const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export type NewApiKey = { name: string; scopes: string[]; expiresAtMs: number | null }

/** The secret is answered once and never stored. */
export const createApiKey = async (
  app: App,
  caller: Caller,
  asked: NewApiKey,
): Promise<{ id: string; secret: string }> => {
  const id = app.ids.next('key')
  const prefix = app.ids
    .secret()
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 12)
  const secret = app.ids.secret()
  await app.database.kysely
    .insertInto('api_key')
    .values({
      id,
      tenant_id: caller.tenantId,
      name: asked.name,
      prefix,
      secret_hash: hashSecret(secret),
      scopes: asked.scopes,
      created_at: new Date(app.clock.nowMs()),
      last_used_at: null,
      expires_at: asked.expiresAtMs === null ? null : new Date(asked.expiresAtMs),
      revoked_at: null,
    })
    .execute()
  return { id, secret: `cs_live_${prefix}_${secret}` }
}

/** What a key may do from now on, within a second on every node. One that was revoked stays so. */
export const setKeyScopes = async (app: App, { tenantId }: Caller, id: string, scopes: string[]): Promise<void> => {
  await app.database.kysely
    .updateTable('api_key')
    .set({ scopes })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

/** A key that was right a moment ago is not looked up again for each request: revoked on another node, it works this long yet. */
const rememberedMs = 1_000
const rememberedMost = 1_000

type Remembered = { caller: KeyCaller; atMs: number; expiresAtMs: number | null }
const remembered = new WeakMap<App, Map<string, Remembered>>()

const rememberedBy = (app: App): Map<string, Remembered> => {
  const known = remembered.get(app) ?? new Map<string, Remembered>()
  remembered.set(app, known)
  return known
}

/** Whose key this is; null for one that is unknown, revoked or expired. Only right ones are remembered, by their hash. */
export const keyCallerOf = async (app: App, presented: string): Promise<KeyCaller | null> => {
  const known = rememberedBy(app)
  const nowMs = app.clock.nowMs()
  const hash = hashSecret(presented)
  const before = known.get(hash)
  const isFresh = before !== undefined && Math.abs(nowMs - before.atMs) < rememberedMs
  if (isFresh && (before.expiresAtMs === null || nowMs < before.expiresAtMs)) return before.caller
  known.delete(hash)
  const found = await findKey(app, presented)
  if (!found) return null
  if (known.size >= rememberedMost) known.clear()
  known.set(hash, { ...found, atMs: nowMs })
  return found.caller
}

const findKey = async (app: App, presented: string): Promise<Omit<Remembered, 'atMs'> | null> => {
  const [, prefix, secret] = form.exec(presented) ?? []
  if (!prefix || !secret) return null
  const row = await app.database.kysely
    .selectFrom('api_key')
    .selectAll()
    .where('prefix', '=', prefix)
    .executeTakeFirst()
  if (!row || row.revoked_at) return null
  const nowMs = app.clock.nowMs()
  if (row.expires_at && row.expires_at.getTime() <= nowMs) return null
  const right = timingSafeEqual(Buffer.from(row.secret_hash, 'hex'), Buffer.from(hashSecret(secret), 'hex'))
  if (!right) return null
  if (!row.last_used_at || nowMs - row.last_used_at.getTime() > 60_000)
    await app.database.kysely
      .updateTable('api_key')
      .set({ last_used_at: new Date(nowMs) })
      .where('id', '=', row.id)
      .execute()
  return {
    caller: { tenantId: row.tenant_id, keyId: row.id, scopes: row.scopes },
    expiresAtMs: row.expires_at?.getTime() ?? null,
  }
}

export const listApiKeys = (app: App, caller: Caller) =>
  app.database.kysely
    .selectFrom('api_key')
    .select(['id', 'name', 'prefix', 'scopes', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'])
    .where('tenant_id', '=', caller.tenantId)
    .orderBy('created_at', 'desc')
    .execute()

export const revokeApiKey = async (app: App, caller: Caller, keyId: string): Promise<Result<null>> => {
  const revoked = await app.database.kysely
    .updateTable('api_key')
    .set({ revoked_at: new Date(app.clock.nowMs()) })
    .where('tenant_id', '=', caller.tenantId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  rememberedBy(app).clear()
  return revoked.numUpdatedRows > 0n ? accept(null) : refuse('not-found')
}
