import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { DataKeyGone, isSealed, type Keys, type SealContext, type Sealed } from '#app/ports/keys.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import { verifyJws } from '#domain/evidence/signed-jws.ts'
import { hasCode, makeFolder } from '../durable-files.ts'
import { openBytes, sealBytes, subkey } from './aead.ts'
import { type DataKey, openDataKeyFiles } from './data-key-files.ts'
import { loadMasterKey } from './master-key.ts'
import { openSigningKeys, typOf } from './signing-keys.ts'

/**
 * Unwrapped data keys kept in memory per process: one is 96 bytes, reading one again costs a small file. Signals are sealed under
 * their sellers' keys, thousands a second, so that many sellers are busy at once.
 */
const cacheMaxDefault = 20_000

/**
 * Keys in a folder: `master.key` (0600, made at the first start), `data/` with the wrapped data keys, `signing/`. The
 * folder must lie outside what is backed up with the data; docs/decisions/0003-keys-and-erasure.md says why and how.
 */
export async function openFileKeys(folder: string, options: { cacheMax?: number } = {}): Promise<Keys> {
  const dataFolder = path.join(folder, 'data')
  const signingFolder = path.join(folder, 'signing')
  await makeFolder(folder)
  const mayCreate = async () => (await isEmpty(dataFolder)) && (await isEmpty(signingFolder))
  const master = await loadMasterKey(folder, mayCreate)
  const dataKeys = await openDataKeyFiles(dataFolder, master, options.cacheMax ?? cacheMaxDefault)
  const signing = await openSigningKeys(signingFolder, master)

  async function use<T>(keyId: string, task: (key: DataKey) => T): Promise<T> {
    const used = await dataKeys.use(keyId, task)
    if (!used.ok) throw new DataKeyGone(used.refusal)
    return used.value
  }

  return {
    createDataKey: async (scope) => ({ keyId: await dataKeys.create(scope) }),

    encrypt: (keyId, plaintext, context) =>
      use(keyId, ({ seal }) => {
        const sealed = sealBytes(
          seal,
          typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext,
          aadOf(keyId, context),
        )
        return toText(keyId, sealed)
      }),

    async decrypt(text, context) {
      const parts = fromText(text)
      if (!parts) return { ok: false, refusal: 'tampered' }
      const opened = await dataKeys.use(parts.keyId, ({ seal }) =>
        openBytes(seal, parts.sealed, aadOf(parts.keyId, context)),
      )
      if (!opened.ok) return opened
      return opened.value ? { ok: true, plaintext: opened.value } : { ok: false, refusal: 'tampered' }
    },

    destroy: (keyId) => dataKeys.destroy(keyId),

    async deriveKey(keyId, purpose, salt) {
      const derived = await dataKeys.use(keyId, ({ derive }) => subkey(derive, purpose, salt))
      return derived.ok ? { ok: true, subkey: derived.value } : derived
    },

    commitmentSalt: (keyId, purpose) => use(keyId, ({ commit }) => subkey(commit, purpose)),

    sign: (purpose, payload) => signing.sign(purpose, typeof payload === 'string' ? Buffer.from(payload) : payload),

    verify: async (purpose, jws) => verifyJws(jws, typOf(purpose), await signing.publicKeys()),

    signWebhook: async (content) => Buffer.from(await signing.signRaw(Buffer.from(content))).toString('base64'),

    publicJwks: async () => ({ keys: await signing.publicKeys() }),

    rotateSigningKey: async () => ({ kid: await signing.rotate() }),
  }
}

const aadOf = (keyId: string, { table, column, row }: SealContext) =>
  canonicalJson(['sealed', 1, keyId, table, column, row])

function toText(keyId: string, sealed: Buffer): Sealed {
  const text = `v1.${keyId}.${sealed.subarray(0, 12).toString('base64url')}.${sealed.subarray(12).toString('base64url')}`
  if (!isSealed(text)) throw new Error('a sealed text that does not have the sealed form')
  return text
}

/** Null for any spelling but the one we write, so that a changed byte is always found. */
function fromText(text: Sealed): { keyId: string; sealed: Buffer } | null {
  if (!isSealed(text)) return null
  const [, keyId = '', iv = '', rest = ''] = text.split('.')
  const sealed = Buffer.concat([Buffer.from(iv, 'base64url'), Buffer.from(rest, 'base64url')])
  return toText(keyId, sealed) === text ? { keyId, sealed } : null
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true
    throw error
  }
}
