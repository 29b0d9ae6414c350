import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { createFile, readFileIfThere } from '../durable-files.ts'
import { subkey } from './aead.ts'

/** Wraps every other key. `id` is not secret and tells which master wrapped a record. */
export type MasterKey = { id: string; wrapping: Buffer; signing: Buffer }

const form = /^countersign-master-key-v1:([A-Za-z0-9_-]{43})\n?$/

/**
 * Reads `master.key`, making it at the very first start. When wrapped keys exist (`mayCreate` says no) a missing master
 * key is never replaced by a new one: that would turn a forgotten mount into the loss of every case.
 */
export async function loadMasterKey(folder: string, mayCreate: () => Promise<boolean>): Promise<MasterKey> {
  const file = path.join(folder, 'master.key')
  // The second look: another process may have made it since the first.
  const text =
    (await readFileIfThere(file)) ?? ((await mayCreate()) ? await createMasterKey(file) : await readFileIfThere(file))
  if (text === null)
    throw new Error('KEYS_URL holds wrapped keys but no master.key: restore it, or they stay unreadable')
  // An operator may mount the file from a secret store; wherever it comes from, only its owner may read it.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw new Error('master.key can be read by other users of this machine: set its mode to 0600')
  }
  const encoded = form.exec(text)?.[1]
  if (!encoded) throw new Error('master.key is not a countersign master key')
  const master = Buffer.from(encoded, 'base64url')
  return {
    id: subkey(master, 'master/id').subarray(0, 8).toString('hex'),
    wrapping: subkey(master, 'master/wrap-data-keys'),
    signing: subkey(master, 'master/wrap-signing-keys'),
  }
}

async function createMasterKey(file: string): Promise<string | null> {
  // Two processes may start at once: one creates, both read what was created.
  await createFile(file, `countersign-master-key-v1:${randomBytes(32).toString('base64url')}\n`)
  return readFileIfThere(file)
}
