import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { KeyScope } from '#app/ports/keys.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import { createFile, makeFolder, readFileIfThere, scrubFile, sweepTemporaries } from '../durable-files.ts'
import { openBytes, sealBytes, subkey } from './aead.ts'
import type { MasterKey } from './master-key.ts'

/**
 * Data keys, one wrapped file each, so that creating and destroying them needs no lock between processes. A destroyed
 * key leaves an empty `.gone` file, which is how "erased" is told from "lost".
 *
 * States of a key: absent → live (`K.key`) → going (`K.gone` beside `K.key`, for the moment of destruction or after a
 * crash in it; finished at the next start) → gone (`K.gone` alone).
 */

/** Never the data key itself: one subkey per use. */
export type DataKey = { seal: Buffer; derive: Buffer; commit: Buffer }
export type DataKeyRefusal = { ok: false; refusal: 'key-destroyed' | 'key-unknown' }

export type DataKeyFiles = {
  create(scope: KeyScope): Promise<string>
  /** `task` gets the key and must be done with it when it returns: keys that leave the cache are wiped. */
  use<T>(keyId: string, task: (key: DataKey) => T): Promise<{ ok: true; value: T } | DataKeyRefusal>
  destroy(keyId: string): Promise<void>
}

const keyIdForm = /^k_[A-Za-z0-9_-]{22}$/
const wrapContext = (keyId: string) => canonicalJson(['data-key', 1, keyId])
const abandonedAfterMs = 3_600_000

export async function openDataKeyFiles(folder: string, master: MasterKey, cacheMax: number): Promise<DataKeyFiles> {
  await makeFolder(folder)
  await finishDestructions(folder)
  await sweepTemporaries(folder, abandonedAfterMs, Date.now())
  const cache = new Map<string, DataKey>()
  const keyFile = (keyId: string) => path.join(folder, `${keyId}.key`)
  const goneFile = (keyId: string) => path.join(folder, `${keyId}.gone`)
  const isThere = (file: string) => statSync(file, { throwIfNoEntry: false }) !== undefined

  function forget(keyId: string): void {
    for (const part of Object.values(cache.get(keyId) ?? {})) part.fill(0)
    cache.delete(keyId)
  }

  /** The most recently used stand last. */
  function remember(keyId: string, key: DataKey): void {
    if (cache.get(keyId) !== key) forget(keyId)
    cache.delete(keyId)
    cache.set(keyId, key)
    for (const oldest of cache.keys()) {
      if (cache.size <= cacheMax) break
      forget(oldest)
    }
  }

  async function read(keyId: string): Promise<DataKey | DataKeyRefusal> {
    const text = await readFileIfThere(keyFile(keyId))
    const key = text === null ? null : unwrap(text, keyId, master)
    // Unreadable beside a `.gone` mark is a key being destroyed at this moment.
    if (key === null && isThere(goneFile(keyId))) return { ok: false, refusal: 'key-destroyed' }
    if (text === null) return { ok: false, refusal: 'key-unknown' }
    if (key === null) throw new Error(`the record of data key ${keyId} is damaged or of another master key`)
    return key
  }

  return {
    async create(scope) {
      const keyId = `k_${randomBytes(16).toString('base64url')}`
      // The scope is wrapped too: a marketplace's seller id may be a name or an address.
      const plain = Buffer.concat([randomBytes(32), Buffer.from(canonicalJson(scope))])
      const wrapped = sealBytes(master.wrapping, plain, wrapContext(keyId)).toString('base64url')
      plain.fill(0)
      const created = await createFile(keyFile(keyId), `${canonicalJson({ v: 1, master: master.id, wrapped })}\n`)
      if (!created) throw new Error('a random key id was drawn twice')
      return keyId
    },

    async use(keyId, task) {
      if (!keyIdForm.test(keyId)) return { ok: false, refusal: 'key-unknown' }
      let key = cache.get(keyId)
      // Another process may have destroyed the key: the file decides, not the memory.
      if (key && !isThere(keyFile(keyId))) {
        forget(keyId)
        key = undefined
      }
      if (!key) {
        const found = await read(keyId)
        if ('refusal' in found) return found
        key = found
      }
      remember(keyId, key)
      return { ok: true, value: task(key) }
    },

    async destroy(keyId) {
      if (!keyIdForm.test(keyId)) return
      forget(keyId)
      if (!isThere(keyFile(keyId))) return
      // The mark comes first: after a crash the destruction is finished, not forgotten.
      await createFile(goneFile(keyId), '')
      await scrubFile(keyFile(keyId))
    },
  }
}

function unwrap(text: string, keyId: string, master: MasterKey): DataKey | null {
  const wrapped = wrappedPart(text, master.id)
  const plain = wrapped && openBytes(master.wrapping, wrapped, wrapContext(keyId))
  if (!plain) return null
  const root = plain.subarray(0, 32)
  const key = { seal: subkey(root, 'seal'), derive: subkey(root, 'derive'), commit: subkey(root, 'commit') }
  plain.fill(0)
  return key
}

function wrappedPart(text: string, masterId: string): Buffer | null {
  try {
    const record = JSON.parse(text) as { master?: unknown; wrapped?: unknown }
    if (record.master !== masterId || typeof record.wrapped !== 'string') return null
    return Buffer.from(record.wrapped, 'base64url')
  } catch {
    return null
  }
}

async function finishDestructions(folder: string): Promise<void> {
  const names = new Set(await readdir(folder))
  for (const name of names) {
    const key = name.replace(/\.gone$/, '.key')
    if (key !== name && names.has(key)) await scrubFile(path.join(folder, key))
  }
}
