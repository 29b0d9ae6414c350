import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Hash } from './hash.ts'

/**
 * A salted commitment: it fixes a value (a person's number, a name) in an event without telling it. Such values have
 * few possibilities, so a bare hash could be searched; the salt is secret, 32 bytes, and dies with the case's key. To
 * prove a value to an auditor, show its salt. `purpose` names the value's place, so that equal values in two places
 * do not look alike.
 */
export function commitment(salt: Uint8Array, purpose: string, value: string): Hash {
  if (salt.length < 32) throw new RangeError('a commitment needs a salt of 32 bytes')
  // The length stands before the purpose, so that no (purpose, value) pair reads as another one.
  const placed = `${purpose.length}:${purpose}:${value}`
  return createHmac('sha256', salt).update(placed).digest('hex')
}

export function opensCommitment(committed: Hash, salt: Uint8Array, purpose: string, value: string): boolean {
  const expected = Buffer.from(commitment(salt, purpose, value), 'hex')
  const given = Buffer.from(committed, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
