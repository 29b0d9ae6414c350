import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * The form of a stored blob, version 1:
 *
 *     "CSB1" | salt (32) | length of key id (1) | key id | frame 0 | frame 1 | … | trailer
 *
 * Every frame is 1 MiB of plaintext (the last may be shorter) under AES-256-GCM with a key of this blob alone, derived
 * from the case's data key and the salt. The trailer is one more sealed frame, marked final, with the size and SHA-256
 * of the plaintext. The nonce is the frame's index and the final mark; the additional data are header, nonce and the
 * blob's name. So a frame that is changed, cut, moved, repeated, or taken from another blob does not open, a file cut
 * at a frame's border has no trailer, and a range can be read without reading what is before it.
 */
export const frameLength = 1 << 20
const tagLength = 16
const trailerLength = 8 + 32 + tagLength
const magic = 'CSB1'
export const saltLength = 32
const headerLength = (keyId: string) => 4 + saltLength + 1 + keyId.length

export type Layout = { header: Buffer; bodyStart: number; sizeBytes: number; frameCount: number; trailerStart: number }
export type FrameKey = { key: Uint8Array; header: Buffer; name: string }

export function makeHeader(keyId: string, salt: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(magic), salt, Buffer.of(keyId.length), Buffer.from(keyId, 'latin1')])
}

/** The most bytes a header can have. */
export const headerLengthMax = 4 + saltLength + 1 + 255

/** Null when the file is not a whole blob of this key by its header and length; only the trailer proves the rest. */
export function layoutOf(start: Buffer, fileLength: number, keyId: string): (Layout & { salt: Buffer }) | null {
  const bodyStart = headerLength(keyId)
  const header = start.subarray(0, bodyStart)
  const salt = Buffer.from(header.subarray(4, 4 + saltLength))
  if (header.length !== bodyStart || !header.equals(makeHeader(keyId, salt))) return null
  const trailerStart = fileLength - trailerLength
  const bodyLength = trailerStart - bodyStart
  if (bodyLength < 0) return null
  const whole = Math.floor(bodyLength / (frameLength + tagLength))
  const rest = bodyLength - whole * (frameLength + tagLength)
  if (rest > 0 && rest <= tagLength) return null
  const frameCount = whole + (rest > 0 ? 1 : 0)
  return { header, salt, bodyStart, sizeBytes: bodyLength - frameCount * tagLength, frameCount, trailerStart }
}

/** Where a frame with its tag lies in the file. */
export function frameSpan(layout: Layout, index: number): { position: number; length: number } {
  const length = Math.min(frameLength, layout.sizeBytes - index * frameLength) + tagLength
  return { position: layout.bodyStart + index * (frameLength + tagLength), length }
}

export function sealFrame(frameKey: FrameKey, index: number, plaintext: Uint8Array): Buffer {
  return seal(frameKey, nonceOf(index, false), plaintext)
}

/** Null when anything about the frame is not as it was written. */
export function openFrame(frameKey: FrameKey, index: number, sealed: Uint8Array): Buffer | null {
  return open(frameKey, nonceOf(index, false), sealed)
}

/** `sha256` is the raw 32 bytes. */
export function sealTrailer(frameKey: FrameKey, frameCount: number, sizeBytes: number, sha256: Uint8Array): Buffer {
  const plain = Buffer.alloc(8 + 32)
  plain.writeBigUInt64BE(BigInt(sizeBytes))
  plain.set(sha256, 8)
  return seal(frameKey, nonceOf(frameCount, true), plain)
}

/** The hex digest, or null when the trailer does not belong to this layout. */
export function openTrailer(frameKey: FrameKey, layout: Layout, sealed: Uint8Array): string | null {
  const plain = open(frameKey, nonceOf(layout.frameCount, true), sealed)
  if (plain?.length !== 40 || plain.readBigUInt64BE() !== BigInt(layout.sizeBytes)) return null
  return plain.toString('hex', 8)
}

export const trailerBytes = trailerLength

function nonceOf(index: number, final: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 7)
  nonce[11] = final ? 1 : 0
  return nonce
}

// The header has a fixed length for its key id and the nonce one of 12, so the joined text is read one way only.
const aadOf = ({ header, name }: FrameKey, nonce: Buffer) => Buffer.concat([header, nonce, Buffer.from(name)])

function seal(frameKey: FrameKey, nonce: Buffer, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', frameKey.key, nonce)
  cipher.setAAD(aadOf(frameKey, nonce))
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

function open(frameKey: FrameKey, nonce: Buffer, sealed: Uint8Array): Buffer | null {
  if (sealed.length < tagLength) return null
  const decipher = createDecipheriv('aes-256-gcm', frameKey.key, nonce, { authTagLength: tagLength })
  decipher.setAAD(aadOf(frameKey, nonce))
  decipher.setAuthTag(sealed.subarray(-tagLength))
  const opened = decipher.update(sealed.subarray(0, -tagLength))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    return null
  }
}
