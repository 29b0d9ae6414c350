import { createHash } from 'node:crypto'

/**
 * SHA-256 as 64 lower-case hex digits: the only form in which hashes are stored, chained and shown. Hashing is a pure
 * computation, so `node:crypto`'s hash (and, in signed-jws.ts, its signature check) is allowed in this room; nothing in
 * it reads a clock, a file or a random source.
 */
export type Hash = string

export const isHash = (value: unknown): value is Hash => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

export function sha256(...parts: (Uint8Array | string)[]): Hash {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
