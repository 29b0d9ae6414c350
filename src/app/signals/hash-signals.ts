import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { KeyedHash } from '#domain/risk/signal.ts'
import type { HashPurpose } from '#domain/risk/signal-facts.ts'
import type { App } from '../app.ts'

export type HashSignal = (purpose: HashPurpose, value: string) => KeyedHash

/** [TR1] Keyed hashes of one marketplace, without waiting: the salts are derived once for all signals that are taken together. */
export const signalHashOf = async (app: App, tenantId: string): Promise<HashSignal> => {
  const keyId = await keyIdOf(app, tenantId)
  const salt = async (purpose: HashPurpose): Promise<KeyObject> =>
    createSecretKey(await app.keys.commitmentSalt(keyId, `signal-${purpose}`))
  const salts: Record<HashPurpose, KeyObject> = {
    ip: await salt('ip'),
    'ip-network': await salt('ip-network'),
    device: await salt('device'),
  }
  // 160 bits are enough to be known by, and short enough to be kept ten million times.
  return (purpose, value) => createHmac('sha256', salts[purpose]).update(value).digest('base64url').slice(0, 27)
}

/** A marketplace has one key for ever; the salts are asked for each time, for they end with the key. */
const keyIds = new WeakMap<App, Map<string, string>>()

const keyIdOf = async (app: App, tenantId: string): Promise<string> => {
  const known = keyIds.get(app) ?? new Map<string, string>()
  keyIds.set(app, known)
  const before = known.get(tenantId)
  if (before) return before
  const tenant = await app.database.kysely
    .selectFrom('tenant')
    .select('key_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow()
  known.set(tenantId, tenant.key_id)
  return tenant.key_id
}
