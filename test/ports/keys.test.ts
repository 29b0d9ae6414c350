import { randomBytes } from 'node:crypto'
import { chmod, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { compactVerify, createLocalJWKSet } from 'jose'
import { describe, expect, it } from 'vitest'
import { DataKeyGone, decryptText, isSealed, type Keys, type Sealed } from '#app/ports/keys.ts'
import { commitment, opensCommitment } from '#domain/evidence/commitment.ts'
import { openFileKeys } from '#providers/keys/file-keys.ts'
import { keysUrlDefault, openKeys } from '#providers/keys/open-keys.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Every provider of the port runs the same suite; `again` is a second process looking at the same store. */
type Store = { keys: Keys; again(): Promise<Keys> }
const providers: Record<string, () => Promise<Store>> = {
  file: async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    return { keys: await openFileKeys(folder), again: () => openFileKeys(folder) }
  },
  'file, with a cache of one': async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    return { keys: await openFileKeys(folder, { cacheMax: 1 }), again: () => openFileKeys(folder, { cacheMax: 1 }) }
  },
}
const scope = { kind: 'case', tenantId: 'tenant_1', id: 'case_1' } as const
const place = { table: 'sellers', column: 'registration', row: 'sel_1' }

describe.each(Object.entries(providers))('[EV2] keys (%s)', (_, open) => {
  it('opens what it sealed, bytes and text, also after a restart', async () => {
    const { keys, again } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const bytes = randomBytes(5000)
    const sealedBytes = await keys.encrypt(keyId, bytes, place)
    const sealedText = await keys.encrypt(keyId, '张三 110101199003070038', place)
    const sealedNothing = await keys.encrypt(keyId, '', place)
    expect(sealedText).not.toContain('110101')
    expect([sealedBytes, sealedText, sealedNothing].every(isSealed)).toBe(true)
    for (const reader of [keys, await again()]) {
      const opened = await reader.decrypt(sealedBytes, place)
      expect(opened.ok && bytes.equals(opened.plaintext)).toBe(true)
      expect(await decryptText(reader, sealedText, place)).toEqual({ ok: true, text: '张三 110101199003070038' })
      expect(await decryptText(reader, sealedNothing, place)).toEqual({ ok: true, text: '' })
    }
  })

  it('seals the same text differently each time', async () => {
    const { keys } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const sealed = await Promise.all(Array.from({ length: 20 }, () => keys.encrypt(keyId, 'same', place)))
    expect(new Set(sealed).size).toBe(20)
  })

  it('finds every changed character', async () => {
    const { keys } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const sealed = await keys.encrypt(keyId, 'Li Wei', place)
    for (let at = 0; at < sealed.length; at++) {
      for (const letter of ['A', 'b', '.', '!']) {
        if (sealed[at] === letter) continue
        const changed = (sealed.slice(0, at) + letter + sealed.slice(at + 1)) as Sealed
        expect(await keys.decrypt(changed, place), changed).toMatchObject({ ok: false })
      }
    }
    for (const spoilt of [sealed.slice(0, -1), `${sealed}A`, `${sealed}=`, ` ${sealed}`, '', 'v1.....']) {
      expect(await keys.decrypt(spoilt as Sealed, place)).toEqual({ ok: false, refusal: 'tampered' })
    }
  })

  it('opens nothing that was moved to another table, column, row, or key', async () => {
    const { keys } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const other = await keys.createDataKey({ ...scope, id: 'case_2' })
    const sealed = await keys.encrypt(keyId, 'Li Wei', place)
    for (const elsewhere of [{ table: 'cases' }, { column: 'note' }, { row: 'sel_2' }]) {
      expect(await keys.decrypt(sealed, { ...place, ...elsewhere })).toEqual({ ok: false, refusal: 'tampered' })
    }
    const underOther = sealed.replace(keyId, other.keyId) as Sealed
    expect(await keys.decrypt(underOther, place)).toEqual({ ok: false, refusal: 'tampered' })
  })

  it('tells an erased key from one it never had', async () => {
    const { keys } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const sealed = await keys.encrypt(keyId, 'Li Wei', place)
    await keys.destroy(keyId)
    expect(await keys.decrypt(sealed, place)).toEqual({ ok: false, refusal: 'key-destroyed' })
    const stranger = (await open()).keys
    expect(await stranger.decrypt(sealed, place)).toEqual({ ok: false, refusal: 'key-unknown' })
  })

  it('erases one key and no other, at once in every process, and for good', async () => {
    const { keys, again } = await open()
    const second = await again()
    const [gone, kept] = [await keys.createDataKey(scope), await keys.createDataKey({ ...scope, id: 'case_2' })]
    const sealedGone = await keys.encrypt(gone.keyId, 'gone', place)
    const sealedKept = await keys.encrypt(kept.keyId, 'kept', place)
    // The second process has used the key, so it has it in memory.
    expect(await second.decrypt(sealedGone, place)).toMatchObject({ ok: true })
    await keys.destroy(gone.keyId)
    await keys.destroy(gone.keyId)
    for (const reader of [keys, second, await again()]) {
      expect(await reader.decrypt(sealedGone, place)).toEqual({ ok: false, refusal: 'key-destroyed' })
      expect(await reader.deriveKey(gone.keyId, 'blob', new Uint8Array(16))).toEqual({
        ok: false,
        refusal: 'key-destroyed',
      })
      await expect(reader.encrypt(gone.keyId, 'more', place)).rejects.toThrow(DataKeyGone)
      await expect(reader.commitmentSalt(gone.keyId, 'a')).rejects.toThrow(DataKeyGone)
      expect(await decryptText(reader, sealedKept, place)).toEqual({ ok: true, text: 'kept' })
    }
  })

  it('keeps many keys apart under concurrent use', async () => {
    const { keys } = await open()
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, no) => keys.createDataKey({ ...scope, id: `case_${no}` })),
    )
    const sealed = await Promise.all(made.map(({ keyId }, no) => keys.encrypt(keyId, `text ${no}`, place)))
    const opened = await Promise.all([...sealed, ...sealed].map((text) => decryptText(keys, text, place)))
    expect(opened).toEqual([...sealed, ...sealed].map((_, no) => ({ ok: true, text: `text ${no % 30}` })))
  })

  it('derives the same subkey for the same key, purpose and salt, and another for any other', async () => {
    const { keys, again } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const other = await keys.createDataKey(scope)
    const salt = randomBytes(16)
    const derive = async (store: Keys, id: string, purpose: string, with_: Uint8Array) => {
      const derived = await store.deriveKey(id, purpose, with_)
      return derived.ok ? Buffer.from(derived.subkey).toString('hex') : derived.refusal
    }
    const first = await derive(keys, keyId, 'blob', salt)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await derive(await again(), keyId, 'blob', salt)).toBe(first)
    const others = [
      await derive(keys, keyId, 'other', salt),
      await derive(keys, keyId, 'blob', randomBytes(16)),
      await derive(keys, other.keyId, 'blob', salt),
    ]
    expect(new Set([first, ...others]).size).toBe(4)
  })

  it('gives commitments a salt that can be shown, and that dies with the key', async () => {
    const { keys } = await open()
    const { keyId } = await keys.createDataKey(scope)
    const salt = await keys.commitmentSalt(keyId, 'case_1/event/1/id-number')
    const committed = commitment(salt, 'case_1/event/1/id-number', '110101199003070038')
    expect(opensCommitment(committed, salt, 'case_1/event/1/id-number', '110101199003070038')).toBe(true)
    const elsewhere = await keys.commitmentSalt(keyId, 'case_1/event/2/id-number')
    expect(Buffer.from(elsewhere).equals(salt)).toBe(false)
  })
})

describe.each(Object.entries(providers))('[EV1] signing keys (%s)', (_, open) => {
  it('signs so that an ordinary JOSE library verifies', async () => {
    const { keys } = await open()
    const jws = await keys.sign('chain-head', '{"seq":7}')
    const jwks = await keys.publicJwks()
    const verified = await compactVerify(jws, createLocalJWKSet(jwks))
    expect(Buffer.from(verified.payload).toString()).toBe('{"seq":7}')
    expect(verified.protectedHeader).toEqual({
      alg: 'EdDSA',
      kid: jwks.keys[0]!.kid,
      typ: 'countersign-chain-head+jws',
    })
    expect(JSON.stringify(jwks)).not.toContain('"d"')
  })

  it('does not take a signature made for another purpose, nor one of another installation', async () => {
    const { keys } = await open()
    const notice = await keys.sign('notice', 'text')
    expect(await keys.verify('notice', notice)).toMatchObject({ ok: true })
    expect(await keys.verify('chain-head', notice)).toEqual({ ok: false, why: 'other-purpose' })
    const stranger = (await open()).keys
    expect(await stranger.verify('notice', notice)).toEqual({ ok: false, why: 'unknown-key' })
  })

  it('finds every changed character of a signed text', async () => {
    const { keys } = await open()
    const jws = await keys.sign('notice', 'text')
    for (let at = 0; at < jws.length; at++) {
      for (const letter of ['A', 'B', 'g', 'w', '.', '=']) {
        if (jws[at] === letter) continue
        const changed = jws.slice(0, at) + letter + jws.slice(at + 1)
        expect(await keys.verify('notice', changed), changed).toMatchObject({ ok: false })
      }
    }
  })

  it('rotates in every process at once, and keeps verifying what the old key signed', async () => {
    const { keys, again } = await open()
    const second = await again()
    const before = await second.sign('notice', 'before')
    const { kid } = await keys.rotateSigningKey()
    const after = await second.sign('notice', 'after')
    for (const reader of [keys, second, await again()]) {
      expect(await reader.verify('notice', before)).toMatchObject({ ok: true })
      expect(await reader.verify('notice', after)).toMatchObject({ ok: true, kid })
      const { keys: known } = await reader.publicJwks()
      expect(known).toHaveLength(2)
      expect(known[0]!.kid).toBe(kid)
    }
  })
})

describe('[EV2] keys in a folder', () => {
  it('lets only the owner read, and stores neither keys nor scopes in the clear', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    const keys = await openFileKeys(folder)
    await keys.createDataKey({ kind: 'seller', tenantId: 'tenant_1', id: 'zhang.san@example.com' })
    const files = await filesUnder(folder)
    expect(files.length).toBeGreaterThanOrEqual(5)
    for (const file of files) {
      expect((await stat(file)).mode & 0o077, file).toBe(0)
      expect(await readFile(file, 'latin1')).not.toContain('zhang')
    }
  })

  it('makes one master key and one signing key when several processes start at once', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    const opened = await Promise.all(Array.from({ length: 5 }, () => openFileKeys(folder)))
    const { keyId } = await opened[0]!.createDataKey(scope)
    const sealed = await opened[0]!.encrypt(keyId, 'shared', place)
    for (const keys of opened) {
      expect(await decryptText(keys, sealed, place)).toEqual({ ok: true, text: 'shared' })
      expect(await opened[0]!.verify('notice', await keys.sign('notice', 'x'))).toMatchObject({ ok: true })
    }
    expect((await filesUnder(folder)).filter((file) => file.endsWith('.private'))).toHaveLength(1)
  })

  it('refuses to start with a new master key where keys were wrapped by a lost one', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    await (await openFileKeys(folder)).createDataKey(scope)
    await unlink(path.join(folder, 'master.key'))
    await expect(openFileKeys(folder)).rejects.toThrow(/no master\.key/)
  })

  it('refuses a master key that others can read, and one that is none', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    await openFileKeys(folder)
    const file = path.join(folder, 'master.key')
    await chmod(file, 0o644)
    await expect(openFileKeys(folder)).rejects.toThrow(/0600/)
    await chmod(file, 0o600)
    await writeFile(file, 'password')
    await expect(openFileKeys(folder)).rejects.toThrow(/not a countersign master key/)
  })

  it('leaves nothing of a destroyed key in the folder', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    const keys = await openFileKeys(folder)
    const { keyId } = await keys.createDataKey(scope)
    const wrapped = JSON.parse(await readFile(path.join(folder, 'data', `${keyId}.key`), 'utf8')).wrapped as string
    await keys.destroy(keyId)
    for (const file of await filesUnder(folder)) expect(await readFile(file, 'latin1')).not.toContain(wrapped)
    expect(await readdir(path.join(folder, 'data'))).toEqual([`${keyId}.gone`])
  })

  it('finishes at the next start a destruction that a crash interrupted', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    const { keyId } = await (await openFileKeys(folder)).createDataKey(scope)
    // The state after the mark was made and before the record was wiped.
    await writeFile(path.join(folder, 'data', `${keyId}.gone`), '')
    const keys = await openFileKeys(folder)
    expect(await readdir(path.join(folder, 'data'))).toEqual([`${keyId}.gone`])
    expect(await keys.deriveKey(keyId, 'blob', new Uint8Array(16))).toEqual({ ok: false, refusal: 'key-destroyed' })
  })

  it('says that a record is damaged, instead of calling its owner erased', async () => {
    const folder = path.join(await temporaryFolder(), 'keys')
    const keys = await openFileKeys(folder)
    const { keyId } = await keys.createDataKey(scope)
    await writeFile(path.join(folder, 'data', `${keyId}.key`), randomBytes(200))
    await expect(keys.deriveKey(keyId, 'blob', new Uint8Array(16))).rejects.toThrow(/damaged/)
  })

  it('looks up no file outside its folder, whatever the key id says', async () => {
    const { keys } = await providers.file!()
    for (const keyId of ['../master', 'k_../../../../../../etc/x', '', 'k_%00']) {
      expect(await keys.deriveKey(keyId, 'blob', new Uint8Array(16))).toEqual({ ok: false, refusal: 'key-unknown' })
      await keys.destroy(keyId)
    }
  })

  it('is chosen by URL: never inside the data, never by a scheme that is not built', async () => {
    const data = path.join(await temporaryFolder(), 'data')
    expect(keysUrlDefault(data)).toBe(`file:${data}-keys`)
    await expect(openKeys(`file:${data}/keys`, data)).rejects.toThrow(/must not lie inside DATA_DIR/)
    await expect(openKeys('awskms:secret-arn', data)).rejects.toThrow(/scheme "awskms:" is not supported/)
    await expect(openKeys('awskms:secret-arn', data)).rejects.not.toThrow(/secret-arn/)
    const keys = await openKeys(keysUrlDefault(data), data)
    expect((await keys.publicJwks()).keys).toHaveLength(1)
  })
})

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
