import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PublicJwk, SigningPurpose } from '#app/ports/keys.ts'
import { canonicalJson } from '#domain/evidence/canonical-json.ts'
import { jwsSigningInput, keyThumbprint } from '#domain/evidence/signed-jws.ts'
import { createFile, makeFolder, readFileIfThere, replaceFile, scrubFile } from '../durable-files.ts'
import { openBytes, sealBytes } from './aead.ts'
import type { MasterKey } from './master-key.ts'

/**
 * Ed25519 signing keys. `KID.public` stays for ever, so that old evidence keeps verifying; `KID.private`, wrapped, lives
 * until the key is rotated out; `current` names the key that signs. `current` is read at each signature: it is a few
 * bytes, and so a rotation counts in every process at once.
 */
export type SigningKeys = {
  sign(purpose: SigningPurpose, payload: Uint8Array): Promise<string>
  signRaw(content: Uint8Array): Promise<Uint8Array>
  publicKeys(): Promise<PublicJwk[]>
  rotate(): Promise<string>
}

export const typOf = (purpose: SigningPurpose): string => `countersign-${purpose}+jws`

const wrapContext = (kid: string) => canonicalJson(['signing-key', 1, kid])

export async function openSigningKeys(folder: string, master: MasterKey): Promise<SigningKeys> {
  await makeFolder(folder)
  const currentFile = path.join(folder, 'current')
  const privateFile = (kid: string) => path.join(folder, `${kid}.private`)
  let loaded: { kid: string; key: KeyObject } | null = null

  async function currentKid(): Promise<string | null> {
    return (await readFileIfThere(currentFile))?.trim() ?? null
  }

  async function makeKey(): Promise<string> {
    const { privateKey } = generateKeyPairSync('ed25519')
    const { x } = privateKey.export({ format: 'jwk' })
    if (!x) throw new Error('an Ed25519 key without its public part')
    const kid = keyThumbprint(x)
    const wrapped = sealBytes(master.signing, privateKey.export({ format: 'der', type: 'pkcs8' }), wrapContext(kid))
    // The public part first: nothing is ever signed by a key whose public part could be missing.
    await createFile(path.join(folder, `${kid}.public`), x)
    await createFile(privateFile(kid), wrapped)
    return kid
  }

  async function current(): Promise<{ kid: string; key: KeyObject }> {
    const kid = await currentKid()
    if (!kid) throw new Error('the signing keys have no current key')
    if (loaded?.kid === kid) return loaded
    const der = openBytes(master.signing, await readFile(privateFile(kid)), wrapContext(kid))
    if (!der) throw new Error('the current signing key is damaged or of another master key')
    loaded = { kid, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
    der.fill(0)
    return loaded
  }

  if ((await currentKid()) === null) {
    const kid = await makeKey()
    // Another process that starts now may have been first: its key signs and ours never will.
    if (!(await createFile(currentFile, kid))) await scrubFile(privateFile(kid))
  }

  return {
    async sign(purpose, payload) {
      const { kid, key } = await current()
      const input = jwsSigningInput({ alg: 'EdDSA', kid, typ: typOf(purpose) }, payload)
      return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
    },

    async signRaw(content) {
      return sign(null, content, (await current()).key)
    },

    async publicKeys() {
      const newest = await currentKid()
      const names = (await readdir(folder)).filter((name) => name.endsWith('.public')).sort()
      const keys = await Promise.all(names.map(async (name) => jwkOf(await readFile(path.join(folder, name), 'utf8'))))
      return keys.sort((a, b) => Number(b.kid === newest) - Number(a.kid === newest))
    },

    async rotate() {
      const old = await currentKid()
      const kid = await makeKey()
      await replaceFile(currentFile, kid)
      if (old) await scrubFile(privateFile(old))
      return kid
    },
  }
}

const jwkOf = (x: string): PublicJwk => ({
  kty: 'OKP',
  crv: 'Ed25519',
  alg: 'EdDSA',
  use: 'sig',
  kid: keyThumbprint(x),
  x,
})
