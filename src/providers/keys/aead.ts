import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomFillSync } from 'node:crypto'

/** AES-256-GCM with a random 96-bit IV: `iv | ciphertext | tag`. */
export const ivLength = 12
export const tagLength = 16

/** Given bare bytes, Node 24 takes five times as long for each cipher, to find out that they are no key object. */
const keyOf = (key: Uint8Array) => createSecretKey(key)

/** Random bytes are drawn for some hundred at once: asking for twelve takes as long. None is given out twice. */
const drawn = Buffer.alloc(ivLength * 256)
let given = drawn.length

const freshIv = (): Buffer => {
  if (given === drawn.length) {
    randomFillSync(drawn)
    given = 0
  }
  given += ivLength
  return Buffer.from(drawn.subarray(given - ivLength, given))
}

export function sealBytes(key: Uint8Array, plaintext: Uint8Array, aad: string): Buffer {
  const iv = freshIv()
  const cipher = createCipheriv('aes-256-gcm', keyOf(key), iv)
  cipher.setAAD(Buffer.from(aad))
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** Null when anything was changed: the bytes, the additional data, or the key. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, aad: string): Buffer | null {
  if (sealed.length < ivLength + tagLength) return null
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key), sealed.subarray(0, ivLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(-tagLength))
  const opened = decipher.update(sealed.subarray(ivLength, -tagLength))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    return null
  }
}

/** HKDF-SHA-256: one key per use, so that no two uses ever share a key. */
export function subkey(key: Uint8Array, purpose: string, salt: Uint8Array = new Uint8Array(0)): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `countersign/${purpose}`, 32))
}
