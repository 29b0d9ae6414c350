import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { sha256 } from './hash.ts'

/**
 * Compact JWS with Ed25519, in exactly one spelling. Ordinary JWS readers accept ours (jose does, a test says so); we
 * accept only what we would write ourselves, because base64url and JSON both allow several spellings of one content
 * and evidence must not verify after any byte was changed.
 */
export type JwsHeader = { alg: 'EdDSA'; kid: string; typ: string }
export type Ed25519Jwk = { kty: 'OKP'; crv: 'Ed25519'; alg: 'EdDSA'; use: 'sig'; kid: string; x: string }

export type JwsVerdict =
  | { ok: true; payload: Uint8Array; kid: string }
  | { ok: false; why: 'malformed' | 'other-purpose' | 'unknown-key' | 'signature-wrong' }

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** The text that is signed; the JWS is this, a dot, and the base64url signature. */
export function jwsSigningInput(header: JwsHeader, payload: Uint8Array): string {
  return `${base64url(Buffer.from(canonicalJson(header)))}.${base64url(payload)}`
}

/** RFC 7638 thumbprint: a key's name says which key it is, so a key set cannot offer another under the same name. */
export function keyThumbprint(x: string): string {
  return Buffer.from(sha256(canonicalJson({ crv: 'Ed25519', kty: 'OKP', x })), 'hex').toString('base64url')
}

/** The key set's keys, or null where any member is not exactly a public Ed25519 key named by its thumbprint. */
export function parseJwks(value: unknown): Ed25519Jwk[] | null {
  if (!hasOnly(value, ['keys']) || !Array.isArray(value.keys)) return null
  return value.keys.every(isJwk) ? value.keys : null
}

/** `typ` is the purpose: a signed notice never passes for a chain head. */
export function verifyJws(jws: string, typ: string, keys: readonly Ed25519Jwk[]): JwsVerdict {
  const parts = jws.split('.').map(decode)
  const [head, payload, signature] = parts
  if (parts.length !== 3 || !head || !payload || !signature) return { ok: false, why: 'malformed' }
  const header = parseCanonicalJson(head.toString('utf8'))?.value
  if (!hasOnly(header, ['alg', 'kid', 'typ']) || header.alg !== 'EdDSA') return { ok: false, why: 'malformed' }
  if (header.typ !== typ) return { ok: false, why: 'other-purpose' }
  const key = keys.find(({ kid }) => kid === header.kid)
  if (!key) return { ok: false, why: 'unknown-key' }
  const signed = Buffer.from(jws.slice(0, jws.lastIndexOf('.')))
  if (!verify(null, signed, publicKeyOf(key), signature)) return { ok: false, why: 'signature-wrong' }
  return { ok: true, payload, kid: key.kid }
}

function publicKeyOf({ kty, crv, x }: Ed25519Jwk): KeyObject {
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
}

/** Null for any spelling but the canonical one (wrong letters, padding, stray bits at the end). */
function decode(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url')
  return part.length > 0 && bytes.toString('base64url') === part ? bytes : null
}

function isJwk(value: unknown): value is Ed25519Jwk {
  return (
    hasOnly(value, ['alg', 'crv', 'kid', 'kty', 'use', 'x']) &&
    value.kty === 'OKP' &&
    value.crv === 'Ed25519' &&
    value.alg === 'EdDSA' &&
    value.use === 'sig' &&
    typeof value.x === 'string' &&
    decode(value.x)?.length === 32 &&
    value.kid === keyThumbprint(value.x)
  )
}

function hasOnly<Name extends string>(value: unknown, names: readonly Name[]): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).sort().join() === [...names].sort().join()
}
